import { isOpen } from "../action/rules.ts";
import type { ActionStatus } from "../action/schema.ts";
import { tiers, type Tier } from "../contact/schema.ts";
import { walledArea } from "./area-rules.ts";
import { settle } from "./mark-rules.ts";
import type { Report } from "./schema.ts";

// What the meeting is told and asked is chosen here, by rules one can read; the words are the page's.

type Comment = Report["comments"][number];
type Trend = NonNullable<Report["grade"]["client"]["trend"]>;
/** An area with a mean and, since nothing is said without one, its interval. */
type Sure = Report["areas"][number] & { mean: number; low: number; high: number };

/** A thing to say in the meeting, with the figures it rests on. */
export type ToSay =
  | { kind: "grade_changed"; trend: Trend }
  | { kind: "changed"; area: Sure; trend: Trend }
  | { kind: "weak" | "strong"; area: Sure }
  | { kind: "none_sure" }
  | { kind: "missing"; tiers: Tier[] }
  | { kind: "thanks"; completed: number; invited: number };

/** A thing to ask: what the figures leave open. */
export type ToAsk =
  | { kind: "blind_spot" | "undervalued"; area: Sure; predicted: number }
  | { kind: "unsure" | "first_step"; area: Sure }
  | { kind: "levels_apart"; apart: Report["disagreements"][number]; report: Report }
  | { kind: "missing"; tiers: Tier[] }
  | { kind: "first_change" | "next_year" | "whom_else" };

const strongFrom = 3.5;
const most = 3;

/**
 * Up to three things to say: one that is worse or poor, one that is better, one that is good, then more of
 * each in that order. Changes must hold when all are judged together; poor and good are those whose whole
 * interval lies on one side of 3.5. Where that leaves room: what is not known, and thanks.
 */
export function thingsToSay(report: Report): ToSay[] {
  const areas = sureAreas(report);
  const changed = changesIn(report, areas);
  const worse = changed.filter(({ trend }) => trend.change < 0);
  const better = changed.filter(({ trend }) => trend.change > 0);
  const weak = ascending(areas)
    .filter(({ high }) => settle(high) < strongFrom)
    .map((area) => ({ kind: "weak" as const, area }));
  const strong = ascending(areas)
    .toReversed()
    .filter(({ low }) => settle(low) >= strongFrom)
    .map((area) => ({ kind: "strong" as const, area }));
  const concerns: ToSay[] = [...worse, ...weak];
  const found = [...firstOfEach(concerns, better, strong), ...concerns, ...better, ...strong];
  return onceAnArea([...found, ...whatIsLeft(report, found.length === 0)]).slice(0, most);
}

/** Always three things to ask: where our own view was off, where levels disagree, what stays unsure, whose view is missing. */
export function thingsToAsk(report: Report): ToAsk[] {
  const areas = ascending(sureAreas(report));
  const off = areas
    .flatMap((area): ToAsk[] => {
      const predicted = area.predicted?.mean ?? area.mean;
      const cell = area.predicted?.cell;
      if (cell === "blind_spot" && predicted > area.high) return [{ kind: cell, area, predicted }];
      if (cell === "undervalued" && predicted < area.low) return [{ kind: cell, area, predicted }];
      return [];
    })
    .toSorted((a, b) => Number(b.kind === "blind_spot") - Number(a.kind === "blind_spot"));
  const missing: ToAsk[] = missingIn(report);
  const apart = report.disagreements
    .filter(({ area }) => area !== walledArea)
    .toSorted((a, b) => b.difference - a.difference)
    .map((one): ToAsk => ({ kind: "levels_apart", apart: one, report }));
  const asked = off.flatMap((point) => ("area" in point ? [point.area.key] : []));
  const poor = areas.filter(({ key, mean }) => settle(mean) < strongFrom && !asked.includes(key));
  const open = poor.map((area): ToAsk => {
    const sure = settle(area.high) < strongFrom;
    return { kind: sure ? "first_step" : "unsure", area };
  });
  const always: ToAsk[] = [{ kind: "first_change" }, { kind: "next_year" }, { kind: "whom_else" }];
  const first = firstOfEach(off, apart, open, missing);
  return onceAnArea([...first, ...off, ...apart, ...open, ...missing, ...always]).slice(0, most);
}

type Line = { status: ActionStatus; dueOn: string | null };
const mostLines = 6;

/** The open lines of the plan that the meeting begins with: what is overdue, then by day, those without one last. */
export const openActionsFirst = <T extends Line>(actions: readonly T[]): T[] =>
  actions
    .filter(({ status }) => isOpen(status))
    .toSorted((a, b) => (a.dueOn ?? "9999").localeCompare(b.dueOn ?? "9999"))
    .slice(0, mostLines);

const longest = 220;

/** Up to three comments short enough for a page: one from each level, the highest first, then more. */
export function quotesFor({ comments }: Report): Comment[] {
  const short = comments.filter(({ text }) => text.length <= longest);
  const byLevel = tiers.toReversed().map((tier) => short.filter((one) => one.tier === tier));
  return [...new Set([...firstOfEach(...byLevel), ...byLevel.flat()])].slice(0, most);
}

const hasInterval = (area: Report["areas"][number]): area is Sure =>
  area.mean !== null && area.low !== null && area.high !== null;

/** What is said of the account manager never lies on the table where he or she sits. */
const sureAreas = ({ areas }: Report): Sure[] =>
  areas.filter(hasInterval).filter(({ key }) => key !== walledArea);

const ascending = (areas: Sure[]) => areas.toSorted((a, b) => a.mean - b.mean);

type Changed = Extract<ToSay, { trend: Trend }>;

/** The grade first, then areas by how much they changed. */
function changesIn({ grade }: Report, areas: Sure[]): Changed[] {
  const trend = grade.client.trend;
  const ofGrade: Changed[] = holds(trend) ? [{ kind: "grade_changed", trend }] : [];
  const ofAreas = areas.flatMap((area) =>
    holds(area.trend) ? [{ kind: "changed" as const, area, trend: area.trend }] : [],
  );
  const size = ({ trend }: Changed) => Math.abs(trend.change);
  return [...ofGrade, ...ofAreas.toSorted((a, b) => size(b) - size(a))];
}

const holds = (trend: Trend | null): trend is Trend =>
  trend !== null && trend.holds && (trend.verdict === "improved" || trend.verdict === "declined");

function whatIsLeft(report: Report, nothingSure: boolean): ToSay[] {
  const { completed, invited } = report.response;
  return [
    ...(completed > 0 ? [{ kind: "thanks" as const, completed, invited }] : []),
    ...(nothingSure ? [{ kind: "none_sure" as const }] : []),
    ...missingIn(report),
  ];
}

/** Levels that nobody gave a grade from; where groups are too small to show, that is not told. */
function missingIn({ grade: { client } }: Report): { kind: "missing"; tiers: Tier[] }[] {
  if (client.points === null || client.missingTiers.length === 0) return [];
  return [{ kind: "missing", tiers: client.missingTiers }];
}

const firstOfEach = <T>(...lists: T[][]): T[] => lists.flatMap((list) => list.slice(0, 1));

/** The first point about each area, and about whatever else, in their order. */
function onceAnArea<T extends ToSay | ToAsk>(points: T[]): T[] {
  const subject = (point: T) =>
    "area" in point
      ? point.area.key
      : "apart" in point
        ? (point.apart.area ?? "grade")
        : point.kind;
  return [
    ...new Map(points.toReversed().map((point) => [subject(point), point])).values(),
  ].toSorted((a, b) => points.indexOf(a) - points.indexOf(b));
}
