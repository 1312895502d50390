import type { PortfolioReportRow } from "#db/queries/portfolio.ts";
import { tiers } from "../contact/schema.ts";
import { areas } from "../questions/base.ts";
import { letterOf } from "../reports/grade-rules.ts";
import { sum } from "../reports/frame-rules.ts";
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
  const byLetter = Map.groupBy(graded, ({ clientPoints }) => letterOf(clientPoints));
  const byBin = Map.groupBy(both, binOf);
  const [gradedPart, bothPart] = [partOf(frame, graded), partOf(frame, both)];
  return {
    year,
    surveyed: rounds.length,
    grade: meanOver(frame, graded, ({ clientPoints }) => clientPoints),
    grades: eachGrade((letter) => gradedPart(byLetter.get(letter))),
    gap: meanOver(frame, both, ({ gap }) => gap),
    gaps: Object.fromEntries(gapBins.map((bin) => [bin, bothPart(byBin.get(bin))])) as Year["gaps"],
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
  const rated = new Set<number>();
  for (const { areaMeans } of rounds)
    areaMeans.forEach((mean, at) => {
      if (mean !== null) rated.add(at);
    });
  return [...rated].map((at) => ({
    key: areas[at]!,
    ...meanOver(frame, rounds, ({ areaMeans }) => areaMeans[at]),
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
