import type { ValueCounts } from "#worker/domain/questions/base.ts";
import type { RatingQuestion } from "#worker/domain/questions/rating.ts";
import { Counts } from "./counts.tsx";
import { cannotSay, Choices, Closed, didNotKnow, labelled } from "./parts.tsx";
import type { QuestionView } from "./view.ts";

const marks = ({ labels }: RatingQuestion) =>
  labels.map((label, index) => ({ value: String(index + 1), label }));
const offered = (question: RatingQuestion) => [
  ...marks(question),
  ...(question.service === undefined ? [] : [didNotKnow]),
  cannotSay,
];

export const rating: QuestionView<RatingQuestion, ValueCounts> = {
  Input: ({ question, filled, error }) => (
    <Closed question={question} kind="rating" filled={filled} error={error}>
      <Choices name={question.key} options={offered(question)} filled={filled} />
    </Closed>
  ),
  Result: ({ question, summary }) => (
    <Counts
      wording={question.wording}
      options={marks(question)}
      summary={summary}
      unaware={question.service !== undefined}
    />
  ),
  words: (question, answer) => labelled(offered(question), answer),
};
