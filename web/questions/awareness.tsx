import type { ValueCounts } from "#worker/domain/questions/base.ts";
import type { AwarenessQuestion } from "#worker/domain/questions/awareness.ts";
import { Counts } from "./counts.tsx";
import { cannotSay, Choices, Closed, didNotKnow, labelled } from "./parts.tsx";
import type { QuestionView } from "./view.ts";

const known = [
  { value: "use", label: "We use it" },
  { value: "know", label: "I know it" },
  { value: "more", label: "Tell me more" },
];
const offered = [...known, didNotKnow, cannotSay];

export const awareness: QuestionView<AwarenessQuestion, ValueCounts> = {
  Input: ({ question, filled, error }) => (
    <Closed question={question} kind="choice" filled={filled} error={error}>
      <Choices name={question.key} options={offered} filled={filled} />
    </Closed>
  ),
  Result: ({ question, summary }) => (
    <Counts wording={question.wording} options={known} summary={summary} unaware />
  ),
  words: (_question, answer) => labelled(offered, answer),
};
