/** A form's body as the browser sent it: a name may come several times. */
export type Body = Record<string, unknown>;

/** All texts of this name. */
export const texts = (body: Body, name: string): string[] =>
  [body[name]].flat().filter((value) => typeof value === "string");
/** The first text of this name; empty when there is none. */
export const text = (body: Body, name: string): string => texts(body, name)[0] ?? "";
