import { gapOf, letterOf, pointsOf } from "#worker/domain/reports/grade-rules.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";

test("A B C D F are worth 4 3 2 1 0 points", () => {
  expect((["A", "B", "C", "D", "F"] as const).map(pointsOf)).toEqual([4, 3, 2, 1, 0]);
});

test.each([
  [4, "A"],
  [3.5000001, "A"],
  [3.5, "B"],
  [2.500000002, "B"],
  [2.5, "C"],
  // A mean of 2.5 that floating point left a hair above: still an exact half.
  [2.5000000000000004, "C"],
  [2.4999999999999996, "C"],
  [1.5, "D"],
  [0.51, "D"],
  [0.5, "F"],
  [0, "F"],
])("%d points are nearest to %s, an exact half to the worse letter", (points, letter) => {
  expect(letterOf(points)).toBe(letter);
});

test.each([
  [4, 3.6, "aligned"],
  [4, 3.5, "slight"],
  [3, 3.5, "slight"],
  [4, 3.0000001, "slight"],
  [4, 3, "blind_spot"],
  // 0.3 − (−0.7) as floating point has it, a hair below 1.
  [3, 3 - (0.1 + 0.2 + 0.7), "blind_spot"],
  [2, 3, "undervalued"],
  [1, 4, "undervalued"],
])("our %d against the client's %d is %s", (self, client, verdict) => {
  expect(gapOf(self, client)?.verdict).toBe(verdict);
});

test("without a grade on either side there is no gap", () => {
  expect(gapOf(null, 3)).toBeNull();
  expect(gapOf(3, null)).toBeNull();
});

test("the gap is antisymmetric: seen from the other side it is as large with the other sign", () => {
  const points = fc.double({ min: 0, max: 4, noNaN: true });
  const other = {
    aligned: "aligned",
    slight: "slight",
    blind_spot: "undervalued",
    undervalued: "blind_spot",
  };
  fc.assert(
    fc.property(points, points, (ours, theirs) => {
      const [here, there] = [gapOf(ours, theirs)!, gapOf(theirs, ours)!];
      expect(here.points).toBe(-there.points + 0);
      expect(here.verdict).toBe(other[there.verdict]);
    }),
  );
});
