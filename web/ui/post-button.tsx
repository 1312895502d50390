import type { ComponentChildren } from "preact";

type Props = {
  action: string;
  /** Hidden fields sent along. */
  fields?: Record<string, string>;
  kind?: "primary" | "secondary" | "danger";
  children: ComponentChildren;
};

/** One gesture that changes something: a form with one button, so that it works without script. */
export function PostButton({ action, fields = {}, kind = "secondary", children }: Props) {
  return (
    <form method="post" action={action} class="inline">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={kind}>
        {children}
      </button>
    </form>
  );
}
