import type { Tier } from "../contact/schema.ts";
import type { Area } from "../survey/schema.ts";
import { momentsIn } from "./area-rules.ts";
import type { ByTier, Disagreement, Figures } from "./figures.ts";
import { intervalOf, pooledVariance } from "./interval-rules.ts";
import { settle, type Moments } from "./mark-rules.ts";
import { studentCumulative } from "./student-rules.ts";
import { holm } from "./trend-rules.ts";

type Speaking = { key: Tier; moments: Moments };
type Pair = Disagreement & { chance: number };

/** As far as means on the scale of 1 to 5, or grades from 0 to 4, can lie apart. */
const range = [-4, 4] as const;

/**
 * Where two groups see one thing differently: per area, and for the grade (`area` null), the two that are
 * farthest apart, if their difference is more than chance when all pairs of all areas are judged together (Holm).
 * The spread is that of the area's own interval, pooled over its groups, so nothing is told that it does not tell.
 */
export function disagreementsIn({
  areas,
  grade,
}: Pick<Figures, "areas" | "grade">): Disagreement[] {
  const subjects: Pair[][] = [
    pairsIn(
      null,
      speakingIn(grade.byTier, ({ points, ...cell }) => ({ ...cell, mean: points })),
    ),
    ...areas.map(({ key, byTier }) =>
      pairsIn(
        key,
        speakingIn(byTier, (cell) => cell),
      ),
    ),
  ];
  const holding = holm(new Map(subjects.flat().map((pair) => [pair, pair] as const)));
  return subjects.flatMap((pairs) => {
    const sure = pairs.filter((pair) => holding.has(pair) && settle(pair.low) > 0);
    const farthest = sure.toSorted((a, b) => b.difference - a.difference)[0];
    if (!farthest) return [];
    const { chance: _chance, ...disagreement } = farthest;
    return [disagreement];
  });
}

function speakingIn<Cell>(
  cells: ByTier<Cell>,
  asMean: (cell: Cell) => Parameters<typeof momentsIn>[0],
): Speaking[] {
  return (Object.entries(cells) as [Tier, Cell][]).flatMap(([key, cell]) => {
    const moments = momentsIn(asMean(cell));
    return moments ? [{ key, moments }] : [];
  });
}

function pairsIn(area: Area | null, groups: Speaking[]): Pair[] {
  const { df, variance } = pooledVariance(groups.map(({ moments }) => moments));
  if (df === 0) return [];
  const inOrder = groups.toSorted((a, b) => b.moments.mean - a.moments.mean);
  return inOrder.flatMap((higher, at) =>
    inOrder.slice(at + 1).map((lower) => {
      const difference = higher.moments.mean - lower.moments.mean;
      const spread = variance * (1 / higher.moments.n + 1 / lower.moments.n);
      const interval = intervalOf({ mean: difference, variance: spread, df }, range)!;
      const chance = 2 * studentCumulative(-difference / Math.sqrt(spread), df);
      return { area, higher: higher.key, lower: lower.key, difference, ...interval, chance };
    }),
  );
}
