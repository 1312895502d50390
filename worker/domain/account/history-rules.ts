import type { findAccountHistory, HistoryRound } from "#db/queries/account-history.ts";
import { areas as allAreas } from "../questions/base.ts";
import { hidesArea, type Viewer } from "../reports/audience-rules.ts";
import type { Audience } from "../reports/schema.ts";
import type { Move } from "../reports/figures.ts";
import type { Area } from "../survey/schema.ts";

type Found = NonNullable<Awaited<ReturnType<typeof findAccountHistory>>>;

/** What one round said of one area; `mean` is null where nobody rated it or too few did. */
type Point = {
  roundId: string;
  closedAt: Date;
  year: number;
  kind: HistoryRound["kind"];
  mean: number | null;
  low: number | null;
  high: number | null;
  n: number;
  invited: number;
  /** The change since the round before, where the report says that it holds. */
  move: Move | null;
};

export type AreaHistory = { key: Area; points: Point[] };

/** Every area that this viewer may see, the oldest round first. Changes are those that the reports claim. */
export function areaHistory(
  { rounds, areas: rows }: Pick<Found, "rounds" | "areas">,
  viewer: Viewer,
  audience: Audience,
): AreaHistory[] {
  const oldestFirst = rounds.toReversed();
  return allAreas
    .filter((area) => !hidesArea(viewer, audience, area))
    .map((area) => ({
      key: area,
      points: oldestFirst.flatMap(({ roundId, closedAt, year, kind, moves }) => {
        const row = rows.find((one) => one.roundId === roundId && one.area === area);
        if (!row) return [];
        const { mean, low, high, n, invited } = row;
        const move = moves?.find((one) => one.area === area) ?? null;
        return [{ roundId, closedAt, year, kind, mean, low, high, n, invited, move }];
      }),
    }))
    .filter(({ points }) => points.some(({ mean }) => mean !== null));
}
