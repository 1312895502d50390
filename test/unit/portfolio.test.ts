import type { PortfolioAccountRow, PortfolioReportRow } from "#db/queries/portfolio.ts";
import type { PortfolioFilter } from "#worker/domain/portfolio/frame-rules.ts";
import { areas } from "#worker/domain/questions/base.ts";
import { composePortfolio } from "#worker/domain/portfolio/rules.ts";
import type { Figures, Trend } from "#worker/domain/reports/figures.ts";
import { summaryOf } from "#worker/domain/reports/summary-rules.ts";
import { describe, expect, test } from "vitest";

const now = new Date("2026-06-01T00:00:00Z");
const everything: PortfolioFilter = {
  from: 2024,
  to: 2026,
  manager: "",
  segment: "",
  country: "",
  kind: "",
  weighted: false,
};

const accountOf = (id: string, overrides: Partial<PortfolioAccountRow> = {}) => ({
  id,
  name: id,
  managerId: null,
  segment: null,
  country: null,
  annualRevenue: null,
  currency: null,
  lastSurveyedAt: null,
  ...overrides,
});

/** A round of this account that closed on a day; `self` and `client` in points. */
function roundOf(
  accountId: string,
  day: string,
  [selfPoints, clientPoints]: [number | null, number | null],
  overrides: Partial<PortfolioReportRow> = {},
): PortfolioReportRow {
  const closedAt = new Date(`${day}T00:00:00Z`);
  return {
    roundId: `${accountId} ${day}`,
    accountId,
    kind: "satisfaction",
    closedAt,
    year: closedAt.getUTCFullYear(),
    invited: 10,
    completed: 5,
    clientPoints,
    clientLow: null,
    clientHigh: null,
    graded: clientPoints === null ? null : 5,
    missingTiers: [],
    selfPoints,
    gap: selfPoints === null || clientPoints === null ? null : selfPoints - clientPoints,
    managerId: null,
    moves: null,
    areaMeans: [],
    ...overrides,
  };
}

function compose(
  reports: PortfolioReportRow[],
  filter: Partial<PortfolioFilter> = {},
  accounts = [...new Set(reports.map(({ accountId }) => accountId))].map((id) => accountOf(id)),
  staff: { id: string; name: string }[] = [],
) {
  return composePortfolio({ accounts, reports, staff }, { ...everything, ...filter }, now);
}

const yearOf = (portfolio: ReturnType<typeof compose>, year: number) =>
  portfolio.years.find((one) => one.year === year)!;

describe("the round that speaks for an account in a year", () => {
  const cases: [title: string, reports: PortfolioReportRow[], points: number | null][] = [
    [
      "is the last satisfaction round by closing date",
      [roundOf("a", "2025-09-01", [4, 2]), roundOf("a", "2025-02-01", [4, 3])],
      2,
    ],
    [
      "is a satisfaction round even when an annual review closed later",
      [
        roundOf("a", "2025-02-01", [4, 3]),
        roundOf("a", "2025-11-01", [4, 1], { kind: "annual_review" }),
      ],
      3,
    ],
    [
      "is an annual review where there is no satisfaction round",
      [roundOf("a", "2025-11-01", [4, 1], { kind: "annual_review" })],
      1,
    ],
    [
      "is not a round that nobody answered",
      [
        roundOf("a", "2025-02-01", [4, 3]),
        roundOf("a", "2025-11-01", [4, null], { completed: 0, graded: 0 }),
      ],
      3,
    ],
    [
      "has no grade when the last one's is withheld",
      [roundOf("a", "2025-02-01", [4, 3]), roundOf("a", "2025-11-01", [4, null])],
      null,
    ],
  ];
  test.each(cases)("%s", (_, reports, points) => {
    expect(yearOf(compose(reports), 2025).grade.mean).toBe(points);
  });
});

const three = [
  roundOf("a", "2025-03-01", [4, 4]),
  roundOf("b", "2025-03-01", [4, 3.5]),
  roundOf("c", "2025-03-01", [4, 2.4]),
  roundOf("d", "2025-03-01", [2, 3.2]),
  roundOf("e", "2025-03-01", [3, 3]),
];

test("of the accounts we graded A, those agree whose client's letter is A; an exact half is the worse letter", () => {
  const portfolio = compose(three);
  expect(portfolio.headline).toEqual({ graded: 3, agree: 1, share: 1 / 3 });
  expect(portfolio.agreement.A).toMatchObject({
    A: { n: 1, share: 1 / 5 },
    B: { n: 1 },
    C: { n: 1 },
    D: { n: 0, share: 0 },
  });
  expect(portfolio.agreement.C.B.n).toBe(1);
  const cells = Object.values(portfolio.agreement).flatMap((row) => Object.values(row));
  expect(cells).toHaveLength(25);
  expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(5);
});

test("the year's figures are plain means over accounts, each with its n", () => {
  const year = yearOf(compose(three), 2025);
  // (4 + 3.5 + 2.4 + 3.2 + 3) / 5 = 3.22; gaps 0, 0.5, 1.6, −1.2, 0 make 0.9 / 5 = 0.18.
  expect(year.grade).toEqual({ mean: expect.closeTo(3.22, 12), n: 5 });
  expect(year.gap).toEqual({ mean: expect.closeTo(0.18, 12), n: 5 });
  expect(year.gaps).toEqual({
    blind_spot: { n: 1, share: 0.2 },
    slight_blind_spot: { n: 1, share: 0.2 },
    aligned: { n: 2, share: 0.4 },
    slightly_undervalued: { n: 0, share: 0 },
    undervalued: { n: 1, share: 0.2 },
  });
  expect(year.grades).toMatchObject({ A: { n: 1 }, B: { n: 3 }, C: { n: 1 }, F: { n: 0 } });
});

test("blind spots are a whole grade and more, the widest first, as each account stands now", () => {
  const portfolio = compose([
    ...three,
    roundOf("c", "2026-03-01", [4, 4]),
    roundOf("f", "2025-03-01", [4, 3]),
    roundOf("g", "2025-03-01", [3, 0.5]),
  ]);
  expect(portfolio.blindSpots.map(({ account, gap }) => [account.id, gap])).toEqual([
    ["g", 2.5],
    ["f", 1],
  ]);
});

describe("weighted by annual revenue", () => {
  const accounts = [
    accountOf("a", { annualRevenue: 100, currency: "EUR" }),
    accountOf("b", { annualRevenue: 300, currency: "EUR" }),
    accountOf("c", { annualRevenue: 900, currency: "NOK" }),
    accountOf("d"),
    accountOf("e", { annualRevenue: 600, currency: "EUR" }),
  ];

  test("accounts weigh by their revenue in the commonest currency, and the others are left out, counted", () => {
    const portfolio = compose(three, { weighted: true }, accounts);
    expect(portfolio.weight).toEqual({ currency: "EUR", accounts: 3, leftOut: 2 });
    // (4 × 100 + 3.5 × 300 + 3 × 600) / 1000 = 3.25.
    expect(yearOf(portfolio, 2025).grade).toEqual({ mean: 3.25, n: 3 });
    expect(portfolio.headline).toEqual({ graded: 2, agree: 1, share: 0.25 });
    expect(yearOf(portfolio, 2025).surveyed).toBe(5);
  });

  test("without any revenue on record nothing is weighed, and the answer says so", () => {
    const portfolio = compose(three, { weighted: true });
    expect(portfolio.weight).toBeNull();
    expect(yearOf(portfolio, 2025).grade.mean).toBeCloseTo(3.22, 12);
  });
});

test("contacts and accounts have response rates of their own, over every round of the year", () => {
  const year = yearOf(
    compose([
      roundOf("a", "2025-02-01", [4, 3], { invited: 20, completed: 15 }),
      roundOf("a", "2025-08-01", [4, 3], { invited: 10, completed: 0 }),
      roundOf("b", "2025-08-01", [4, null], { invited: 10, completed: 0 }),
    ]),
    2025,
  );
  expect(year.contacts).toEqual({ invited: 40, completed: 15, rate: 0.375 });
  expect(year.accounts).toEqual({ asked: 2, answered: 1, rate: 0.5 });
  expect(yearOf(compose([]), 2024).contacts).toEqual({ invited: 0, completed: 0, rate: null });
});

test("calibration is the mean gap of the rounds a person managed, with the interval of every mean", () => {
  const mine = { managerId: "m" };
  const { calibration } = compose(
    [
      roundOf("a", "2024-03-01", [4, 3], mine),
      roundOf("a", "2025-03-01", [4, 2], mine),
      roundOf("b", "2025-03-01", [4, 4], mine),
      roundOf("c", "2025-03-01", [3, 3.5], { managerId: "gone" }),
    ],
    {},
    undefined,
    [{ id: "m", name: "Maren" }],
  );
  // Gaps 1, 2, 0: mean 1, s² = 1, SE = 1/√3, t(2) = 4.30265: 1 ± 2.48414.
  expect(calibration[0]).toMatchObject({ managerId: "m", name: "Maren", mean: 1, n: 3 });
  expect(calibration[0]!.low).toBeCloseTo(-1.48414, 4);
  expect(calibration[0]!.high).toBeCloseTo(3.48414, 4);
  expect(calibration[0]!.years).toMatchObject([
    { year: 2024, mean: 1, low: null, n: 1 },
    { year: 2025, mean: 1, n: 2 },
  ]);
  expect(calibration[1]).toMatchObject({ managerId: "gone", name: null, mean: -0.5, low: null });
});

test("areas are the mean over accounts of what each account's round of the year says", () => {
  const areaMeans = (mean: number) => ({
    areaMeans: areas.map((area) => (area === "value" ? mean : null)),
  });
  const portfolio = compose([
    roundOf("a", "2025-03-01", [4, 4], areaMeans(4)),
    roundOf("b", "2025-03-01", [4, 4], areaMeans(3)),
    roundOf("c", "2025-03-01", [4, 4]),
  ]);
  expect(yearOf(portfolio, 2025).areas).toEqual([{ key: "value", mean: 3.5, n: 2 }]);
});

test("movers come from each account's last round only, the largest change first", () => {
  const portfolio = compose([
    roundOf("a", "2024-03-01", [4, 4], { moves: [{ area: null, previous: 1, change: 3 }] }),
    roundOf("a", "2025-03-01", [4, 4], { moves: [{ area: "value", previous: 4, change: -1.2 }] }),
    roundOf("b", "2025-03-01", [4, 4], { moves: [{ area: null, previous: 2, change: 2 }] }),
    roundOf("c", "2025-03-01", [4, 4], { moves: [] }),
    roundOf("d", "2025-03-01", [4, 4]),
  ]);
  expect(portfolio.movers.map(({ account, change }) => [account.id, change])).toEqual([
    ["b", 2],
    ["a", -1.2],
  ]);
  expect(portfolio.compared).toBe(3);
});

test("overdue is who has not answered for more than twelve months, the longest and the never first", () => {
  const on = (id: string, day: string | null) =>
    accountOf(id, { lastSurveyedAt: day === null ? null : new Date(`${day}T00:00:00Z`) });
  const accounts = [
    on("fresh", "2026-01-01"),
    on("year", "2025-06-01"),
    on("late", "2025-05-31"),
    on("later", "2023-01-01"),
    on("never", null),
  ];
  expect(compose([], {}, accounts).overdue.map(({ id }) => id)).toEqual(["never", "later", "late"]);
});

test.each<[Partial<PortfolioFilter>, number]>([
  [{ manager: "m" }, 1],
  [{ manager: "none" }, 2],
  [{ segment: "bank" }, 1],
  [{ country: "NO", segment: "bank" }, 0],
  [{ from: 2026 }, 0],
  [{ kind: "annual_review" }, 0],
  [{}, 3],
])("the filter %j finds %i surveyed accounts", (filter, surveyed) => {
  const accounts = [
    accountOf("a", { managerId: "m" }),
    accountOf("b", { segment: "bank" }),
    accountOf("c", { country: "NO" }),
  ];
  const reports = ["a", "b", "c"].map((id) => roundOf(id, "2025-03-01", [4, 4]));
  const { years } = compose(reports, filter, accounts);
  expect(years.reduce((sum, year) => sum + year.surveyed, 0)).toBe(surveyed);
});

test("a report's summary has no word of what the account manager must not read", () => {
  const trend = (over: Partial<Trend>): Trend => ({
    previous: 4,
    change: -1,
    low: -1.5,
    high: -0.5,
    verdict: "declined",
    holds: true,
    ...over,
  });
  const area = (key: string, of: Trend | null) => ({
    key,
    mean: 3,
    low: 2,
    high: 4,
    n: 5,
    invited: 9,
    trend: of,
  });
  const figures = {
    grade: { n: 5, low: 1, high: 2, missingTiers: ["board"], trend: trend({ holds: false }) },
    areas: [
      area("account-manager", trend({})),
      area("value", trend({})),
      area("teamwork", trend({ holds: false })),
      area("culture", trend({ verdict: "no_real_change" })),
      { ...area("standing", null), mean: null, n: null },
    ],
  } as unknown as Figures; // -- only what a summary reads
  expect(summaryOf(figures)).toEqual({
    graded: 5,
    clientLow: 1,
    clientHigh: 2,
    missingTiers: ["board"],
    moves: [{ area: "value", previous: 4, change: -1 }],
    areaMeans: {
      value: { mean: 3, n: 5, invited: 9 },
      teamwork: { mean: 3, n: 5, invited: 9 },
      culture: { mean: 3, n: 5, invited: 9 },
    },
  });
});
