import {
  openActionsFirst,
  quotesFor,
  thingsToAsk,
  thingsToSay,
} from "#worker/domain/reports/brief-rules.ts";
import { actionStatusWords } from "#worker/domain/action/rules.ts";
import type { Action } from "#worker/domain/action/schema.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { paths } from "../../paths.ts";
import { asking, saying } from "../../reports/brief-sentences.ts";
import { FourCells } from "../../reports/cells.tsx";
import { Quote } from "../../reports/comments.tsx";
import { LevelTable } from "../../reports/levels.tsx";
import { Verdict } from "../../reports/verdict.tsx";
import { Day } from "../../ui/date.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { dayWords } from "../plan/words.ts";

type Props = { report: Report; actions: Action[]; timeZone: string };

/** One page to take into the review meeting: print it, or keep it on the screen. */
export function BriefPage({ report, actions, timeZone }: Props) {
  const { round } = report;
  const quotes = quotesFor(report);
  return (
    <>
      <PageHeader
        title={<bdi>{round.accountName}</bdi>}
        back={{ href: paths.report(round.id), label: "The whole report" }}
        lede={
          <>
            Brief for the review meeting: <bdi>{round.name}</bdi>
            {round.closedAt && (
              <>
                , closed <Day value={new Date(round.closedAt)} timeZone={timeZone} />
              </>
            )}
          </>
        }
      />
      <article class="brief">
        <Promised actions={openActionsFirst(actions)} />
        <Verdict report={report} />
        <div class="points">
          <Points title="To say" points={thingsToSay(report).map(saying)} />
          <Points title="To ask" points={thingsToAsk(report).map(asking)} />
        </div>
        <FourCells report={report} />
        <div class="points">
          <section>
            <h2>
              {report.response.completed} of {report.response.invited} answered
            </h2>
            <LevelTable report={report} />
          </section>
          {quotes.length > 0 && (
            <section class="quotes">
              <h2>In their words</h2>
              <ul>
                {quotes.map((comment) => (
                  <Quote key={comment.text} comment={comment} groups={report.groups} />
                ))}
              </ul>
            </section>
          )}
        </div>
      </article>
    </>
  );
}

function Points({ title, points }: { title: string; points: string[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <ol>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ol>
    </section>
  );
}

/** What we still owe from the plan: a meeting begins with that. */
function Promised({ actions }: { actions: Action[] }) {
  if (actions.length === 0) return null;
  return (
    <section>
      <h2>Still open from the plan</h2>
      <table class="list">
        <TableHead columns={["Promise", "State", "Owner", "Due"]} />
        <tbody>
          {actions.map(({ id, title, owner, dueOn, overdue, status }) => (
            <tr key={id}>
              <th scope="row">
                <bdi>{title}</bdi>
              </th>
              <td>{actionStatusWords[status]}</td>
              <td>{owner ? <bdi>{owner.name}</bdi> : "nobody yet"}</td>
              <td data-label="due">
                {dueOn ? <time dateTime={dueOn}>{dayWords(dueOn)}</time> : "no day"}
                {overdue && <strong> overdue</strong>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
