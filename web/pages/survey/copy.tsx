import type { Question } from "#worker/domain/questions/index.ts";
import { viewOf } from "../../questions/index.ts";
import type { Filled } from "../../questions/view.ts";

/** A copy of what was sent, for the one who sent it: questions left empty are left out. */
export function Copy({ questions, filled }: { questions: Question[]; filled: Filled }) {
  const given = questions.map((question) => ({
    question,
    answer: filled(question.key).filter((value) => value !== ""),
    comment: filled(`${question.key}.comment`)[0] ?? "",
  }));
  return (
    <dl>
      {given
        .filter(({ answer, comment }) => answer.length > 0 || comment !== "")
        .map(({ question, answer, comment }) => (
          <div key={question.key}>
            <dt>{question.wording}</dt>
            {answer.length > 0 && (
              <dd dir="auto">{viewOf(question).words(question, [...answer])}</dd>
            )}
            {comment !== "" && (
              <dd class="comment" dir="auto">
                {comment}
              </dd>
            )}
          </div>
        ))}
    </dl>
  );
}
