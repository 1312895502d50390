import {
  disagreementSentence,
  disagreementTitle,
  trendSentence,
} from "#web/reports/change-sentences.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import { disagreementsIn } from "#worker/domain/reports/disagreement-rules.ts";
import type { Figures } from "#worker/domain/reports/figures.ts";
import { momentsOf } from "#worker/domain/reports/mark-rules.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { expect, test } from "vitest";

type Given = Partial<Record<Tier, number[]>>;

const cellOf = (marks: number[]) => {
  const counts = new Map<number, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return { n: 0, mean: null, squares: null, ...momentsOf(counts), invited: 12 };
};
const cells = (given: Given) =>
  Object.fromEntries(Object.entries(given).map(([tier, marks]) => [tier, cellOf(marks)]));

const figuresOf = (areas: Record<string, Given>, grades: Given = {}) =>
  ({
    areas: Object.entries(areas).map(([key, given]) => ({ key, byTier: cells(given) })),
    grade: {
      byTier: Object.fromEntries(
        Object.entries(cells(grades)).map(([tier, { mean, ...cell }]) => [
          tier,
          { ...cell, points: mean },
        ]),
      ),
    },
    // -- disagreements are found in nothing else of the figures
  }) as unknown as Figures;

const worked = { user: [4, 5, 4, 5, 4, 5, 4, 5, 4], manager: [3, 3, 3, 3, 3, 3], board: [2] };

test("the two levels farthest apart are told with the interval of their difference", () => {
  // s² = 2.2222/13, df 13, t 2.160369; users less board 2.4444 ± 2.160369 · √(s² · (1/9 + 1)).
  const [only, ...others] = disagreementsIn(figuresOf({ value: worked }));
  expect(others).toEqual([]);
  expect(only).toMatchObject({ area: "value", higher: "user", lower: "board" });
  expect(only!.difference).toBeCloseTo(2.44444, 5);
  expect(only!.low).toBeCloseTo(1.50293, 4);
  expect(only!.high).toBeCloseTo(3.38596, 4);
});

test.each<[string, Record<string, Given>]>([
  ["one person a level", { value: { user: [5], board: [1] } }],
  ["levels that say the same", { value: { user: [4, 4, 5], manager: [4, 5, 4] } }],
  ["a difference within the spread", { value: { user: [2, 5, 4, 1], board: [3, 1, 5] } }],
  ["one level only", { value: { user: [1, 5, 1, 5] } }],
  ["nobody", { value: {} }],
])("no disagreement is claimed of %s", (_, areas) => {
  expect(disagreementsIn(figuresOf(areas))).toEqual([]);
});

test("a difference that stands by itself may fall when many areas are judged together", () => {
  const near = { user: [4, 4, 5, 4, 5], board: [3, 4, 3] };
  const alike = { user: [4, 3, 4, 5, 4], manager: [4, 4, 3], board: [4, 5, 3] };
  expect(disagreementsIn(figuresOf({ value: near }))).toHaveLength(1);
  const many = { value: near, culture: alike, teamwork: alike, standing: alike };
  expect(disagreementsIn(figuresOf(many))).toEqual([]);
});

test("grades are compared as areas are", () => {
  expect(disagreementsIn(figuresOf({}, { user: [4, 4, 3, 4, 4], board: [1, 0] }))).toMatchObject([
    { area: null, higher: "user", lower: "board" },
  ]);
});

test("a disagreement is told with both figures and their n", () => {
  const figures = figuresOf({ value: worked });
  const [apart] = disagreementsIn(figures);
  const groups = [
    { key: "user", tiers: ["user"] },
    { key: "board", tiers: ["board"] },
  ];
  const report = { ...figures, groups, grade: { client: figures.grade } } as unknown as Report; // -- as above
  expect(disagreementSentence(report, apart!)).toBe(
    "Value: 4.44 from users (9 of 12), 2.00 from board (1 of 12). The difference of 2.44 is real (95 % interval 1.50 to 3.39).",
  );
});

test("the title names the widest disagreement, or says that there is none", () => {
  const both = figuresOf({ value: worked }, { user: [4, 4, 3, 4, 4], board: [1, 0] });
  const groups = [
    { key: "user", tiers: ["user"] },
    { key: "board", tiers: ["board"] },
  ];
  const titled = (figures: Figures, shown = groups) =>
    // -- the title reads nothing else of a report
    disagreementTitle({
      disagreements: disagreementsIn(figures),
      groups: shown,
    } as unknown as Report);
  expect(titled(both)).toBe("Users and board disagree on the grade");
  expect(titled(figuresOf({ value: worked }))).toBe("Users and board disagree on value");
  expect(titled(figuresOf({}))).toBe("No two levels differ by more than chance");
  expect(titled(figuresOf({}), groups.slice(1))).toBe("What each level says of each area");
});

const trend = { previous: 4.2, change: -0.8, low: -1.2, high: -0.4, holds: true };
const area = { key: "understanding", mean: 3.4, n: 22, invited: 31 } as Report["areas"][number];

test("a change is told as far as it holds, and that what is better is still poor", () => {
  expect(trendSentence(area, { ...trend, verdict: "declined" })).toBe(
    "Understanding of their business fell from 4.20 to 3.40 (22 of 31 answered): a real decline.",
  );
  expect(trendSentence(area, { ...trend, verdict: "declined", holds: false })).toBe(
    "Understanding of their business fell from 4.20 to 3.40 (22 of 31 answered): more than chance by itself, but not when all areas are judged together.",
  );
  const better = { ...trend, previous: 2.6, change: 0.8, verdict: "improved" as const };
  expect(trendSentence(area, better)).toMatch(/a real improvement, though it is still below 3.5.$/);
});
