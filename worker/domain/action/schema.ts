import * as z from "zod";
import { Tier } from "../contact/schema.ts";
import { Area } from "../survey/schema.ts";
import { line, optionalLine, paragraph } from "../text.ts";

export const ActionStatus = z.enum([
  "proposed",
  "agreed",
  "in_progress",
  "done",
  "verified",
  "not_improved",
  "dropped",
]);
export type ActionStatus = z.infer<typeof ActionStatus>;

const day = z.iso.date("is not a day, such as 2026-11-30");

/** Which area's mean should reach which mark. */
export const Measure = z.strictObject({
  area: Area,
  target: z
    .number("is not a number")
    .min(1, "is below 1, where the scale begins")
    .max(5, "is above 5, where the scale ends"),
});
export type Measure = z.infer<typeof Measure>;

/** Where somebody said something: a comment of a report. The words stay there, so that they can be erased there. */
export type QuoteRef = { roundId: string; questionKey: string; position: number };

const words = (max: number) =>
  paragraph(max)
    .transform((text) => text || null)
    .nullable();
const someId = z.string().min(1, "is empty").max(64).nullable();

const fields = {
  title: line(200),
  area: Area.nullable(),
  /** What we will do, as the client reads it. */
  promise: words(2000),
  /** What we heard, as the client reads it. */
  heard: words(2000),
  ownerId: someId,
  counterpartId: someId,
  dueOn: day.nullable(),
  measure: Measure.nullable(),
  /** A measure in words, beside the area's mean or instead of it. */
  measureText: optionalLine(300).refine(
    (text) => text === null || /\d/u.test(text),
    "names no number to measure against",
  ),
  clientVisible: z.boolean(),
  /** Something that is good already and that we promise to go on doing. */
  keepDoing: z.boolean(),
};

export const NewAction = z.strictObject(fields).partial().extend({ title: fields.title });
export type NewAction = z.infer<typeof NewAction>;

/** What may change of an action; what is left out stays. */
export const ActionChange = z
  .strictObject({
    ...fields,
    status: ActionStatus,
    /** What was done, in a sentence the client will read. */
    doneNote: paragraph(1000).pipe(z.string().min(1, "is empty")),
    dropReason: paragraph(1000).pipe(z.string().min(1, "is empty")),
    /** Why, for the history. */
    comment: words(1000),
  })
  .partial()
  .extend({
    /** The version that was read; a change that somebody made since then is not written over. */
    version: z.int("is not a number"),
  });
export type ActionChange = z.infer<typeof ActionChange>;

/** Field → what it was and what it became. */
export type FieldChanges = Record<string, { from: unknown; to: unknown }>;
export type ChangedByKind = "staff" | "contact" | "system";

const instant = z.union([z.date(), z.iso.datetime()]);
const person = z.object({ id: z.string(), name: z.string() });

/** An action as the API shows it. */
export const Action = z.object({
  id: z.string(),
  accountId: z.string(),
  /** The round that it comes from, if from one. */
  roundId: z.string().nullable(),
  area: Area.nullable(),
  title: z.string(),
  promise: z.string().nullable(),
  heard: z.string().nullable(),
  owner: person.nullable(),
  counterpart: person.nullable(),
  dueOn: z.string().nullable(),
  overdue: z.boolean(),
  measure: Measure.nullable(),
  measureText: z.string().nullable(),
  clientVisible: z.boolean(),
  keepDoing: z.boolean(),
  status: ActionStatus,
  agreedAt: instant.nullable(),
  agreedBy: person.nullable(),
  /** The promise, the day or the measure is not the one that the client agreed to. */
  changedSinceAgreed: z.boolean(),
  /** It was started without the client's agreement. */
  startedUnagreed: z.boolean(),
  doneAt: instant.nullable(),
  doneNote: z.string().nullable(),
  dropReason: z.string().nullable(),
  sourceKeys: z.array(z.string()),
  sourceTiers: z.array(Tier),
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
});
export type Action = z.infer<typeof Action>;
