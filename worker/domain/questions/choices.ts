import * as z from "zod";
import { countValues, oneCell, questionBase, type QuestionType, type ValueCounts } from "./base.ts";
import { Option } from "./choice.ts";

const question = z.object({
  ...questionBase,
  type: z.literal("choices"),
  options: z.array(Option).min(1),
});
export type ChoicesQuestion = z.infer<typeof question>;

/** Several may be ticked; none ticked is no answer. `n` counts people, the counts may add up to more. */
export const choices: QuestionType<ChoicesQuestion, ValueCounts> = {
  question,
  seconds: 10,
  closed: true,
  answer: (q) => {
    const keys = z.array(
      z.enum(
        q.options.map((option) => option.key),
        "choose among the answers shown",
      ),
    );
    return z.preprocess((sent) => [...new Set([sent].flat())], keys.min(1));
  },
  tally: (q) => countValues(q.options.map((option) => option.key)),
  columns: (q) => [q.key],
  csv: (_q, a) => oneCell(a),
};
