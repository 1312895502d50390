import * as z from "zod";
import { countValues, oneCell, questionBase, type QuestionType, type ValueCounts } from "./base.ts";
import { Option } from "./choice.ts";
import { isOffer } from "./offer-rules.ts";

const question = z.lazy(() =>
  z.object({
    ...questionBase(),
    type: z.literal("choices"),
    options: z.array(Option).min(1),
  }),
);
export type ChoicesQuestion = z.infer<typeof question>;

const oneOrOther = "choose either among the answers or “I can't say”, not both";

/** Several may be ticked, or that one can't say; none ticked is no answer. `n` counts people, the counts may add up to more. */
export const choices: QuestionType<ChoicesQuestion, ValueCounts> = {
  question,
  seconds: 10,
  closed: true,
  answer: (q) => {
    const keys = q.options.map((option) => option.key);
    const offered = z.enum(isOffer(q) ? keys : [...keys, "na"], "choose among the answers shown");
    const several = z
      .array(offered)
      .min(1)
      .refine((list) => list.length === 1 || !list.includes("na"), oneOrOther)
      .transform((list) => (list[0] === "na" ? "na" : list));
    return z.preprocess((sent) => [...new Set([sent].flat())], several);
  },
  tally: (q) => countValues(q.options.map((option) => option.key)),
  columns: (q) => [q.key],
  csv: (_q, a) => oneCell(a),
};
