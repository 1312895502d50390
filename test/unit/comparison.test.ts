import type { PortfolioReportRow } from "#db/queries/portfolio.ts";
import { bandOf, compareAccount } from "#worker/domain/account/comparison-rules.ts";
import { expect, test } from "vitest";

const report = (accountId: string, clientPoints: number | null): PortfolioReportRow => ({
  roundId: `round-${accountId}`,
  accountId,
  kind: "satisfaction",
  closedAt: new Date("2026-03-01"),
  year: 2026,
  invited: 5,
  completed: 4,
  clientPoints,
  clientLow: null,
  clientHigh: null,
  graded: 4,
  missingTiers: [],
  selfPoints: 4,
  gap: null,
  managerId: null,
  moves: null,
  areaMeans: [],
});
const others = (count: number) =>
  Array.from({ length: count }, (_, at) => report(`other-${at}`, at / 4));
const own = report("own", 3);
const compare = (reports: PortfolioReportRow[], ...within: string[]) =>
  compareAccount([own, ...reports], "own", new Set(["own", ...within]));

// Reference: R 4.3, quantile(c(0, .5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4), c(.25, .5, .75), type = 7).
test("quarters are interpolated and told to one decimal", () => {
  expect(bandOf([4, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4])).toEqual({
    lower: 1.1,
    middle: 2.3,
    upper: 3.4,
    accounts: 10,
  });
});

test("ten other accounts with a figure are enough, nine are not", () => {
  expect(compare(others(10)).compared).toMatchObject([{ area: null, own: 3, place: "above" }]);
  expect(compare(others(9)).compared).toEqual([]);
  expect(compare([...others(9), report("silent", null)]).compared).toEqual([]);
});

test("who reaches all but four of the others gets no quarters: the four could be worked out", () => {
  const reached = (count: number) => others(count).map(({ accountId }) => accountId);
  expect(compare(others(12), ...reached(8)).compared).toEqual([]);
  expect(compare(others(12), ...reached(7)).compared).toHaveLength(1);
  expect(compare(others(12), ...reached(12)).compared).toHaveLength(1);
});
