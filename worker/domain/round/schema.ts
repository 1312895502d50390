import * as z from "zod";
import { Area } from "../survey/schema.ts";
import { line, paragraph } from "../text.ts";
import { Grade } from "../questions/grade.ts";

export const RoundKind = z.enum(["satisfaction", "annual_review"]);
export type RoundKind = z.infer<typeof RoundKind>;
export const RoundStatus = z.enum(["draft", "open", "closed", "cancelled"]);
export type RoundStatus = z.infer<typeof RoundStatus>;
export const Confidentiality = z.enum(["named", "confidential"]);
export type Confidentiality = z.infer<typeof Confidentiality>;

export const moduleSlugs = [
  "account-manager",
  "awareness",
  "future",
  "competition",
  "recommend",
] as const;
export const ModuleSlug = z.enum(moduleSlugs);
export type ModuleSlug = z.infer<typeof ModuleSlug>;
export type Modules = ModuleSlug[];

export const mostOwnQuestions = 3;
const wording = line(300);
const label = line(80);

/** A question that only this round asks. It is in no area, so that no trend ever joins two of them. */
export const OwnQuestion = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), wording }),
  z.strictObject({
    type: z.literal("rating"),
    wording,
    /** What 1, 2, 3, 4 and 5 mean, worst first. */
    labels: z.tuple([label, label, label, label, label]),
  }),
  z.strictObject({
    type: z.literal("choice"),
    wording,
    options: z.array(label).min(2, "has fewer than two answers").max(8, "has more than 8 answers"),
  }),
]);
export type OwnQuestion = z.infer<typeof OwnQuestion>;
const OwnQuestions = z.array(OwnQuestion).max(mostOwnQuestions, "are more than three");

export const NewRound = z.strictObject({
  accountId: z.string().min(1).max(64),
  kind: RoundKind,
  name: line(120),
  /** An instant, or a day: the round then closes when that day ends in the supplier's time zone. */
  closesAt: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
  confidentiality: Confidentiality,
  modules: z.array(ModuleSlug).max(moduleSlugs.length).optional(),
  contactIds: z.array(z.string().max(64)).max(5000).optional(),
  administratorId: z.string().max(64).nullish(),
  ownQuestions: OwnQuestions.optional(),
});
export type NewRound = z.infer<typeof NewRound>;

export const NewSelfGrade = z.strictObject({
  grade: Grade,
  reason: paragraph(1000).pipe(z.string().min(1, "is empty: say in a sentence why")),
  predicted: z.partialRecord(Area, z.number().min(1).max(5)).optional(),
});
export type NewSelfGrade = z.infer<typeof NewSelfGrade>;

/** What may still change of a draft; what is left out stays. `contactIds: null` invites all who may be surveyed. */
export const RoundChange = NewRound.pick({
  kind: true,
  name: true,
  closesAt: true,
  modules: true,
  ownQuestions: true,
})
  .extend({
    confidentiality: Confidentiality,
    contactIds: NewRound.shape.contactIds.unwrap().nullable(),
    administratorId: NewRound.shape.administratorId.unwrap().unwrap().nullable(),
  })
  .partial();
export type RoundChange = z.infer<typeof RoundChange>;

const writtenReason = (max: number) =>
  paragraph(max)
    .transform((text) => text || null)
    .nullish()
    .transform((text) => text ?? null);

/** A word to contacts before the survey. */
export const Note = paragraph(2000).pipe(z.string().min(1, "is empty"));

/** `explanation`: why the round opens although a gate stands against it. */
export const Launch = z.strictObject({ explanation: writtenReason(2000) });
export const Ending = z.strictObject({ reason: writtenReason(2000) });

const instant = z.union([z.date(), z.iso.datetime()]);
/** A round as the API shows it. */
export const Round = z.object({
  id: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  kind: RoundKind,
  name: z.string(),
  status: RoundStatus,
  confidentiality: Confidentiality,
  modules: z.array(ModuleSlug),
  contactIds: z.array(z.string()).nullable(),
  administratorId: z.string().nullable(),
  closesAt: instant,
  createdBy: z.string(),
  createdAt: instant,
  launchedAt: instant.nullable(),
  launchedBy: z.string().nullable(),
  explanation: z.string().nullable(),
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  closeReason: z.string().nullable(),
  ownQuestions: z.array(OwnQuestion),
  /** When and by whom its summary was sent to those who were invited. */
  releasedAt: instant.nullable(),
  releasedBy: z.string().nullable(),
  /** When somebody decided not to release it. */
  withheldAt: instant.nullable(),
});
export type Round = z.infer<typeof Round>;

/** How many were invited, reached and answered. `declined` is null in a confidential round. */
export const InvitationCounts = z.object({
  invited: z.int(),
  sent: z.int(),
  bounced: z.int(),
  completed: z.int(),
  declined: z.int().nullable(),
});
export type InvitationCounts = z.infer<typeof InvitationCounts>;

export const SelfGrade = z.object({
  roundId: z.string(),
  grade: Grade,
  reason: z.string(),
  predicted: z.partialRecord(Area, z.number()),
  givenBy: z.object({ id: z.string(), name: z.string() }),
  givenAt: instant,
  /** False is marked wherever the grade is shown: somebody else gave it. */
  byAccountManager: z.boolean(),
});
export type SelfGrade = z.infer<typeof SelfGrade>;
