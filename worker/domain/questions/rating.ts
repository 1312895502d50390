import * as z from "zod";
import { countValues, oneCell, questionBase, type QuestionType, type ValueCounts } from "./base.ts";

const label = () => z.string().min(1);
const question = z.lazy(() =>
  z.object({
    ...questionBase(),
    type: z.literal("rating"),
    /** What 1, 2, 3, 4 and 5 mean, worst first, in the words of this question. */
    labels: z.tuple([label(), label(), label(), label(), label()]),
    /** A named service of ours: "I didn't know you did this" is offered too. */
    service: z.string().optional(),
  }),
);
export type RatingQuestion = z.infer<typeof question>;

const ratings = ["1", "2", "3", "4", "5"] as const;
const rated = z.lazy(() =>
  z.enum([...ratings, "na"], "choose one of the five answers, or say that you can't"),
);
const ratedOrUnaware = z.lazy(() =>
  z.enum([...ratings, "na", "unaware"], "choose one of the answers shown"),
);

export const rating: QuestionType<RatingQuestion, ValueCounts> = {
  question,
  seconds: 10,
  closed: true,
  answer: (q) => (q.service === undefined ? rated : ratedOrUnaware),
  tally: () => countValues(ratings),
  columns: (q) => [q.key],
  csv: (_q, a) => oneCell(a),
  mark: (a) => (a === "na" || a === "unaware" ? null : Number(a)),
};
