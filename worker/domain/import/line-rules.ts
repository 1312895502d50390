import type * as z from "zod";
import { EmailAddress } from "../contact/schema.ts";
import type { ImportLine } from "./schema.ts";
import { line, optionalLine } from "../text.ts";
import { fieldLabels, type Heading, type ImportField } from "./heading-rules.ts";
import { functionOf, readLocale, readTier, readYes } from "./word-rules.ts";

/** What is wrong with a line, and in which field; null: with the line as a whole. */
export type Fault = { field: ImportField | null; reason: string };
export type Checked = { ok: true; line: ImportLine } | { ok: false; fault: Fault };

const name = optionalLine(100).transform((value) => value ?? "");
const cellSchemas = {
  email: EmailAddress,
  company: line(200),
  firstName: name,
  lastName: name,
  jobTitle: optionalLine(200),
  department: optionalLine(200),
};

/** The heading that stands above a field in the file. */
export const headingOf = (heading: Heading, field: ImportField): string => {
  const index = heading.columns[field]?.[0];
  return index === undefined ? fieldLabels[field] : heading.names[index]!;
};

/** CRMs keep line breaks that somebody once pasted into a name or a title. */
const onOneLine = (cell = "") =>
  cell
    .split(/[\n\t]/)
    .map((piece) => piece.trim())
    .filter(Boolean)
    .join(" ");

const fault = (field: ImportField | null, reason: string): Checked => ({
  ok: false,
  fault: { field, reason },
});

/** One line of the file as it will be written, or the first thing that is wrong with it. */
export function readLine(heading: Heading, lineNumber: number, cells: string[]): Checked {
  if (cells.slice(heading.names.length).some((cell) => cell.trim() !== ""))
    return fault(
      null,
      "This line has more cells than the heading; text with a comma needs quotes.",
    );
  const textOf = (field: ImportField) =>
    heading.columns[field]?.map((index) => onOneLine(cells[index])).find(Boolean) ?? "";

  const read: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(cellSchemas)) {
    const field = key as keyof typeof cellSchemas;
    const result = schema.safeParse(textOf(field));
    if (!result.success) return fault(field, `This ${result.error.issues[0]!.message}.`);
    read[field] = result.data;
  }
  const person = read as {
    [Field in keyof typeof cellSchemas]: z.infer<(typeof cellSchemas)[Field]>;
  };
  if (!person.firstName && !person.lastName)
    return fault(heading.columns.lastName ? "lastName" : "firstName", "The name is empty.");

  const tierText = textOf("tier");
  const tier = tierText ? readTier(tierText) : "user";
  if (!tier) return fault("tier", "This is none of user, manager and board.");
  const mostSenior = readYes(textOf("mostSenior"));
  if (mostSenior === undefined) return fault("mostSenior", "This is neither yes nor no.");
  return {
    ok: true,
    line: {
      line: lineNumber,
      ...person,
      function: functionOf(person.department),
      tier,
      tierAssumed: tierText === "",
      mostSenior,
      locale: readLocale(textOf("locale")),
      ownerEmail: textOf("ownerEmail").toLowerCase() || null,
    },
  };
}
