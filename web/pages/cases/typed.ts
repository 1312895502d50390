import type { FieldError } from "../../ui/notice.tsx";

export type Typed = Record<string, unknown>;

/** A form's fields: what was typed, or else what is on record, with the error that belongs to each. */
export const fieldsIn =
  (typed: Typed, errors: FieldError[]) => (name: string, label: string, stored: string | null) => {
    const sent = typed[name];
    return {
      name,
      label,
      value: typeof sent === "string" ? sent : (stored ?? ""),
      error: errors.find(({ field }) => field === name)?.message,
    };
  };
