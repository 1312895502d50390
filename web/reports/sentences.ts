import type { Tier } from "#worker/domain/contact/schema.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { letterOf } from "#worker/domain/reports/grade-rules.ts";
import { areaNames, groupName, listed, score } from "./words.ts";

// What the figures allow to be said, and nothing more.

type Grade = Report["grade"];
type Area = Report["areas"][number];

/** "one grade", "2.25 grades", "0.95 of a grade". */
const grades = (points: number): string => {
  const size = Math.abs(points)
    .toFixed(2)
    .replace(/\.?0+$/, "");
  if (size === "1") return "one grade";
  return Math.abs(points) < 1 ? `${size} of a grade` : `${size} grades`;
};

/** Both grades and what lies between them. */
export function gapSentence({ client, self, gap }: Grade): string {
  if (client.withheld)
    return "Fewer than five people stand behind every group, so no grade is shown: in a group that small it would point at somebody.";
  if (client.letter === null || gap.points === null)
    return "Nobody at the client gave a grade, so there is nothing to compare ours with.";
  const both = `We said ${self.letter}, the client says ${client.letter}`;
  switch (gap.verdict) {
    case "blind_spot":
      return `${both}: a blind spot of ${grades(gap.points)}.`;
    case "undervalued":
      return `${both}: the client values us ${grades(gap.points)} more than we do ourselves.`;
    case "slight":
      return gap.points > 0
        ? `${both}: a little less than we thought, by ${grades(gap.points)}.`
        : `${both}: a little more than we thought, by ${grades(gap.points)}.`;
    default:
      return `The client says ${client.letter}, and so did we.`;
  }
}

/** How sure the client's grade is, and whether chance alone could explain the gap. */
export function certaintySentence({ client, self, gap }: Grade): string | null {
  const { points, low, high, n, invited } = client;
  if (points === null || n === null) return null;
  const people = `${n} of ${invited} invited gave a grade, ${score(points)} points on average over the levels.`;
  if (low === null || high === null)
    return `${people} With one person a level, nobody can say how sure that is.`;
  const letters =
    letterOf(low) === letterOf(high) ? letterOf(low) : `${letterOf(low)} to ${letterOf(high)}`;
  const range = `The 95 % interval runs from ${score(low)} to ${score(high)}: ${letters}.`;
  const covers = self.points !== null && low <= self.points && self.points <= high;
  return covers && gap.verdict !== "aligned"
    ? `${people} ${range} Our own grade lies inside it, so the gap may be chance.`
    : `${people} ${range}`;
}

/** Whose view the grade does not contain. */
export function missingSentence({ client }: Grade): string | null {
  if (client.points === null || client.missingTiers.length === 0) return null;
  return `This grade and this gap leave out ${levelsListed(client.missingTiers)}: no grade came from there.`;
}

/** Levels in a sentence, the highest first: "board and users". */
export const levelsListed = (tiers: readonly Tier[]): string =>
  listed(tiers.toReversed().map((tier) => groupName([tier]).toLowerCase()));

/** The title of the slope: the level that differs most from our own grade. */
export function slopeTitle({ groups, grade: { client, self } }: Report): string {
  const heard = groups.flatMap(({ key, tiers }) => {
    const cell = client.byTier[key];
    return cell?.letter && cell.points !== null
      ? [{ name: groupName(tiers), letter: cell.letter, points: cell.points }]
      : [];
  });
  const ours = self.points;
  if (ours === null || heard.length === 0) return "No level gave a grade that can be shown";
  const farthest = heard.toSorted(
    (a, b) => Math.abs(b.points - ours) - Math.abs(a.points - ours),
  )[0]!;
  const verb = /and|s$/.test(farthest.name) ? "say" : "says";
  const alike = heard.length > 1 && heard.every(({ letter }) => letter === farthest.letter);
  if (alike && farthest.letter !== self.letter)
    return `Every level that answered says ${farthest.letter}, we said ${self.letter}`;
  if (farthest.letter !== self.letter)
    return `${farthest.name} ${verb} ${farthest.letter}, we said ${self.letter}`;
  return heard.length === 1
    ? `${farthest.name} ${verb} ${farthest.letter}, as we did`
    : `Every level that answered says ${self.letter}, as we did`;
}

/** The title of the areas: best and worst where their intervals keep apart, otherwise that they do not. */
export function areasTitle(areas: Area[]): string {
  const rated = areas
    .filter((area): area is Area & { mean: number } => area.mean !== null)
    .toSorted((a, b) => b.mean - a.mean);
  const [best, worst] = [rated[0], rated.at(-1)];
  if (!best || !worst) return "No area has a mean that can be shown";
  if (best === worst) return `${areaNames[best.key]} scores ${score(best.mean)} of 5`;
  const apart = best.low !== null && worst.high !== null && worst.high < best.low;
  return apart
    ? `${areaNames[best.key]} does better than ${areaNames[worst.key].toLowerCase()}, ${score(best.mean)} against ${score(worst.mean)} of 5`
    : `Means from ${score(worst.mean)} to ${score(best.mean)} of 5; chance may be all that parts best and worst`;
}

const verdictWords = {
  improved: "improved",
  declined: "declined",
  no_real_change: "no real change",
};

/** What a change since the previous round amounts to; its size stands beside it. */
export const trendWords = ({ verdict }: NonNullable<Area["trend"]>): string =>
  verdict === null ? "too few to say" : verdictWords[verdict];

/** The title of the four cells: blind spots by name, where our own guess lies outside the interval. */
export function cellsTitle(areas: Area[]): string {
  const inCell = (cell: string) => areas.filter(({ predicted }) => predicted?.cell === cell);
  const sure = inCell("blind_spot").filter((area) => predictionDoubt(area) === null);
  const names = listed(sure.map(({ key }) => areaNames[key].toLowerCase()));
  if (sure.length > 0)
    return sure.length === 1 ? `A blind spot in ${names}` : `Blind spots in ${names}`;
  return inCell("blind_spot").length > 0
    ? "No blind spot that is more than chance"
    : "No blind spot in the areas we predicted";
}

/** Why a difference from what we expected may be none; null where it surely is one, or none is claimed. */
export function predictionDoubt({ predicted, low, high }: Area): string | null {
  if (predicted?.cell !== "blind_spot" && predicted?.cell !== "undervalued") return null;
  if (low === null || high === null) return "too few to be sure";
  return low <= predicted.mean && predicted.mean <= high ? "may be chance" : null;
}

/** How far the comparison with the previous round may be trusted. */
export function comparisonSentence({ compared, areas }: Report): string | null {
  if (compared === 0) return null;
  const changed = areas.filter(({ trend }) => trend?.verdict && trend.verdict !== "no_real_change");
  const holding = changed.filter(({ trend }) => trend?.holds);
  const expected = (compared * 0.05).toFixed(1);
  const judged = `${compared} ${compared === 1 ? "area was" : "areas were"} compared with the previous round; chance alone would make about ${expected} of them look changed.`;
  if (changed.length === 0) return `${judged} None did.`;
  const names = listed(holding.map(({ key }) => areaNames[key].toLowerCase()));
  return holding.length === 0
    ? `${judged} No change still holds when all are judged together.`
    : `${judged} What still holds when all are judged together: ${names}.`;
}

/** Who closed the round how long before its deadline. */
export function closureSentence(closure: Report["earlyClosure"]): string | null {
  if (!closure) return null;
  const days = closure.days === 1 ? "one day" : `${closure.days} days`;
  const reason = closure.reason ? ` The reason given: ${closure.reason}` : "";
  return `Closed ${days} before its deadline by ${closure.by ?? "somebody who is no longer on the staff"}.${reason}`;
}

/** What the recommendation question says. */
export function recommendationSentence({
  score: point,
  low,
  high,
  ...counts
}: NonNullable<Report["recommendation"]>): string {
  const { promoters, detractors, n, invited } = counts;
  const range = `The 95 % interval runs from ${hundred(low)} to ${hundred(high)}.`;
  const judged =
    low <= 0 && high >= 0 ? " It contains zero: neither side clearly outweighs the other." : "";
  return `${promoters} would promote us and ${detractors} would not, of ${n} who answered (${invited} asked): ${hundred(point)}. ${range}${judged}`;
}

const hundred = (share: number): string => {
  const rounded = Math.round(share * 1000) / 10;
  return rounded < 0 ? `−${-rounded}` : `+${rounded}`;
};
