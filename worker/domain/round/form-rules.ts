import type * as z from "zod";
import type { Recipient } from "./gates-rules.ts";
import type { RoundKind } from "./schema.ts";

/** A form's body as the browser sent it: a name may come several times. */
export type Body = Record<string, unknown>;

const texts = (body: Body, name: string): string[] =>
  [body[name]].flat().filter((value) => typeof value === "string");
/** The first text of this name; empty when there is none. */
export const text = (body: Body, name: string): string => texts(body, name)[0] ?? "";

/** What somebody typed into the form of a round, kept as typed. */
export type RoundFields = {
  name: string;
  closesAt: string;
  confidentiality: string;
  administratorId: string;
  modules: string[];
  /** False when an account is too large to list: then the form says nothing about recipients. */
  listed: boolean;
  contactIds: string[];
};

export const readRoundFields = (body: Body): RoundFields => ({
  name: text(body, "name"),
  closesAt: text(body, "closesAt"),
  confidentiality: text(body, "confidentiality") || "named",
  administratorId: text(body, "administratorId"),
  modules: texts(body, "modules"),
  listed: text(body, "listed") === "yes",
  contactIds: texts(body, "contactIds"),
});

/** From here on a page does not list everybody; the API still chooses among any number. */
export const mostListed = 2000;

/** Who can be ticked. */
export const listedOf = (recipients: Recipient[]): Recipient[] =>
  recipients.filter(({ hindrance }) => hindrance === null);

/** The form's recipients as a round keeps them: null when everybody is ticked, undefined when it says nothing. */
function chosenOf(fields: RoundFields, recipients: Recipient[]): string[] | null | undefined {
  if (!fields.listed) return undefined;
  const ticked = new Set(fields.contactIds);
  return listedOf(recipients).every(({ id }) => ticked.has(id)) ? null : fields.contactIds;
}

/** The typed fields as input for a schema. A confidential administrator left open and a named one are none. */
export function roundInput(fields: RoundFields, kind: RoundKind, recipients: Recipient[]) {
  const confidentiality = kind === "annual_review" ? "named" : fields.confidentiality;
  const administratorId =
    confidentiality === "confidential" && fields.administratorId ? fields.administratorId : null;
  const contactIds = chosenOf(fields, recipients);
  const { name, closesAt, modules } = fields;
  const input = { name, closesAt, modules, confidentiality, administratorId };
  return contactIds === undefined ? input : { ...input, contactIds };
}

/** What somebody typed as our own grade. `predicted` is by area, as typed. */
export type GradeFields = { grade: string; reason: string; predicted: Record<string, string> };

export const readGradeFields = (body: Body): GradeFields => ({
  grade: text(body, "grade"),
  reason: text(body, "reason"),
  predicted: Object.fromEntries(
    Object.keys(body)
      .filter((name) => name.startsWith("predicted."))
      .map((name) => [name.slice("predicted.".length), text(body, name).trim()]),
  ),
});

export const gradeInput = ({ grade, reason, predicted }: GradeFields) => ({
  grade,
  reason,
  predicted: Object.fromEntries(
    Object.entries(predicted)
      .filter(([, value]) => value !== "")
      .map(([area, value]) => [area, Number(value.replace(",", "."))]),
  ),
});

const subjects: Record<string, string> = {
  name: "The name",
  closesAt: "The deadline",
  confidentiality: "The kind of confidence",
  administratorId: "The administrator",
  modules: "The modules",
  contactIds: "The choice of recipients",
  grade: "The grade",
  reason: "The reason",
  explanation: "The explanation",
};
const unspoken: Record<string, string> = {
  closesAt: "is missing or not a day",
  grade: "is missing: choose one of the five letters",
};

/** The faults a schema found, as sentences beside the fields of a form. */
export const faultsOf = (error: z.ZodError): { field: string; message: string }[] =>
  error.issues.map(({ path, message }) => {
    const field = path.join(".");
    if (field.startsWith("predicted"))
      return { field, message: "A prediction is a number from 1 to 5." };
    const top = String(path[0] ?? "");
    // Our own messages go on after the subject ("is empty"); those of zod are sentences of its own.
    const rest = unspoken[top] ?? (/^[a-z]/.test(message) ? message : "is not one of the choices");
    return { field: top, message: `${subjects[top] ?? "What was sent"} ${rest}.` };
  });
