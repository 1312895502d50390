import { meanOf, type Moments } from "./mark-rules.ts";
import { studentQuantile } from "./student-rules.ts";

export type Interval = { low: number; high: number };
export type Estimate = { mean: number; variance: number; df: number };

/** Variance of rounding to whole marks: four people who agree on "4" do not know it to the last digit. */
const leastVariance = 1 / 12;
const z = 1.959963984540054;

/** The variance within groups, all taken together, with its degrees of freedom. */
export function pooledVariance(groups: Moments[]): { variance: number; df: number } {
  const df = groups.reduce((sum, { n }) => sum + n - 1, 0);
  const squares = groups.reduce((sum, group) => sum + group.squares, 0);
  return { variance: Math.max(leastVariance, df === 0 ? 0 : squares / df), df };
}

/** A mean over groups that weigh the same, with the variance of that mean (SE²) from the pooled variance. */
export function estimate(groups: Moments[]): Estimate | null {
  if (groups.length === 0) return null;
  const { variance, df } = pooledVariance(groups);
  const inverse = groups.reduce((sum, { n }) => sum + 1 / n, 0);
  return {
    mean: meanOf(groups.map(({ mean }) => mean)),
    variance: (variance / groups.length ** 2) * inverse,
    df,
  };
}

const quantiles = new Map<number, number>();

/** Found by bisection, and asked for again and again with as many people: each is looked for once. */
function quantileFor(df: number): number {
  const known = quantiles.get(df) ?? studentQuantile(0.975, df);
  if (Number.isInteger(df)) quantiles.set(df, known);
  return known;
}

/** 95 % interval of an estimate, clipped to its scale. Null with no degree of freedom: one person a group. */
export function intervalOf(
  { mean, variance, df }: Estimate,
  [least, most]: readonly [number, number],
): Interval | null {
  if (df <= 0) return null;
  const reach = quantileFor(df) * Math.sqrt(variance);
  return { low: Math.max(least, mean - reach), high: Math.min(most, mean + reach) };
}

/** Agresti–Coull: 95 % interval of a proportion within one tier. */
export function proportionInterval(hits: number, n: number): Interval {
  const trials = n + z ** 2;
  const share = (hits + z ** 2 / 2) / trials;
  const reach = z * Math.sqrt((share * (1 - share)) / trials);
  return { low: Math.max(0, share - reach), high: Math.min(1, share + reach) };
}

/** Promoters less detractors as a share, −1 to 1: the raw point, and an adjusted Wald interval (three added). */
export function recommendationInterval(
  promoters: number,
  detractors: number,
  n: number,
): Interval & { score: number } {
  const people = n + 3;
  const p = (promoters + 0.75) / people;
  const d = (detractors + 0.75) / people;
  const reach = z * Math.sqrt((p + d - (p - d) ** 2) / people);
  return {
    score: (promoters - detractors) / n,
    low: Math.max(-1, p - d - reach),
    high: Math.min(1, p - d + reach),
  };
}
