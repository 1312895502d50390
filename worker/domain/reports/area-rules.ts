import type { Tier } from "../contact/schema.ts";
import type { Area } from "../survey/schema.ts";
import type {
  AreaFigures,
  ByTier,
  Cell,
  PredictionCell,
  RatingCount,
  Spread,
  Suggestion,
} from "./figures.ts";
import { estimate, intervalOf } from "./interval-rules.ts";
import { meanOf, momentsOf, settle, countFrom, type Marks, type Moments } from "./mark-rules.ts";

/** The area that no account manager reads about themselves. */
export const walledArea: Area = "account-manager";
const ratingScale = [1, 5] as const;
/** Ratings of 4 and 5 are favourable. */
export const favourableFrom = 4;
const strengthFrom = 3.5;

/** One group's marks in one area: each person's mean, and all their ratings. */
export type AreaMarks = {
  key: Tier;
  questions: string[];
  invited: number;
  people: Marks;
  ratings: Marks;
};

/** One group's figure, withheld when fewer than `floor` people stand behind it. */
function cellOf(marks: AreaMarks, floor: number): Cell {
  const { questions, invited, people, ratings } = marks;
  const moments = momentsOf(people);
  const { hits, all } = countFrom(ratings, favourableFrom);
  if ((moments?.n ?? 0) < floor)
    return {
      questions,
      invited,
      mean: null,
      n: null,
      favourable: null,
      ratings: null,
      squares: null,
      withheld: "small_group",
    };
  return {
    questions,
    invited,
    mean: moments?.mean ?? null,
    n: moments?.n ?? 0,
    favourable: all === 0 ? null : hits / all,
    ratings: { favourable: hits, all },
    squares: moments?.squares ?? null,
  };
}

/** The moments behind a cell that says something. */
export const momentsIn = (cell: Pick<Cell, "mean" | "n" | "squares"> | undefined): Moments | null =>
  !cell || cell.mean === null || !cell.n || cell.squares === null
    ? null
    : { n: cell.n, mean: cell.mean, squares: cell.squares };

/** A mean over groups that weigh the same, with its interval and n of invited. */
export function spreadOf(
  groups: (Moments | null)[],
  invited: number,
  scale: readonly [number, number],
): Spread {
  const speaking = groups.filter((group) => group !== null);
  const found = estimate(speaking);
  const interval = found && intervalOf(found, scale);
  return {
    mean: found?.mean ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    n: speaking.reduce((sum, { n }) => sum + n, 0),
    invited,
  };
}

/** A person's mean → mean per tier → mean over tiers. Cells that are withheld leave the area's overall. */
export function areaFigures(
  key: Area,
  groups: AreaMarks[],
  options: { invited: number; floor: number; predicted: number | undefined },
): AreaFigures {
  const cells = groups.map((group) => ({ key: group.key, cell: cellOf(group, options.floor) }));
  const spread = spreadOf(
    cells.map(({ cell }) => momentsIn(cell)),
    options.invited,
    ratingScale,
  );
  const shares = cells.map(({ cell }) => cell.favourable).filter((share) => share !== null);
  const byTier: ByTier<Cell> = Object.fromEntries(cells.map(({ key, cell }) => [key, cell]));
  const withheld = spread.mean === null && options.floor > 0;
  return {
    key,
    ...spread,
    ...(withheld && { n: null, withheld: "small_group" as const }),
    favourable: shares.length === 0 ? null : meanOf(shares),
    ratings: spread.mean === null ? null : addUp(cells.map(({ cell }) => cell.ratings)),
    byTier,
    trend: null,
    predicted: predictionOf(options.predicted, spread.mean),
  };
}

const addUp = (counts: (RatingCount | null)[]): RatingCount =>
  counts.reduce<RatingCount>(
    (sum, one) => ({
      favourable: sum.favourable + (one?.favourable ?? 0),
      all: sum.all + (one?.all ?? 0),
    }),
    { favourable: 0, all: 0 },
  );

/** Our own guess beside the client's mean; there is no cell without a mean. */
export function predictionOf(
  predicted: number | undefined,
  mean: number | null,
): { mean: number; cell: PredictionCell | null } | null {
  if (predicted === undefined) return null;
  if (mean === null) return { mean: predicted, cell: null };
  const difference = settle(predicted - mean);
  if (difference >= 1) return { mean: predicted, cell: "blind_spot" };
  if (difference <= -1) return { mean: predicted, cell: "undervalued" };
  const strong = settle(mean) >= strengthFrom;
  return { mean: predicted, cell: strong ? "agreed_strength" : "agreed_weakness" };
}

/** Areas that ask for an action: a mean below 3.5, or fewer than 60 % favourable. */
export const suggestionsFor = (areas: AreaFigures[]): Suggestion[] =>
  areas.flatMap(({ key, mean, favourable }): Suggestion[] => {
    if (mean !== null && settle(mean) < strengthFrom) return [{ area: key, reason: "low_mean" }];
    if (favourable !== null && settle(favourable) < 0.6)
      return [{ area: key, reason: "low_favourable" }];
    return [];
  });
