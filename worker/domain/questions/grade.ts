import * as z from "zod";
import { countValues, oneCell, questionBase, type QuestionType, type ValueCounts } from "./base.ts";

export const grades = ["A", "B", "C", "D", "F"] as const;
export const Grade = z.enum(grades);
export type Grade = z.infer<typeof Grade>;

/** The same words for both sides. */
export const gradeAnchors: Record<Grade, string> = {
  A: "Beyond what we expected",
  B: "Meets our expectations well",
  C: "Mixed: there were real lapses",
  D: "Often falls short",
  F: "Failing: we would leave",
};

const question = z.lazy(() =>
  z.object({
    ...questionBase(),
    type: z.literal("grade"),
    required: z.boolean().optional(),
  }),
);
export type GradeQuestion = z.infer<typeof question>;
const answer = z.lazy(() =>
  z.enum([...grades, "na"], "choose one of the five grades, or say that you can't"),
);

export const grade: QuestionType<GradeQuestion, ValueCounts> = {
  question,
  seconds: 10,
  closed: true,
  answer: () => answer,
  tally: () => countValues(grades),
  columns: (q) => [q.key],
  csv: (_q, a) => oneCell(a),
};
