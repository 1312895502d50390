import type { Question } from "#worker/domain/questions/index.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { Day } from "../../ui/date.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { ReportBody } from "./report.tsx";

type Props = {
  report: Report;
  asked: Question[];
  timeZone: string;
  /** Until when the link works; null in a preview. */
  expiresAt: Date | null;
};

/** A report's team view, as a private link opens it. */
export function SharedReportPage({ report, asked, timeZone, expiresAt }: Props) {
  const { round } = report;
  return (
    <>
      <PageHeader
        title={<bdi>{round.accountName}</bdi>}
        lede={
          <>
            <bdi>{round.name}</bdi>
            {round.closedAt && (
              <>
                , closed <Day value={new Date(round.closedAt)} timeZone={timeZone} />
              </>
            )}
            : what the people at the client told us, without names and without their own words.
          </>
        }
      />
      <ReportBody report={report} asked={asked} search="" part={1} />
      <p class="hint">
        This page was made for one person. Please do not pass its address on.
        {expiresAt && (
          <>
            {" "}
            It works until <Day value={expiresAt} timeZone={timeZone} />.
          </>
        )}
      </p>
    </>
  );
}
