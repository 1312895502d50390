import { quotesFor, thingsToAsk, thingsToSay } from "#worker/domain/reports/brief-rules.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { paths } from "../../paths.ts";
import { asking, saying } from "../../reports/brief-sentences.ts";
import { FourCells } from "../../reports/cells.tsx";
import { Quote } from "../../reports/comments.tsx";
import { LevelTable } from "../../reports/levels.tsx";
import { Verdict } from "../../reports/verdict.tsx";
import { Day } from "../../ui/date.tsx";
import { PageHeader } from "../../ui/page-header.tsx";

type Props = { report: Report; timeZone: string };

/** One page to take into the review meeting: print it, or keep it on the screen. */
export function BriefPage({ report, timeZone }: Props) {
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
        <Verdict report={report} />
        <div class="points">
          <Points title="To say" points={thingsToSay(report).map(saying)} />
          <Points title="To ask" points={thingsToAsk(report).map(asking)} />
        </div>
        <FourCells report={report} />
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
