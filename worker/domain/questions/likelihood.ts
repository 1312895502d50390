import * as z from "zod";
import { countValues, oneCell, questionBase, type QuestionType, type ValueCounts } from "./base.ts";

const question = z.lazy(() =>
  z.object({
    ...questionBase(),
    type: z.literal("likelihood"),
    /** What 0, 5 and 10 mean. */
    labels: z.tuple([z.string().min(1), z.string().min(1), z.string().min(1)]),
  }),
);
export type LikelihoodQuestion = z.infer<typeof question>;

const likelihoods = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"] as const;
const answer = z.lazy(() =>
  z.enum([...likelihoods, "na"], "choose a number from 0 to 10, or say that you can't"),
);

export const likelihood: QuestionType<LikelihoodQuestion, ValueCounts> = {
  question,
  seconds: 10,
  closed: true,
  answer: () => answer,
  tally: () => countValues(likelihoods),
  columns: (q) => [q.key],
  csv: (_q, a) => oneCell(a),
};
