import { h, type ComponentChildren } from "preact";

type Labelled = { label: string; name: string; hint?: string; error?: string | undefined };

/** A label, its control, its hint and its error, tied together for screen readers. */
function Row({ label, name, hint, error, children }: Labelled & { children: ComponentChildren }) {
  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={name}>{label}</label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
      {children}
    </div>
  );
}

const described = ({ name, hint, error }: Labelled) => ({
  id: name,
  name,
  "aria-invalid": error ? ("true" as const) : undefined,
  "aria-describedby":
    [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined,
});

type TextFieldProps = Labelled & {
  type?:
    | "text"
    | "email"
    | "tel"
    | "url"
    | "search"
    | "date"
    | "datetime-local"
    | "number"
    | "file"
    | "color";
  value?: string | number | undefined;
  required?: boolean;
  autocomplete?: string;
  maxLength?: number;
  min?: string | number;
  max?: string | number;
  accept?: string;
};

export function TextField({ label, hint, error, type = "text", ...input }: TextFieldProps) {
  const row = { label, name: input.name, ...(hint && { hint }), ...(error && { error }) };
  const control = { ...input, ...described(row) };
  return <Row {...row}>{h("input", { type, ...control })}</Row>;
}

export function TextArea({
  label,
  hint,
  error,
  value,
  ...input
}: Labelled & { value?: string; rows?: number; required?: boolean }) {
  const row = { label, name: input.name, ...(hint && { hint }), ...(error && { error }) };
  return (
    <Row {...row}>
      <textarea rows={4} {...input} {...described(row)}>
        {value}
      </textarea>
    </Row>
  );
}

export type Choice = { value: string; label: string };

export function Select({
  label,
  hint,
  error,
  value,
  options,
  empty,
  ...input
}: Labelled & { value?: string | null; options: Choice[]; empty?: string; required?: boolean }) {
  const row = { label, name: input.name, ...(hint && { hint }), ...(error && { error }) };
  return (
    <Row {...row}>
      <select {...input} {...described(row)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Row>
  );
}

type GroupProps = {
  name: string;
  legend: string;
  /** False: only for who hears the page. */
  legendShown?: boolean;
  error?: string | undefined;
  children: ComponentChildren;
};

/** Boxes to tick, or options of which to choose one, under one legend. */
export const FieldGroup = ({ name, legend, legendShown = true, error, children }: GroupProps) => (
  <fieldset id={name} class={error ? "wrong" : undefined}>
    <legend class={legendShown ? undefined : "visually-hidden"}>{legend}</legend>
    {error && <p class="error">{error}</p>}
    {children}
  </fieldset>
);

type CheckboxProps = {
  label: ComponentChildren;
  hint?: ComponentChildren;
  name: string;
  value?: string;
  checked?: boolean;
  disabled?: boolean;
  /** `radio`: one of several of this name. */
  type?: "checkbox" | "radio";
};

export function Checkbox({
  label,
  hint,
  type = "checkbox",
  name,
  value = "yes",
  ...input
}: CheckboxProps) {
  return (
    <label class="check">
      {h("input", { type, name, value, ...input })}
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  );
}
