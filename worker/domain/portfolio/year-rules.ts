import type { PortfolioReportRow } from "#db/queries/portfolio.ts";
import { tiers } from "../contact/schema.ts";
import { letterOf } from "../reports/grade-rules.ts";
import { sum } from "../reports/frame-rules.ts";
import type { Area } from "../survey/schema.ts";
import { meanOver, partOf, type PortfolioFrame } from "./frame-rules.ts";
import type { Portfolio } from "./schema.ts";
import { binOf, bothGraded, eachGrade, gapBins, headlineOf } from "./standing-rules.ts";

type Year = Portfolio["years"][number];
type Graded = PortfolioReportRow & { clientPoints: number };

/**
 * One year's figures. `rounds` speak for the accounts, one each; `closed` are all rounds that closed in the year.
 * Means and shares leave out accounts that cannot be weighed; counts of people and of accounts surveyed do not.
 */
export function yearOf(
  frame: PortfolioFrame,
  year: number,
  rounds: PortfolioReportRow[],
  closed: PortfolioReportRow[],
): Year {
  const weighed = rounds.filter((row) => frame.weightOf(row) !== null);
  const graded = weighed.filter((row): row is Graded => row.clientPoints !== null);
  const both = bothGraded(weighed);
  return {
    year,
    surveyed: rounds.length,
    grade: meanOver(frame, graded, ({ clientPoints }) => clientPoints),
    grades: eachGrade((letter) =>
      partOf(
        frame,
        graded.filter(({ clientPoints }) => letterOf(clientPoints) === letter),
        graded,
      ),
    ),
    gap: meanOver(frame, both, ({ gap }) => gap),
    gaps: Object.fromEntries(
      gapBins.map((bin) => [
        bin,
        partOf(
          frame,
          both.filter((row) => binOf(row) === bin),
          both,
        ),
      ]),
    ) as Year["gaps"],
    agreement: headlineOf(frame, both),
    areas: areasIn(frame, weighed),
    ...responseIn(closed),
    heard: Object.fromEntries(
      tiers.map((tier) => [
        tier,
        graded.filter(({ missingTiers }) => !missingTiers.includes(tier)).length,
      ]),
    ) as Year["heard"],
  };
}

/** The mean over accounts of their means in each area that was rated. */
function areasIn(frame: PortfolioFrame, rounds: PortfolioReportRow[]): Year["areas"] {
  const keys = new Set(rounds.flatMap(({ areaMeans }) => Object.keys(areaMeans) as Area[]));
  return [...keys].map((key) => ({
    key,
    ...meanOver(frame, rounds, ({ areaMeans }) => areaMeans[key]?.mean),
  }));
}

const rateOf = (some: number, all: number) => (all === 0 ? null : some / all);

/** Of contacts over every round of the year, and of accounts: asked at all, and answered by anybody. */
function responseIn(closed: PortfolioReportRow[]): Pick<Year, "contacts" | "accounts"> {
  const invited = sum(closed.map((row) => row.invited));
  const completed = sum(closed.map((row) => row.completed));
  const asked = new Set(closed.map(({ accountId }) => accountId)).size;
  const answered = new Set(
    closed.filter((row) => row.completed > 0).map(({ accountId }) => accountId),
  ).size;
  return {
    contacts: { invited, completed, rate: rateOf(completed, invited) },
    accounts: { asked, answered, rate: rateOf(answered, asked) },
  };
}
