import * as z from "zod";
import { line, paragraph } from "../text.ts";

export const CaseTrigger = z.enum([
  "poor_grade",
  "call_me",
  "call_me_someone_else",
  "tell_me_more",
  "account_manager_rating",
  "senior_silence",
]);
export type CaseTrigger = z.infer<typeof CaseTrigger>;

export const CaseStatus = z.enum(["open", "contacted", "resolved"]);
export type CaseStatus = z.infer<typeof CaseStatus>;

export const Resolution = z.enum(["satisfied", "agreed", "no_answer", "lost", "not_ours"]);
export type Resolution = z.infer<typeof Resolution>;

export const ContactWay = z.enum(["call", "mail", "meeting"]);
export type ContactWay = z.infer<typeof ContactWay>;

export const EvidenceKind = z.enum(["text", "link"]);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

const someText = paragraph(5000).pipe(z.string().min(1, "is empty"));

/** One entry of the contact log. */
export const NewCaseContact = z.strictObject({
  at: z.date("is not a day and a time"),
  how: ContactWay,
  person: line(200),
  reached: z.boolean(),
  said: someText,
});
export type NewCaseContact = z.infer<typeof NewCaseContact>;

/** Evidence: words as they were written, or an address that begins with https://. */
export const NewEvidence = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), title: line(200), content: someText }),
  z.strictObject({
    kind: z.literal("link"),
    title: line(200),
    content: line(2000).pipe(
      z.url({
        protocol: /^https$/,
        hostname: /./,
        error: "is not an address that begins with https://",
      }),
    ),
  }),
]);
export type NewEvidence = z.infer<typeof NewEvidence>;

const words = paragraph(5000)
  .transform((text) => text || null)
  .nullable();

/** What may change of a case; what is left out stays. A note is added to those that are there. */
export const CaseChange = z
  .strictObject({
    /** The version that was read; a change that somebody made since then is not written over. */
    version: z.int(),
    status: CaseStatus,
    ownerId: z.string().min(1).max(64).nullable(),
    firstContactAt: z.iso.datetime({ offset: true }).nullable(),
    resolution: Resolution.nullable(),
    rootCause: words,
    prevention: words,
    clientTold: z.boolean().nullable(),
    note: someText,
  })
  .partial();
export type CaseChange = z.infer<typeof CaseChange>;

const instant = z.union([z.date(), z.iso.datetime()]);
/** A case as the API shows it: the trigger and its comment, nothing else of the response. */
export const Case = z.object({
  id: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  roundId: z.string(),
  trigger: CaseTrigger,
  contact: z.object({ id: z.string(), name: z.string(), title: z.string().nullable() }),
  services: z.array(z.string()),
  comment: z.string().nullable(),
  status: CaseStatus,
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  openedAt: instant,
  dueAt: instant,
  overdue: z.boolean(),
  firstContactAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  resolution: Resolution.nullable(),
  rootCause: z.string().nullable(),
  prevention: z.string().nullable(),
  clientTold: z.boolean().nullable(),
  version: z.int(),
});
export type Case = z.infer<typeof Case>;
