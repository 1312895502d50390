import * as z from "zod";
import { paragraph } from "../text.ts";

export const ReferenceAnswer = z.enum(["agreed", "declined", "later"]);
export type ReferenceAnswer = z.infer<typeof ReferenceAnswer>;

/** Whom to ask, and in which words. */
export const NewReferenceAsk = z.strictObject({
  contactId: z.string().min(1, "is not chosen").max(64),
  text: paragraph(5000).pipe(z.string().min(20, "says too little: write at least a sentence")),
});
export type NewReferenceAsk = z.infer<typeof NewReferenceAsk>;

/** What the client answered. */
export const AnswerChange = z
  .strictObject({
    version: z.int("is not a number"),
    answer: ReferenceAnswer,
    /** The day from which on they may be asked again. */
    laterOn: z
      .union([z.literal("").transform(() => null), z.null(), z.iso.date("is not a day")])
      .transform((day) => day || null),
    note: paragraph(2000).transform((text) => text || null),
  })
  .refine(({ answer, laterOn }) => answer !== "later" || laterOn !== null, {
    path: ["laterOn"],
    error: "is missing: from when on may we ask again?",
  });
export type AnswerChange = z.infer<typeof AnswerChange>;
