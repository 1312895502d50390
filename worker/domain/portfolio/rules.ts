import { subMonths } from "date-fns";
import type { PortfolioReportRow } from "#db/queries/portfolio.ts";
import { calibrationOf } from "./calibration-rules.ts";
import {
  frameOf,
  type PortfolioData,
  type PortfolioFilter,
  type PortfolioFrame,
} from "./frame-rules.ts";
import type { Portfolio } from "./schema.ts";
import {
  agreementOf,
  blindSpotsIn,
  bothGraded,
  headlineOf,
  lastRounds,
  moversIn,
  yearRounds,
} from "./standing-rules.ts";
import { yearOf } from "./year-rules.ts";

/** What the stored reports of many accounts say together. Nothing withheld in a report can be seen here either. */
export function composePortfolio(
  data: PortfolioData,
  filter: PortfolioFilter,
  now: Date,
): Portfolio {
  const frame = frameOf(data, filter);
  const rounds = yearRounds(frame.reports);
  const latest = lastRounds(rounds);
  const standing = lastRounds(bothGraded(rounds));
  const weighed = standing.filter((row) => frame.weightOf(row) !== null);
  return {
    from: filter.from,
    to: filter.to,
    accounts: frame.accounts.length,
    weight: frame.weighting,
    headline: headlineOf(frame, weighed),
    agreement: agreementOf(frame, weighed),
    years: yearsIn(frame, rounds),
    blindSpots: blindSpotsIn(frame, standing),
    movers: moversIn(frame, latest),
    compared: latest.filter(({ moves }) => moves !== null).length,
    calibration: calibrationOf(frame),
    overdue: overdueIn(frame, now),
  };
}

function yearsIn(frame: PortfolioFrame, rounds: PortfolioReportRow[]): Portfolio["years"] {
  const byYear = Map.groupBy(rounds, ({ year }) => year);
  const closed = Map.groupBy(frame.reports, ({ year }) => year);
  return Array.from({ length: frame.to - frame.from + 1 }, (_, at) => frame.from + at).map((year) =>
    yearOf(frame, year, byYear.get(year) ?? [], closed.get(year) ?? []),
  );
}

/** Nobody has answered for more than twelve months, or ever: whatever the years and the kind that were asked for. */
function overdueIn({ accounts }: PortfolioFrame, now: Date): Portfolio["overdue"] {
  const since = subMonths(now, 12);
  return accounts
    .filter(({ lastSurveyedAt }) => lastSurveyedAt === null || lastSurveyedAt < since)
    .toSorted((a, b) => (a.lastSurveyedAt?.getTime() ?? 0) - (b.lastSurveyedAt?.getTime() ?? 0))
    .map(({ id, name, lastSurveyedAt }) => ({ id, name, lastSurveyedAt }));
}
