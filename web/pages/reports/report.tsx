import type { Question } from "#worker/domain/questions/index.ts";
import type { Audience, Report } from "#worker/domain/reports/schema.ts";
import { partsOf } from "#worker/domain/reports/search-rules.ts";
import { topicsIn } from "#worker/domain/reports/topic-rules.ts";
import { confidentialityWords, kindWords } from "#worker/domain/round/rules.ts";
import { paths } from "../../paths.ts";
import { Areas } from "../../reports/areas.tsx";
import { FourCells } from "../../reports/cells.tsx";
import { Comments } from "../../reports/comments.tsx";
import { Heat } from "../../reports/heat.tsx";
import { Levels } from "../../reports/levels.tsx";
import { Outlook } from "../../reports/outlook.tsx";
import { Questions } from "../../reports/questions.tsx";
import { Services } from "../../reports/services.tsx";
import { Topics } from "../../reports/topics.tsx";
import { Verdict } from "../../reports/verdict.tsx";
import { Verifications } from "../../reports/verifications.tsx";
import { audienceNames, audienceViews, needsKey } from "../../reports/words.ts";
import { Day } from "../../ui/date.tsx";
import { Tabs } from "../../ui/navigation.tsx";
import { PageHeader } from "../../ui/page-header.tsx";

type Props = {
  report: Report;
  audiences: Audience[];
  asked: Question[];
  timeZone: string;
  /** What is searched for in the comments; empty when nothing is. */
  search: string;
  /** Which part of the comments, where they are many. */
  part: number;
  /** Whether the reader may take it outside. */
  mayShare: boolean;
};

/** What a closed round says: the grades first, then levels, areas, words, and every question counted. */
export function ReportPage({ report, audiences, timeZone, mayShare, ...shown }: Props) {
  const { round } = report;
  return (
    <>
      <PageHeader
        title={<bdi>{round.accountName}</bdi>}
        back={{ href: paths.round(round.id), label: round.name }}
        lede={<Lede report={report} timeZone={timeZone} />}
      >
        <a class="button primary" href={paths.brief(round.id)}>
          Brief for the meeting
        </a>
        {mayShare && (
          <>
            <a class="button" href={paths.plan(round.accountId)}>
              Action plan
            </a>
            <a class="button" href={paths.roundRelease(round.id)}>
              {round.releasedAt ? "Released to the client" : "Release to the client"}
            </a>
            <a href={paths.roundShares(round.id)}>Share with the team</a>
          </>
        )}
        <a href={paths.reportXlsx(round.id, report.audience)} download>
          Save as XLSX
        </a>
        {round.confidentiality === "named" && (
          <a href={paths.reportCsv(round.id)} download>
            Save the answers as CSV
          </a>
        )}
      </PageHeader>
      <Tabs
        label="As seen by"
        tabs={audiences.map((audience) => ({
          href: `${paths.report(round.id)}?audience=${audience}`,
          label: audienceNames[audience],
          current: audience === report.audience,
        }))}
      />
      <ReportBody report={report} {...shown} />
    </>
  );
}

type BodyProps = Pick<Props, "report" | "asked" | "search" | "part">;

/** The report itself, as one audience may see it: on a page of ours, or behind a private link. */
export function ReportBody({ report, asked, search, part }: BodyProps) {
  const topics = topicsIn(report);
  const inTopics = topics.flatMap(({ keys }) => keys);
  const quotes = report.comments.filter(({ questionKey }) => inTopics.includes(questionKey));
  const quoted = partsOf(quotes).length === 1;
  const elsewhere = [needsKey, ...(quoted ? inTopics : [])];
  return (
    <>
      <Verifications report={report} />
      <Verdict report={report} />
      <FourCells report={report} />
      <Levels report={report} />
      <Areas report={report} />
      <Heat report={report} />
      <Services report={report} asked={asked} />
      <Outlook report={report} asked={asked} />
      <Topics {...{ report, asked, topics, quoted }} />
      <Comments {...{ report, search, part, elsewhere }} />
      <Questions report={report} asked={asked} elsewhere={inTopics} />
    </>
  );
}

/** What this is and, since a printed page has no tabs, for whom. */
function Lede({ report, timeZone }: { report: Report; timeZone: string }) {
  const { round, audience } = report;
  const { kind, confidentiality, closedAt } = round;
  return (
    <>
      {kindWords[kind]}, {confidentialityWords[confidentiality].toLowerCase()}
      {closedAt && (
        <>
          , closed <Day value={new Date(closedAt)} timeZone={timeZone} />
        </>
      )}
      , {audienceViews[audience]}
    </>
  );
}
