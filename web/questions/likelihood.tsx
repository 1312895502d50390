import type { ValueCounts } from "#worker/domain/questions/base.ts";
import type { LikelihoodQuestion } from "#worker/domain/questions/likelihood.ts";
import { Counts } from "./counts.tsx";
import { cannotSay, Choices, Closed, labelled } from "./parts.tsx";
import type { QuestionView } from "./view.ts";

const numbers = Array.from({ length: 11 }, (_, value) => String(value));

/** 0 to 10; the numbers that have a meaning in words say it beneath. */
const steps = (question: LikelihoodQuestion) =>
  numbers.map((value) => {
    const anchor = question.labels[["0", "5", "10"].indexOf(value)];
    return { value, label: anchor === undefined ? value : `${value}: ${anchor}` };
  });

export const likelihood: QuestionView<LikelihoodQuestion, ValueCounts> = {
  Input: ({ question, filled, error }) => (
    <Closed question={question} kind="likelihood" filled={filled} error={error}>
      <p class="ends">
        {question.labels.map((label, index) => (
          <span key={label}>
            <b>{index * 5}</b> {label}
          </span>
        ))}
      </p>
      <Choices
        name={question.key}
        options={[...numbers.map((value) => ({ value, label: value })), cannotSay]}
        filled={filled}
      />
    </Closed>
  ),
  Result: ({ question, summary }) => (
    <Counts wording={question.wording} options={steps(question)} summary={summary} />
  ),
  words: (question, answer) => labelled([...steps(question), cannotSay], answer),
};
