import { estimate, intervalOf } from "../reports/interval-rules.ts";
import { meanOf } from "../reports/mark-rules.ts";
import type { PortfolioFrame } from "./frame-rules.ts";
import type { Portfolio } from "./schema.ts";
import { bothGraded, type Graded } from "./standing-rules.ts";

type Calibration = Portfolio["calibration"];

/**
 * How far each account manager's own grades lie above the clients', over every round that closed while they
 * managed the account: who is most over-confident first. One person's rounds weigh the same.
 */
export function calibrationOf({ reports, names }: PortfolioFrame): Calibration {
  const rounds = bothGraded(reports);
  return [...Map.groupBy(rounds, ({ managerId }) => managerId)]
    .map(([managerId, own]) => ({
      managerId,
      name: managerId === null ? null : (names.get(managerId) ?? null),
      ...meanGap(own),
      years: [...Map.groupBy(own, ({ year }) => year)]
        .toSorted(([a], [b]) => a - b)
        .map(([year, rounds]) => ({ year, ...meanGap(rounds) })),
    }))
    .toSorted((a, b) => b.mean - a.mean || b.n - a.n);
}

/** The mean gap of at least one round with its 95 % interval (none for a single round), clipped to the scale. */
function meanGap(rounds: Graded[]) {
  const gaps = rounds.map(({ gap }) => gap);
  const mean = meanOf(gaps);
  const squares = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0);
  const interval = intervalOf(estimate([{ n: gaps.length, mean, squares }])!, [-4, 4]);
  return { mean, low: interval?.low ?? null, high: interval?.high ?? null, n: gaps.length };
}
