import type * as z from "zod";
import { text, texts, type Body } from "./body-rules.ts";
import type { Recipient } from "./gates-rules.ts";
import { readOwnFields, type OwnFields } from "./wording-rules.ts";

/** The sections of a draft's page that are saved each on its own. */
export const sections = ["basics", "recipients", "questions", "wording"] as const;
export type SectionName = (typeof sections)[number];

/** What somebody typed into the first section of a draft, kept as typed. */
export type BasicFields = {
  kind: string;
  name: string;
  closesAt: string;
  confidentiality: string;
  administratorId: string;
};

const readBasicFields = (body: Body): BasicFields => ({
  kind: text(body, "kind"),
  name: text(body, "name"),
  closesAt: text(body, "closesAt"),
  confidentiality: text(body, "confidentiality") || "named",
  administratorId: text(body, "administratorId"),
});

/** What somebody typed into a section that was refused. */
export type SectionFields = {
  basics?: BasicFields;
  /** Ids of those ticked. */
  recipients?: string[];
  questions?: string[];
  wording?: OwnFields[];
};

/** What was typed into one section of a draft. */
export const readSection = (section: SectionName, body: Body): SectionFields => ({
  [section]: {
    basics: () => readBasicFields(body),
    recipients: () => texts(body, "contactIds"),
    questions: () => texts(body, "modules"),
    wording: () => readOwnFields(body),
  }[section](),
});

/** From here on a page does not list everybody; the API still chooses among any number. */
export const mostListed = 2000;

/** Who can be ticked. */
const listedOf = (recipients: Recipient[]): Recipient[] =>
  recipients.filter(({ hindrance }) => hindrance === null);

/** The ticked as a round keeps them: null when everybody is, so that who is added later is invited too. */
export function chosenOf(ticked: string[], recipients: Recipient[]): string[] | null {
  const chosen = new Set(ticked);
  return listedOf(recipients).every(({ id }) => chosen.has(id)) ? null : ticked;
}

/** Typed basics as input for a schema. A confidential administrator left open and a named one are none. */
export function basicInput({ kind, administratorId, ...fields }: BasicFields) {
  const confidentiality = kind === "annual_review" ? "named" : fields.confidentiality;
  const administrator = confidentiality === "confidential" && administratorId;
  return { ...fields, kind, confidentiality, administratorId: administrator || null };
}

/** What somebody typed as our own grade. `predicted` is by area, as typed. */
export type GradeFields = { grade: string; reason: string; predicted: Record<string, string> };

/** What was typed as our own grade: predicted means as texts by area. */
export const readGradeFields = (body: Body): GradeFields => ({
  grade: text(body, "grade"),
  reason: text(body, "reason"),
  predicted: Object.fromEntries(
    Object.keys(body)
      .filter((name) => name.startsWith("predicted."))
      .map((name) => [name.slice("predicted.".length), text(body, name).trim()]),
  ),
});

/** The same as the schema takes it: what is left empty is not predicted, and 3,5 is 3.5. */
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
  kind: "The kind of round",
  name: "The name",
  closesAt: "The deadline",
  confidentiality: "The kind of confidence",
  administratorId: "The administrator",
  modules: "One of the modules",
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
