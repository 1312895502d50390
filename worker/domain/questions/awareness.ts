import * as z from "zod";
import { countValues, oneCell, questionBase, type QuestionType, type ValueCounts } from "./base.ts";

const question = z.lazy(() =>
  z.object({
    ...questionBase(),
    type: z.literal("awareness"),
    /** The service of ours that is asked about, by name. */
    service: z.string().min(1),
  }),
);
export type AwarenessQuestion = z.infer<typeof question>;

const values = ["use", "know", "more"] as const;
const answer = z.lazy(() =>
  z.enum([...values, "unaware", "na"], "choose one of the answers shown"),
);

/** "more" asks to be told more and counts as knowing; "unaware" is counted apart. */
export const awareness: QuestionType<AwarenessQuestion, ValueCounts> = {
  question,
  seconds: 10,
  closed: true,
  answer: () => answer,
  tally: () => countValues(values),
  columns: (q) => [q.key],
  csv: (_q, a) => oneCell(a),
};
