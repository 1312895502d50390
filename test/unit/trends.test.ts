import type { Tier } from "#worker/domain/contact/schema.ts";
import type { Cell, Figures } from "#worker/domain/reports/figures.ts";
import { addMark, momentsOf } from "#worker/domain/reports/mark-rules.ts";
import { askedDifferently, withTrends } from "#worker/domain/reports/trend-rules.ts";
import type { Area } from "#worker/domain/survey/schema.ts";
import { expect, test } from "vitest";

type Marks = Partial<Record<Tier, number[]>>;

function cellOf(values: number[], questions: string[]): Cell {
  const marks = new Map<number, number>();
  for (const value of values) addMark(marks, value);
  const { mean, n, squares } = momentsOf(marks)!;
  return { mean, n, squares, invited: n, favourable: null, ratings: null, questions };
}

/** Figures with these marks per area and tier; the overall means are of no concern here. */
function figuresOf(
  areas: Partial<Record<Area, Marks>>,
  grades: Marks = {},
  questions = ["q"],
): Figures {
  const cells = (marks: Marks) =>
    Object.fromEntries(
      Object.entries(marks).map(([tier, values]) => [tier, cellOf(values, questions)]),
    );
  const empty = { low: null, high: null, n: 0, invited: 0 };
  return {
    groups: (["user", "manager", "board"] as const).map((key) => ({ key, tiers: [key] })),
    response: { invited: 0, completed: 0, rate: null, known: 0, byTier: {} },
    grade: {
      ...empty,
      points: null,
      letter: null,
      byTier: Object.fromEntries(
        Object.entries(cells(grades)).map(([tier, cell]) => [
          tier,
          { ...cell, points: cell.mean, letter: null },
        ]),
      ),
      missingTiers: [],
      trend: null,
    },
    gap: null,
    areas: (Object.entries(areas) as [Area, Marks][]).map(([key, marks]) => ({
      key,
      mean: null,
      ...empty,
      favourable: null,
      ratings: null,
      byTier: cells(marks),
      trend: null,
      predicted: null,
    })),
    questions: [],
    recommendation: null,
    suggestions: [],
  };
}

const trend = (now: Figures, before: Figures) => withTrends(now, now, before).areas[0]!.trend;

// Reference for intervals: numpy and scipy 1.17.1 with the formulas of the specification.
test("two tiers a whole mark up: improved, with a Welch–Satterthwaite interval", () => {
  // Before: users 3,4,3,4 (3.5), managers 3,3,4 (10/3) → 3.41667. Now a mark more each.
  // s² = (1 + 2/3)/5 = 1/3 on both sides, SE² = 1/3/4·(1/4 + 1/3), df = 5 + 5 = 10.
  const before = figuresOf({ value: { user: [3, 4, 3, 4], manager: [3, 3, 4] } });
  const now = figuresOf({ value: { user: [4, 5, 4, 5], manager: [4, 4, 5] } });
  expect(trend(now, before)).toEqual({
    previous: expect.closeTo(3.4166666667, 9),
    change: expect.closeTo(1, 9),
    low: expect.closeTo(0.3052556505, 9),
    high: expect.closeTo(1.6947443495, 9),
    verdict: "improved",
    holds: true,
  });
});

test("a small change among few people is no real change, whatever its sign", () => {
  const before = figuresOf({ value: { user: [2, 2, 3], manager: [3, 3] } });
  const now = figuresOf({ value: { user: [2, 3, 3, 2], manager: [3, 3] } });
  expect(trend(now, before)).toMatchObject({
    change: expect.closeTo(0.0833333333, 9),
    low: expect.closeTo(-0.6412423065, 9),
    high: expect.closeTo(0.807908973, 9),
    verdict: "no_real_change",
    holds: false,
  });
});

test("people who agree to a mark are compared with the variance of rounding", () => {
  const before = figuresOf({ value: { user: [4, 4, 4, 4] } });
  const now = figuresOf({ value: { user: [4, 4, 4, 4, 3] } });
  expect(trend(now, before)).toMatchObject({
    change: expect.closeTo(-0.2, 9),
    low: expect.closeTo(-0.7868192301, 9),
    high: expect.closeTo(0.3868192301, 9),
    verdict: "no_real_change",
  });
});

test("only tiers that answered in both rounds are compared, on both sides", () => {
  // The board was silent before: users alone are compared, 4 → 4.
  const before = figuresOf({ value: { user: [4, 4, 4] } });
  const now = figuresOf({ value: { user: [4, 4, 4], board: [1] } });
  expect(trend(now, before)).toMatchObject({ previous: 4, change: 0, verdict: "no_real_change" });
});

test("no tier in common, no trend", () => {
  expect(
    trend(figuresOf({ value: { board: [1] } }), figuresOf({ value: { user: [4] } })),
  ).toBeNull();
  expect(trend(figuresOf({ value: { user: [1] } }), figuresOf({}))).toBeNull();
});

test("one person a side shows the change and passes no verdict", () => {
  const [before, now] = [
    figuresOf({ value: { board: [2] } }),
    figuresOf({ value: { board: [5] } }),
  ];
  expect(trend(now, before)).toMatchObject({
    previous: 2,
    change: 3,
    low: null,
    verdict: null,
    holds: false,
  });
});

test("cells that were asked other questions are not joined", () => {
  const before = figuresOf({ value: { user: [4, 4] } }, {}, ["old"]);
  const now = figuresOf({ value: { user: [4, 4] } }, {}, ["new"]);
  expect(trend(now, before)).toBeNull();
  expect(askedDifferently(now, before)).toBe(true);
  expect(askedDifferently(now, now)).toBe(false);
});

test("the grade is compared by the same test", () => {
  const before = figuresOf({}, { user: [1, 1, 1, 1, 1] });
  const now = figuresOf({}, { user: [3, 3, 3, 3, 3] });
  expect(withTrends(now, now, before).grade.trend).toMatchObject({
    previous: 1,
    change: 2,
    verdict: "improved",
    holds: true,
  });
});

test("a change that would pass alone falls when many areas are judged together (Holm)", () => {
  // Alone: p = 0.0094 (the first test). Of six areas Holm asks 0.05/6 = 0.0083 of the smallest.
  const moved = { user: [4, 5, 4, 5], manager: [4, 4, 5] };
  const from = { user: [3, 4, 3, 4], manager: [3, 3, 4] };
  const others: Area[] = ["teamwork", "culture", "standing", "capability", "initiative"];
  const still = Object.fromEntries(others.map((key) => [key, from]));
  const before = figuresOf({ value: from, ...still });
  const now = figuresOf({ value: moved, ...still });
  const seen = withTrends(now, now, before);
  expect(seen.areas.filter(({ trend }) => trend)).toHaveLength(6);
  expect(seen.areas[0]!.trend).toMatchObject({ verdict: "improved", holds: false });
  const [four, was] = [
    figuresOf({ value: moved, teamwork: from }),
    figuresOf({ value: from, teamwork: from }),
  ];
  expect(withTrends(four, four, was).areas[0]!.trend).toMatchObject({
    verdict: "improved",
    holds: true,
  });
});

test("whether a change holds says nothing of the area that the account manager must not read", () => {
  // value alone: p = 0.0219. Judged with teamwork Holm asks 0.05/2; with a third, 0.05/3 or 0.05/2, depending on that.
  const [from, moved] = [{ user: [3, 4, 3, 4, 3, 4] }, { user: [4, 5, 4, 4, 5, 4] }];
  const before = figuresOf({ value: from, teamwork: from, "account-manager": from });
  const seen = [from, { user: [1, 1, 2, 1, 1, 2] }].map((manager) => {
    const now = figuresOf({ value: moved, teamwork: from, "account-manager": manager });
    return withTrends(now, now, before).areas.map(({ trend }) => trend!.holds);
  });
  expect(seen).toEqual([
    [true, false, false],
    [true, false, true],
  ]);
});
