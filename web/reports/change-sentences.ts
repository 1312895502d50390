import type { Report } from "#worker/domain/reports/schema.ts";
import { areaSubjects, groupName, score } from "./words.ts";

// Changes since the previous round, and differences between levels: only those that are more than chance.

type Area = Report["areas"][number];
type Trend = NonNullable<Area["trend"]>;

function changeSaid(subject: string, trend: Trend, people: string): string {
  const { previous, change } = trend;
  const verb = change < 0 ? "fell" : "rose";
  const real = change < 0 ? "a real decline" : "a real improvement";
  const moved = `${subject} ${verb} from ${score(previous)} to ${score(previous + change)}${people}`;
  return trend.holds
    ? `${moved}: ${real}`
    : `${moved}: more than chance by itself, but not when all areas are judged together`;
}

/** What a change of an area amounts to, for a change that its interval allows to call one. */
export function trendSentence({ key, mean, n, invited }: Area, trend: Trend): string {
  const said = changeSaid(areaSubjects[key], trend, ` (${n} of ${invited} answered)`);
  return trend.change > 0 && mean !== null && mean < 3.5
    ? `${said}, though it is still below 3.5.`
    : `${said}.`;
}

export const gradeTrendSentence = (trend: Trend): string =>
  `${changeSaid("The grade", trend, " points, over the levels that answered in both rounds")}.`;

type Disagreement = Report["disagreements"][number];

/** Two levels that see one thing differently: "Value: 4.20 from users (9 of 12), 2.60 from board (3 of 4), …". */
export function disagreementSentence(report: Report, apart: Disagreement): string {
  const { area, higher, lower, difference, low, high } = apart;
  const subject = area === null ? "The grade in points" : areaSubjects[area];
  const said = [higher, lower].map((tier) => heard(report, area, tier));
  return `${subject}: ${said.join(", ")}. The difference of ${score(difference)} is real (95 % interval ${score(low)} to ${score(high)}).`;
}

function heard(
  { areas, grade, groups }: Report,
  area: Area["key"] | null,
  tier: Disagreement["higher"],
) {
  const ofGrade = grade.client.byTier[tier];
  const ofArea = areas.find(({ key }) => key === area)?.byTier[tier];
  const cell = area === null ? ofGrade && { ...ofGrade, mean: ofGrade.points } : ofArea;
  const name = groupName(groups.find(({ key }) => key === tier)?.tiers ?? [tier]).toLowerCase();
  return `${score(cell?.mean ?? 0)} from ${name} (${cell?.n} of ${cell?.invited})`;
}
/** Where levels disagree, as a title: the widest difference, by name. */
export function disagreementTitle({ disagreements, groups }: Report): string {
  const widest = disagreements.toSorted((a, b) => b.difference - a.difference)[0];
  if (!widest)
    return groups.length > 1
      ? "No two levels differ by more than chance"
      : "What each level says of each area";
  const name = (tier: Disagreement["higher"]) =>
    groupName(groups.find(({ key }) => key === tier)?.tiers ?? [tier]);
  const about = widest.area === null ? "the grade" : areaSubjects[widest.area].toLowerCase();
  return `${name(widest.higher)} and ${name(widest.lower).toLowerCase()} disagree on ${about}`;
}
