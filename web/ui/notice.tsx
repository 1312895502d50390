import type { ComponentChildren } from "preact";

/** A message in a box. `good` confirms, `warn` needs attention, `bad` says that something was refused. */
export function Notice({
  kind = "info",
  children,
}: {
  kind?: "info" | "good" | "warn" | "bad";
  children: ComponentChildren;
}) {
  return (
    <div class={`notice ${kind}`} role={kind === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}

export type FieldError = { field: string; message: string };

/** Every error of a form, each a link to its field; takes focus when the page opens. */
export function ErrorSummary({ title, errors }: { title: string; errors: FieldError[] }) {
  if (errors.length === 0) return null;
  return (
    <div class="notice bad summary" role="alert" tabIndex={-1} autofocus>
      <h2>{title}</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li key={`${field}${message}`}>
            {field ? <a href={`#${field}`}>{message}</a> : message}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Nothing here yet: says what the next step is and offers it. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
