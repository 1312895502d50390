import type { ValueCounts } from "#worker/domain/questions/base.ts";
import type { ChoicesQuestion } from "#worker/domain/questions/choices.ts";
import { isOffer } from "#worker/domain/questions/offer-rules.ts";
import { Counts } from "./counts.tsx";
import { cannotSay, Choices, Closed, labelled } from "./parts.tsx";
import type { QuestionView } from "./view.ts";

const named = ({ options }: ChoicesQuestion) =>
  options.map(({ key, label }) => ({ value: key, label }));
const offered = (question: ChoicesQuestion) =>
  isOffer(question) ? named(question) : [...named(question), cannotSay];

export const choices: QuestionView<ChoicesQuestion, ValueCounts> = {
  Input: ({ question, filled, error }) => (
    <Closed question={question} kind="choices" filled={filled} error={error}>
      <Choices name={question.key} options={offered(question)} filled={filled} type="checkbox" />
    </Closed>
  ),
  Result: ({ question, summary }) => (
    <Counts wording={question.wording} options={named(question)} summary={summary} />
  ),
  words: (question, answer) => labelled(offered(question), answer),
};
