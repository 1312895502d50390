import type { ValueCounts } from "#worker/domain/questions/base.ts";
import { gradeAnchors, grades, type GradeQuestion } from "#worker/domain/questions/grade.ts";
import { Counts } from "./counts.tsx";
import { cannotSay, Choice, Closed, labelled } from "./parts.tsx";
import type { QuestionView } from "./view.ts";

const options = grades.map((value) => ({ value, label: gradeAnchors[value] }));
const spelled = options.map(({ value, label }) => ({ value, label: `${value}: ${label}` }));

/** The hero: five letters on cards, each with its anchor. */
export const grade: QuestionView<GradeQuestion, ValueCounts> = {
  Input: ({ question, filled, error }) => (
    <Closed question={question} kind="grade" filled={filled} error={error}>
      <div class="o">
        {options.map((option, index) => (
          <Choice
            key={option.value}
            name={question.key}
            option={option}
            filled={filled}
            mark={option.value}
            first={index === 0}
          />
        ))}
        <Choice name={question.key} option={cannotSay} filled={filled} />
      </div>
    </Closed>
  ),
  Result: ({ question, summary }) => (
    <Counts wording={question.wording} options={spelled} summary={summary} />
  ),
  words: (_question, answer) => labelled([...spelled, cannotSay], answer),
};
