import type { Tier } from "../contact/schema.ts";
import type { Area } from "../survey/schema.ts";
import { momentsIn, walledArea } from "./area-rules.ts";
import type { Cell, Figures, GradeCell, Trend } from "./figures.ts";
import { estimate, intervalOf, type Estimate } from "./interval-rules.ts";
import { settle, type Moments } from "./mark-rules.ts";
import { studentCumulative } from "./student-rules.ts";
import type { Questionnaires } from "./tally-rules.ts";

/** A change between two rounds, with the chance of one at least as large if nothing had changed. */
type Change = Omit<Trend, "holds"> & { chance: number | null };

const level = 0.05;

/**
 * The same figures with their trends. `now` and `before` are what is compared: the two rounds over the
 * questions they have in common. Groups are compared where both rounds have them, made of the same tiers.
 */
export function withTrends(figures: Figures, now: Figures, before: Figures): Figures {
  const changes = new Map(
    now.areas.flatMap((area) => {
      const change = areaChange(now, before, area.key);
      return change ? [[area.key, change] as const] : [];
    }),
  );
  const holding = standing(changes);
  const areas = figures.areas.map((area) => {
    const change = changes.get(area.key);
    return { ...area, trend: change ? trendOf(change, holding.has(area.key)) : null };
  });
  const graded = gradeChange(now, before);
  const trend = graded && trendOf(graded, (graded.chance ?? 1) < level);
  return { ...figures, areas, grade: { ...figures.grade, trend } };
}

/**
 * The areas whose change holds. The one that the account manager must not read is judged with all others, and they
 * without it: whether they hold would tell how it moved.
 */
function standing<T extends { chance: number | null }>(changes: Map<Area, T>): Set<Area> {
  const shown = new Map([...changes].filter(([area]) => area !== walledArea));
  const holding = holm(shown);
  return holm(changes).has(walledArea) ? holding.add(walledArea) : holding;
}

const trendOf = ({ chance: _chance, ...trend }: Change, holds: boolean): Trend => ({
  ...trend,
  holds,
});

function areaChange(now: Figures, before: Figures, key: string): Change | null {
  const cellsIn = ({ areas }: Figures) => areas.find((area) => area.key === key)?.byTier ?? {};
  const [old, young] = [cellsIn(before), cellsIn(now)];
  const pairs = sharedGroups(now, before).flatMap((group) => {
    const [a, b] = [old[group], young[group]];
    return a && b && askedAlike(a, b) ? [[momentsIn(a), momentsIn(b)] as const] : [];
  });
  return changeBetween(pairs, 4);
}

function gradeChange(now: Figures, before: Figures): Change | null {
  const moments = (cell: GradeCell | undefined) =>
    cell ? momentsIn({ ...cell, mean: cell.points }) : null;
  const pairs = sharedGroups(now, before).map(
    (group) => [moments(before.grade.byTier[group]), moments(now.grade.byTier[group])] as const,
  );
  return changeBetween(pairs, 4);
}

function sharedGroups(now: Figures, before: Figures): Tier[] {
  const names = new Set(before.groups.map(({ tiers }) => tiers.join()));
  return now.groups.filter(({ tiers }) => names.has(tiers.join())).map(({ key }) => key);
}

const askedAlike = (a: Cell, b: Cell) =>
  a.questions.toSorted().join() === b.questions.toSorted().join();

/** Whether some tier that both rounds heard was asked other questions in some area. */
export const askedDifferently = (now: Figures, before: Figures): boolean =>
  now.areas.some(({ key, byTier }) => {
    const old = before.areas.find((area) => area.key === key)?.byTier ?? {};
    return sharedGroups(now, before).some((group) => {
      const [a, b] = [old[group], byTier[group]];
      return a !== undefined && b !== undefined && !askedAlike(a, b);
    });
  });

/** Over the groups that answered in both rounds; null when none did. */
function changeBetween(
  pairs: (readonly [Moments | null, Moments | null])[],
  range: number,
): Change | null {
  const both = pairs.filter(
    (pair): pair is readonly [Moments, Moments] => pair[0] !== null && pair[1] !== null,
  );
  const before = estimate(both.map(([moments]) => moments));
  const now = estimate(both.map(([, moments]) => moments));
  if (!before || !now) return null;
  const change = now.mean - before.mean;
  const known = { previous: before.mean, change };
  const df = jointFreedom(before, now);
  const variance = before.variance + now.variance;
  const interval = intervalOf({ mean: change, variance, df }, [-range, range]);
  if (!interval) return { ...known, low: null, high: null, verdict: null, chance: null };
  const chance = 2 * studentCumulative(-Math.abs(change) / Math.sqrt(variance), df);
  return { ...known, ...interval, verdict: verdictOf(interval), chance };
}

function verdictOf({ low, high }: { low: number; high: number }): Trend["verdict"] {
  if (settle(low) > 0) return "improved";
  return settle(high) < 0 ? "declined" : "no_real_change";
}

/** Welch–Satterthwaite; 0 when either side has no degree of freedom. */
function jointFreedom(a: Estimate, b: Estimate): number {
  if (a.df === 0 || b.df === 0) return 0;
  return (a.variance + b.variance) ** 2 / (a.variance ** 2 / a.df + b.variance ** 2 / b.df);
}

/** Which of several findings still stand at 5 % when all are judged together (Holm's step-down). */
export function holm<Key>(changes: Map<Key, { chance: number | null }>): Set<Key> {
  const tested = [...changes]
    .flatMap(([key, { chance }]) => (chance === null ? [] : [{ key, chance }]))
    .toSorted((a, b) => a.chance - b.chance);
  const firstFailing = tested.findIndex(
    ({ chance }, at) => settle(chance * (tested.length - at)) >= level,
  );
  const holding = firstFailing === -1 ? tested : tested.slice(0, firstFailing);
  return new Set(holding.map(({ key }) => key));
}

/** The questions of one round that the other asked the same tiers too. */
export function inCommon(questionnaires: Questionnaires, others: Questionnaires): Questionnaires {
  const shared = Object.entries(questionnaires).flatMap(([tier, questionnaire]) => {
    const keys = new Set(
      others[tier as Tier]?.sections.flatMap(({ questions }) => questions.map(({ key }) => key)),
    );
    const sections = questionnaire.sections.map((section) => ({
      ...section,
      questions: section.questions.filter(({ key }) => keys.has(key)),
    }));
    return [[tier, { ...questionnaire, sections }] as const];
  });
  return Object.fromEntries(shared);
}
