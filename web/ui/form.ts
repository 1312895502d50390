import type { Choice } from "./field.tsx";
import type { FieldError } from "./notice.tsx";

/** What a form was sent with, by the names of its fields. */
export type Typed = Record<string, unknown>;

/** What is wrong with a field, if anything. */
export const errorIn =
  (errors: readonly FieldError[]) =>
  (field: string): string | undefined =>
    errors.find((error) => error.field === field)?.message;

/** The names of those values that are one text. */
type TextIn<Values> = {
  [name in keyof Values & string]: Values[name] extends string | null | undefined ? name : never;
}[keyof Values & string];

/** The fields of a form by name, each with what stands in it and what is wrong with that. */
export function fieldsOf<Values extends object>(values: Values, errors: readonly FieldError[]) {
  const errorOf = errorIn(errors);
  const texts = values as Record<string, string | null | undefined>; // -- As `TextIn` picks them.
  return (name: TextIn<Required<Values>>) => ({
    name,
    value: texts[name] ?? "",
    error: errorOf(name),
  });
}

/** The same where what was typed stands before what is on record. */
export function fieldsIn(typed: Typed, errors: readonly FieldError[]) {
  const errorOf = errorIn(errors);
  return (name: string, label: string, stored: string | null) => {
    const sent = typed[name];
    const value = typeof sent === "string" ? sent : (stored ?? "");
    return { name, label, value, error: errorOf(name) };
  };
}

/** Words by their value, as options in the order in which they stand. */
export const choicesOf = (words: Record<string, string>): Choice[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** People or things of ours, as options. */
export const choicesById = (all: readonly { id: string; name: string }[]): Choice[] =>
  all.map(({ id, name }) => ({ value: id, label: name }));
