import * as z from "zod";
import { paragraph } from "../text.ts";

/** What somebody at the client says of one line: yes, or what should be different, or just a word. */
const words = paragraph(2000);

/** What a client sends about a plan. `lines` are those they said something about. */
export const PlanAnswer = z.object({
  lines: z.array(
    z.object({
      id: z.string(),
      /** The version that was read. */
      version: z.int(),
      reply: z.enum(["agree", "change"]).nullable(),
      text: words,
    }),
  ),
  expectations: words,
  successCriteria: words,
  comment: words,
});
export type PlanAnswer = z.infer<typeof PlanAnswer>;

/** Whom the plan is sent to. */
export const PlanRecipients = z.array(z.string().max(64)).min(1).max(20);
