import * as z from "zod";
import { countValues, oneCell, questionBase, type QuestionType, type ValueCounts } from "./base.ts";

export const Option = z.lazy(() =>
  z.object({
    key: z.string().regex(/^[a-z][a-z0-9_]*$/),
    label: z.string().min(1),
  }),
);

const question = z.lazy(() =>
  z.object({
    ...questionBase(),
    type: z.literal("choice"),
    options: z.array(Option).min(2),
  }),
);
export type ChoiceQuestion = z.infer<typeof question>;

export const choice: QuestionType<ChoiceQuestion, ValueCounts> = {
  question,
  seconds: 10,
  closed: true,
  answer: (q) =>
    z.enum([...q.options.map((option) => option.key), "na"], "choose one of the answers shown"),
  tally: (q) => countValues(q.options.map((option) => option.key)),
  columns: (q) => [q.key],
  csv: (_q, a) => oneCell(a),
};
