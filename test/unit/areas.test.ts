import {
  areaFigures,
  predictionOf,
  suggestionsFor,
  type AreaMarks,
} from "#worker/domain/reports/area-rules.ts";
import { expect, test } from "vitest";

const marks = (values: number[]) => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

/** A tier in which every person gave the listed ratings. */
const tier = (key: AreaMarks["key"], people: number[][], invited = people.length): AreaMarks => ({
  key,
  questions: ["quality", "workable-solutions"],
  invited,
  people: marks(people.map((given) => given.reduce((sum, mark) => sum + mark, 0) / given.length)),
  ratings: marks(people.flat()),
});

const figuresOf = (groups: AreaMarks[], floor = 0) =>
  areaFigures("deliverables", groups, {
    invited: groups.reduce((sum, { invited }) => sum + invited, 0),
    floor,
    predicted: undefined,
  });

test("a person's mean counts once, however many ratings of the area they gave", () => {
  // Persons: (4+5)/2 = 4.5, 3, (2+3)/2 = 2.5 → mean 10/3. Ratings of 4 or 5: 2 of 5.
  const area = figuresOf([tier("user", [[4, 5], [3], [2, 3]], 7)]);
  expect(area.mean).toBeCloseTo(10 / 3, 12);
  expect(area.favourable).toBeCloseTo(2 / 5, 12);
  expect([area.n, area.invited]).toEqual([3, 7]);
});

test("tiers weigh the same: one board member counts as much as forty users", () => {
  const users = Array.from({ length: 40 }, () => [5]);
  const area = figuresOf([tier("user", users), tier("board", [[1]])]);
  expect(area.mean).toBe(3);
  expect(area.favourable).toBe(0.5);
});

test("a tier in which nobody rated is left out of the mean and stays in invited", () => {
  const area = figuresOf([tier("user", [[4], [4]]), tier("board", [], 2)]);
  expect(area).toMatchObject({ mean: 4, n: 2, invited: 4, favourable: 1 });
  expect(area.byTier.board).toMatchObject({ mean: null, n: 0, invited: 2, favourable: null });
  expect(area.withheld).toBeUndefined();
});

test("a cell with fewer than five people is withheld and leaves the area's overall", () => {
  const area = figuresOf(
    [tier("user", [[5], [5], [5], [5], [5]]), tier("manager", [[1], [1], [1], [1]], 6)],
    5,
  );
  expect(area).toMatchObject({ mean: 5, n: 5, invited: 11 });
  expect(area.byTier.manager).toMatchObject({
    mean: null,
    n: null,
    favourable: null,
    squares: null,
    withheld: "small_group",
  });
});

test("an area in which every cell is small is withheld as a whole", () => {
  const area = figuresOf([tier("user", [[5], [5]], 9)], 5);
  expect(area).toMatchObject({
    mean: null,
    low: null,
    n: null,
    favourable: null,
    withheld: "small_group",
  });
});

test.each([
  [4.5, 3.5, "blind_spot"],
  [4.4, 3.5, "agreed_strength"],
  [2.5, 3.5, "undervalued"],
  [3, 3.5, "agreed_strength"],
  [3, 3.4999999, "agreed_weakness"],
  [3, 3.4999999999999996, "agreed_strength"],
])("we predicted %d, they gave %d: %s", (predicted, mean, cell) => {
  expect(predictionOf(predicted, mean)).toEqual({ mean: predicted, cell });
});

test("a prediction without a mean has no cell, and no prediction gives nothing", () => {
  expect(predictionOf(4, null)).toEqual({ mean: 4, cell: null });
  expect(predictionOf(undefined, 4)).toBeNull();
});

test.each([
  // Four 4s and four 3s: mean 3.5, favourable 0.5.
  ["a mean of 3.5 with half favourable", [4, 4, 3, 3], "low_favourable"],
  ["a mean below 3.5", [4, 4, 4, 1], "low_mean"],
  // 4,4,4,3,3: mean 3.6, favourable exactly 0.6.
  ["exactly 60 % favourable", [4, 4, 4, 3, 3], undefined],
])("%s suggests an action: %j → %s", (_, ratings, reason) => {
  const area = figuresOf([
    tier(
      "user",
      ratings.map((mark) => [mark]),
    ),
  ]);
  expect(suggestionsFor([area])[0]?.reason).toBe(reason);
});
