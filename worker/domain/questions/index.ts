import * as z from "zod";
import { awareness } from "./awareness.ts";
import type { QuestionType as PlugIn } from "./base.ts";
import { choice } from "./choice.ts";
import { choices } from "./choices.ts";
import { grade } from "./grade.ts";
import { likelihood } from "./likelihood.ts";
import { rating } from "./rating.ts";
import { text } from "./text.ts";

/** The registry: a question type is one line here and one in `web/questions/index.ts`. */
export const questionTypes = { rating, grade, likelihood, choice, choices, text, awareness };

type Registry = typeof questionTypes;
export type QuestionType = keyof Registry;
export type QuestionOf<T extends QuestionType> = z.infer<Registry[T]["question"]>;
export type SummaryOf<T extends QuestionType> = ReturnType<
  ReturnType<Registry[T]["tally"]>["summary"]
>;
export type Question = { [T in QuestionType]: QuestionOf<T> }[QuestionType];

/** A question of any type. */
export const Question: z.ZodType<Question> = z.lazy(() =>
  z.union(Object.values(questionTypes).map((type) => type.question)),
);

/** The plug-in of a question. */
export const typeOf = (question: Question): PlugIn<Question, SummaryOf<QuestionType>> =>
  questionTypes[question.type];
