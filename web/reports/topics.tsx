import type { Question } from "#worker/domain/questions/index.ts";
import type { Topic } from "#worker/domain/reports/topic-rules.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { plural } from "../ui/number.ts";
import { Quote } from "./comments.tsx";
import { ByLevel } from "./questions.tsx";

type Props = {
  report: Report;
  asked: Question[];
  topics: Topic[];
  /** False where they are too many for one page: then they stand below, in parts. */
  quoted: boolean;
};

/** An annual review as a document to read: its ten topics in order, each with all that was answered. */
export function Topics({ topics, ...rest }: Props) {
  const { audience } = rest.report;
  if (topics.length === 0 || audience === "team" || audience === "client") return null;
  return (
    <section>
      <h2>The ten answers</h2>
      <ol class="topics">
        {topics.map(({ number, title, keys }) => (
          <li key={number}>
            <h3>{title}</h3>
            {keys.map((key) => (
              <Answered key={key} of={key} oneOfMany={keys.length > 1} {...rest} />
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

type AnsweredProps = Omit<Props, "topics"> & { of: string; oneOfMany: boolean };

function Answered({ of, oneOfMany, report, asked, quoted }: AnsweredProps) {
  const comments = report.comments.filter(({ questionKey }) => questionKey === of);
  const counted = report.questions.find(({ key }) => key === of);
  const question = asked.find(({ key }) => key === of);
  return (
    <>
      {oneOfMany ? <h4>{report.wordings[of]}</h4> : <p class="hint">{report.wordings[of]}</p>}
      {counted && question && <ByLevel report={report} counted={counted} question={question} />}
      {comments.length > 0 && !quoted && (
        <p>
          <a href="#comments">{plural(comments.length, "answer")} in their words</a>
        </p>
      )}
      {comments.length > 0 && quoted && (
        <ul class="register quotes">
          {comments.map((comment) => (
            <Quote key={comment.text} comment={comment} groups={report.groups} />
          ))}
        </ul>
      )}
      {comments.length === 0 && !counted && <p>Nobody answered this.</p>}
    </>
  );
}
