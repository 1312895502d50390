import type { Question } from "#worker/domain/questions/index.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { viewOf } from "../questions/index.ts";
import { fewestForPercent, groupName, percent } from "./words.ts";

type Counted = Report["questions"][number];
type Props = {
  report: Report;
  asked: Question[];
  /** Questions that stand elsewhere on the page. */
  elsewhere: string[];
};

/** Every closed question as it was answered, level by level. */
export function Questions({ report, asked, elsewhere }: Props) {
  const questions = report.questions.filter(({ key }) => !elsewhere.includes(key));
  if (questions.length === 0) return null;
  return (
    <section>
      <h2>Every question, counted</h2>
      {questions.map((counted) => {
        const question = asked.find(({ key }) => key === counted.key);
        return (
          question && (
            <details key={counted.key} class="counted">
              <summary>{counted.wording}</summary>
              <ByLevel report={report} counted={counted} question={question} />
            </details>
          )
        );
      })}
    </section>
  );
}

type ByLevelProps = { report: Report; counted: Counted; question: Question };

/** How each level answered one question, side by side. */
export function ByLevel({ report, counted, question }: ByLevelProps) {
  return (
    <div class="by-level">
      {report.groups.toReversed().map(({ key, tiers }) => (
        <Level key={key} name={groupName(tiers)} question={question} cell={counted.byTier[key]} />
      ))}
    </div>
  );
}

type LevelProps = {
  name: string;
  question: Question;
  cell: Counted["byTier"][keyof Counted["byTier"]];
};

function Level({ name, question, cell }: LevelProps) {
  if (!cell) return null;
  const { Result } = viewOf(question);
  // The summary was made by the same question type when the round closed.
  const summary = cell.summary as Parameters<typeof Result>[0]["summary"];
  return (
    <div>
      <h3>
        {name} <span class="n">{cell.invited} asked</span>
      </h3>
      <Result question={question} summary={summary} />
      {cell.favourable && summary.n >= fewestForPercent && (
        <p class="hint">
          Favourable {percent(cell.favourable.share)}, 95 % interval {percent(cell.favourable.low)}{" "}
          to {percent(cell.favourable.high)}
        </p>
      )}
    </div>
  );
}
