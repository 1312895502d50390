import {
  estimate,
  intervalOf,
  proportionInterval,
  recommendationInterval,
} from "#worker/domain/reports/interval-rules.ts";
import { addMark, momentsOf, type Moments } from "#worker/domain/reports/mark-rules.ts";
import { studentCumulative, studentQuantile } from "#worker/domain/reports/student-rules.ts";
import { expect, test } from "vitest";

const of = (...values: number[]): Moments => {
  const marks = new Map<number, number>();
  for (const value of values) addMark(marks, value);
  return momentsOf(marks)!;
};

// Reference: scipy 1.17.1, `scipy.stats.t.ppf(p, df)`.
test.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.975, 3.7, 2.8675207071911895],
  [0.975, 13, 2.1603686564627913],
  [0.975, 29.4, 2.0440216400365636],
  [0.975, 120, 1.9799304050824402],
  [0.975, 2000, 1.9611508260994377],
  [0.95, 5, 2.0150483733330233],
  [0.995, 8, 3.355387331333395],
])("the %d quantile of Student's t with %d degrees of freedom is %d", (p, df, t) => {
  expect(studentQuantile(p, df)).toBeCloseTo(t, 10);
});

// Reference: scipy 1.17.1, `scipy.stats.t.cdf(t, df)`.
test.each([
  [0, 4, 0.5],
  [1.3, 4.5, 0.871901956027983],
  [-2.7, 13, 0.009096983262463162],
  [-0.4, 1, 0.3788810584091566],
  [6, 2.25, 0.9899871148060261],
  [-5, 60, 2.644012105337133e-6],
])("P(T ≤ %d) with %d degrees of freedom is %d", (t, df, p) => {
  expect(studentCumulative(t, df)).toBeCloseTo(p, 11);
});

test("three tiers of very different size: 3.148, df 13, 2.812 to 3.485", () => {
  // Users 4,5,4,5,4,5,4,5,4: mean 40/9, squares 9·(4/9)(5/9) = 20/9; managers six 3s; board one 2.
  // mean = (40/9 + 3 + 2)/3 = 3.148; s² = max(1/12, (20/9)/13) = 0.1709; SE² = s²/9·(1/9 + 1/6 + 1) = 0.02427;
  // t(13) = 2.1604; 3.148 ± 2.1604·0.1558.
  const found = estimate([of(4, 5, 4, 5, 4, 5, 4, 5, 4), of(3, 3, 3, 3, 3, 3), of(2)])!;
  expect(found.mean).toBeCloseTo(3.148, 3);
  expect(found.df).toBe(13);
  const interval = intervalOf(found, [1, 5])!;
  expect(interval.low).toBeCloseTo(2.812, 3);
  expect(interval.high).toBeCloseTo(3.485, 3);
});

test("people who all say the same still leave the variance of rounding, 1/12", () => {
  // One tier, four 4s: s² = 1/12, SE² = 1/12/4 = 1/48, t(3) = 3.18245; 4 ± 0.45935.
  const interval = intervalOf(estimate([of(4, 4, 4, 4)])!, [1, 5])!;
  expect(interval.low).toBeCloseTo(4 - 0.45935, 5);
  expect(interval.high).toBeCloseTo(4 + 0.45935, 5);
});

test("an interval ends where the scale ends", () => {
  // 5, 5, 3: mean 13/3, squares 8/3, s² = 4/3, SE² = 4/9, t(2) = 4.30: far past both ends.
  expect(intervalOf(estimate([of(5, 5, 3)])!, [1, 5])).toEqual({
    low: expect.closeTo(13 / 3 - 4.302652729749462 * (2 / 3), 9),
    high: 5,
  });
});

test("one person a tier gives a mean and no interval", () => {
  const found = estimate([of(4), of(2)])!;
  expect(found.mean).toBe(3);
  expect(intervalOf(found, [1, 5])).toBeNull();
});

test("nobody at all gives nothing", () => {
  expect(estimate([])).toBeNull();
  expect(momentsOf(new Map())).toBeNull();
});

test("a proportion within one tier: Agresti–Coull", () => {
  // 3 of 7: n' = 7 + 3.84146 = 10.84146, p' = (3 + 1.92073)/10.84146 = 0.45388,
  // ± 1.95996·√(0.45388·0.54612/10.84146) = ± 0.29636.
  expect(proportionInterval(3, 7)).toEqual({
    low: expect.closeTo(0.15752, 5),
    high: expect.closeTo(0.75024, 5),
  });
  expect(proportionInterval(0, 3).low).toBe(0);
  expect(proportionInterval(3, 3).high).toBe(1);
});

test("4 promoters and 1 detractor of 8: +37.5, from −15.2 to +69.7", () => {
  // n' = 11, p' = 4.75/11, d' = 1.75/11; variance = (0.59091 − 0.27273²)/11 = 0.046957.
  expect(recommendationInterval(4, 1, 8)).toEqual({
    score: 0.375,
    low: expect.closeTo(-0.152, 3),
    high: expect.closeTo(0.697, 3),
  });
});
