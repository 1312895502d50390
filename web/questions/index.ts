import type {
  Question,
  QuestionOf,
  QuestionType,
  SummaryOf,
} from "#worker/domain/questions/index.ts";
import { awareness } from "./awareness.tsx";
import { choice } from "./choice.tsx";
import { choices } from "./choices.tsx";
import { grade } from "./grade.tsx";
import { likelihood } from "./likelihood.tsx";
import { rating } from "./rating.tsx";
import { text } from "./text.tsx";
import type { QuestionView } from "./view.ts";

/** The view half of the registry: a question type without one does not compile. */
const views = { rating, grade, likelihood, choice, choices, text, awareness } satisfies {
  [T in QuestionType]: QuestionView<QuestionOf<T>, SummaryOf<T>>;
};

/** The view of a question. */
export const viewOf = (question: Question) =>
  // A question and its view have the same type by construction, which the compiler cannot follow.
  views[question.type] as QuestionView<Question, SummaryOf<QuestionType>>;
