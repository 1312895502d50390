import * as z from "zod";
import { paragraph } from "../text.ts";
import { oneCell, questionBase, type QuestionType, type Tally } from "./base.ts";

const question = z.lazy(() => z.object({ ...questionBase(), type: z.literal("text") }));
export type TextQuestion = z.infer<typeof question>;

/** Free text, also the comment beside a closed question. */
export const freeText = z.lazy(() => paragraph(5000));

const countTexts = (): Tally<{ n: number }> => {
  const state = { n: 0 };
  return { add: () => void state.n++, summary: () => state };
};

export const text: QuestionType<TextQuestion, { n: number }> = {
  question,
  seconds: 40,
  closed: false,
  answer: () => freeText,
  tally: countTexts,
  columns: (q) => [q.key],
  csv: (_q, a) => oneCell(a),
};
