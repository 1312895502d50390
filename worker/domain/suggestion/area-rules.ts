import { tiers, type Tier } from "../contact/schema.ts";
import { walledArea } from "../reports/area-rules.ts";
import type { AreaFigures, Cell, Figures } from "../reports/figures.ts";
import { settle } from "../reports/mark-rules.ts";
import { quotesOf, weightOf, type Closed, type Suggested } from "./evidence-rules.ts";
import type { Evidence } from "./schema.ts";
import { areaWords } from "./word-rules.ts";

const weakBelow = 3.5;
const favourableBelow = 0.6;

const isWeak = ({ mean, favourable }: Pick<Cell, "mean" | "favourable">) =>
  (mean !== null && settle(mean) < weakBelow) ||
  (favourable !== null && settle(favourable) < favourableBelow);

/** How far below the threshold, as a share of what is possible. */
const sizeOf = ({ mean, favourable }: Pick<AreaFigures, "mean" | "favourable">) =>
  Math.max(
    mean === null ? 0 : (weakBelow - mean) / (weakBelow - 1),
    favourable === null ? 0 : (favourableBelow - favourable) / favourableBelow,
  );

/** Areas that the report says ask for an action. */
export function weakAreas({ figures, firewalled, comments }: Closed): Suggested[] {
  return figures.suggestions.flatMap(({ area: key }) => {
    const area = figures.areas.find((one) => one.key === key);
    if (!area) return [];
    const cells = tiers.flatMap((tier) => {
      const cell = area.byTier[tier];
      return cell ? [{ tier, cell }] : [];
    });
    const said = cells.filter(({ cell }) => isWeak(cell)).map(({ tier }) => tier);
    const walled = key === walledArea;
    const questionKeys = [...new Set(cells.flatMap(({ cell }) => cell.questions))];
    const shown = questionKeys.filter((one) => walled || !firewalled.includes(one));
    const trend = area.trend?.verdict ?? null;
    const evidence: Evidence = {
      tiers: tiersOf(said, figures),
      questionKeys,
      quotes: quotesOf(comments, shown),
      area: {
        mean: area.mean,
        favourable: area.favourable,
        n: area.n ?? 0,
        invited: area.invited,
        byTier: Object.fromEntries(
          cells.flatMap(({ tier, cell: { mean, n, invited } }) =>
            mean === null || n === null ? [] : [[tier, { mean, n, invited }]],
          ),
        ),
        trend,
      },
    };
    const weight = weightOf(evidence.tiers, sizeOf(area), trend);
    return [
      { kind: "weak_area", subject: key, area: key, evidence, weight, walled, ...areaWords[key] },
    ];
  });
}

/** The tiers behind these groups; in a confidential round a group may stand for several. */
const tiersOf = (keys: readonly Tier[], { groups }: Figures): Tier[] =>
  tiers.filter((tier) =>
    groups.some((group) => keys.includes(group.key) && group.tiers.includes(tier)),
  );
