import type { TextQuestion } from "#worker/domain/questions/text.ts";
import { Open } from "./parts.tsx";
import type { QuestionView } from "./view.ts";

/** Free text. What was written is shown with the comments of a report, so its result is only how many wrote. */
export const text: QuestionView<TextQuestion, { n: number }> = {
  Input: ({ question, filled, error }) => (
    <Open question={question} filled={filled} error={error} />
  ),
  Result: ({ question, summary }) => (
    <p>
      {question.wording} <span class="n">n = {summary.n}</span>
    </p>
  ),
  words: (_question, answer) => [answer].flat().join("\n"),
};
