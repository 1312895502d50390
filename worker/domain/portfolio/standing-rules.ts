import type { PortfolioReportRow } from "#db/queries/portfolio.ts";
import { grades, type Grade } from "../questions/grade.ts";
import { gapOf, letterOf } from "../reports/grade-rules.ts";
import { settle } from "../reports/mark-rules.ts";
import { partOf, type PortfolioFrame } from "./frame-rules.ts";
import type { Portfolio } from "./schema.ts";

/** A round in which both sides gave a grade. */
export type Graded = PortfolioReportRow & { clientPoints: number; selfPoints: number; gap: number };

/**
 * The round that speaks for each account in each year: the last answered satisfaction round by its closing
 * date, an annual review only where there is none.
 */
export function yearRounds(reports: PortfolioReportRow[]): PortfolioReportRow[] {
  const answered = reports.filter(({ completed }) => completed > 0);
  const byYear = Map.groupBy(answered, ({ accountId, year }) => `${year} ${accountId}`);
  return [...byYear.values()].map((rounds) => {
    const satisfaction = rounds.filter(({ kind }) => kind === "satisfaction");
    return (satisfaction.length > 0 ? satisfaction : rounds).reduce((a, b) => later(a, b));
  });
}

const later = <T extends PortfolioReportRow>(a: T, b: T): T =>
  a.closedAt < b.closedAt || (+a.closedAt === +b.closedAt && a.roundId < b.roundId) ? b : a;

/** Of these, the last of each account. */
export const lastRounds = <T extends PortfolioReportRow>(rounds: T[]): T[] =>
  [...Map.groupBy(rounds, ({ accountId }) => accountId).values()].map((own) =>
    own.reduce((a, b) => later(a, b)),
  );

/** The rounds in which both sides gave a grade. */
export const bothGraded = (rounds: PortfolioReportRow[]): Graded[] =>
  rounds.filter((row): row is Graded => row.gap !== null);

/** Of the accounts we graded A: how many clients agree. */
export function headlineOf(frame: PortfolioFrame, rounds: Graded[]): Portfolio["headline"] {
  const graded = rounds.filter(({ selfPoints }) => letterOf(selfPoints) === "A");
  const agreeing = graded.filter(({ clientPoints }) => letterOf(clientPoints) === "A");
  const { n, share } = partOf(frame, graded)(agreeing);
  return { graded: graded.length, agree: n, share };
}

/** Own grade against client's grade, each cell with its share of all. */
export function agreementOf(frame: PortfolioFrame, rounds: Graded[]): Portfolio["agreement"] {
  const cells = Map.groupBy(
    rounds,
    ({ selfPoints, clientPoints }) => letterOf(selfPoints) + letterOf(clientPoints),
  );
  const part = partOf(frame, rounds);
  return eachGrade((own) => eachGrade((client) => part(cells.get(own + client))));
}

/** Something for each grade, under its letter. */
export const eachGrade = <T>(of: (grade: Grade) => T) =>
  Object.fromEntries(grades.map((grade) => [grade, of(grade)])) as Record<Grade, T>;

type GapBin = keyof Portfolio["years"][number]["gaps"];
export const gapBins: GapBin[] = [
  "blind_spot",
  "slight_blind_spot",
  "aligned",
  "slightly_undervalued",
  "undervalued",
];

/** The report's verdict on a gap, with the direction of a slight one. */
export function binOf({ selfPoints, clientPoints }: Graded): GapBin {
  const { points, verdict } = gapOf(selfPoints, clientPoints)!;
  if (verdict !== "slight") return verdict;
  return points > 0 ? "slight_blind_spot" : "slightly_undervalued";
}

/** The accounts whose client grades us a whole grade lower than we do, the widest gap first. */
export const blindSpotsIn = (frame: PortfolioFrame, rounds: Graded[]): Portfolio["blindSpots"] =>
  rounds
    .filter((row) => binOf(row) === "blind_spot")
    .toSorted((a, b) => settle(b.gap - a.gap) || +b.closedAt - +a.closedAt)
    .map((row) => ({
      ...roundOf(frame, row),
      self: { points: row.selfPoints, letter: letterOf(row.selfPoints) },
      client: {
        points: row.clientPoints,
        letter: letterOf(row.clientPoints),
        low: row.clientLow,
        high: row.clientHigh,
        n: row.graded,
        invited: row.invited,
        missingTiers: row.missingTiers,
      },
      gap: row.gap,
    }));

/** What changed for good or ill and holds when all is judged together, the largest first. */
export const moversIn = (
  frame: PortfolioFrame,
  rounds: PortfolioReportRow[],
): Portfolio["movers"] =>
  rounds
    .flatMap((row) => (row.moves ?? []).map((move) => ({ ...roundOf(frame, row), ...move })))
    .toSorted((a, b) => settle(Math.abs(b.change) - Math.abs(a.change)));

const roundOf = ({ accountOf }: PortfolioFrame, row: PortfolioReportRow) => {
  const { id, name } = accountOf.get(row.accountId)!;
  return { account: { id, name }, roundId: row.roundId, closedAt: row.closedAt };
};
