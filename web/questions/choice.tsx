import type { ValueCounts } from "#worker/domain/questions/base.ts";
import type { ChoiceQuestion } from "#worker/domain/questions/choice.ts";
import { Counts } from "./counts.tsx";
import { cannotSay, Choices, Closed, labelled } from "./parts.tsx";
import type { QuestionView } from "./view.ts";

const offered = ({ options }: ChoiceQuestion) =>
  options.map(({ key, label }) => ({ value: key, label }));

export const choice: QuestionView<ChoiceQuestion, ValueCounts> = {
  Input: ({ question, filled, error }) => (
    <Closed question={question} kind="choice" filled={filled} error={error}>
      <Choices name={question.key} options={[...offered(question), cannotSay]} filled={filled} />
    </Closed>
  ),
  Result: ({ question, summary }) => (
    <Counts wording={question.wording} options={offered(question)} summary={summary} />
  ),
  words: (question, answer) => labelled([...offered(question), cannotSay], answer),
};
