import type { Tier } from "../contact/schema.ts";
import { walledArea } from "./area-rules.ts";
import type { AreaMeans, Figures, Move, Trend } from "./figures.ts";

/** What the portfolio reads of a report, each a column of its own. Withheld figures are missing here too. */
export type ReportSummary = {
  graded: number | null;
  clientLow: number | null;
  clientHigh: number | null;
  missingTiers: Tier[];
  moves: Move[] | null;
  areaMeans: AreaMeans;
};

/** The summary of a report, without the area that its account manager must not read. */
export function summaryOf({ grade, areas }: Figures): ReportSummary {
  const open = areas.filter(({ key }) => key !== walledArea);
  const trends = [
    { area: null, trend: grade.trend },
    ...open.map(({ key, trend }) => ({ area: key, trend })),
  ];
  const compared = trends.filter(
    (one): one is typeof one & { trend: Trend } => one.trend !== null && one.trend.verdict !== null,
  );
  const moved = compared.filter(({ trend }) => trend.holds && trend.verdict !== "no_real_change");
  return {
    graded: grade.n,
    clientLow: grade.low,
    clientHigh: grade.high,
    missingTiers: grade.missingTiers,
    moves:
      compared.length === 0
        ? null
        : moved.map(({ area, trend: { previous, change } }) => ({ area, previous, change })),
    areaMeans: Object.fromEntries(
      open.flatMap(({ key, mean, n, invited }) =>
        mean === null || n === null ? [] : [[key, { mean, n, invited }]],
      ),
    ),
  };
}
