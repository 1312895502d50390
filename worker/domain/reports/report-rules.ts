import { tiers, type Tier } from "../contact/schema.ts";
import { areas as allAreas } from "../questions/base.ts";
import { typeOf, type Question } from "../questions/index.ts";
import type { Area } from "../survey/schema.ts";
import { areaFigures, momentsIn, spreadOf, suggestionsFor } from "./area-rules.ts";
import type { AreaFigures, ClientGrade, Figures, GradeCell, ResponseCount } from "./figures.ts";
import { askedIn, invitedIn, sum, type Frame, type ReportContext } from "./frame-rules.ts";
import { gapOf, letterOf } from "./grade-rules.ts";
import type { Group } from "./group-rules.ts";
import { mergeMarks, momentsOf } from "./mark-rules.ts";
import { questionIn, recommendationIn } from "./question-rules.ts";
import { questionsAcross, questionsIn, type RoundTally } from "./tally-rules.ts";

const gradeScale = [0, 4] as const;

/** The figures of a closed round for one way of grouping its people. `floor` is 0 in a named round. */
export function composeFigures(
  context: ReportContext,
  tally: RoundTally,
  groups: Group[],
  floor: number,
): Figures {
  const frame = { ...context, tally, groups, floor };
  const grade = clientGrade(frame);
  const areas = allAreas.flatMap((area) => areaIn(frame, area) ?? []);
  return {
    groups,
    response: responseIn(frame),
    grade,
    gap: gapOf(context.self?.points ?? null, grade.points),
    areas,
    questions:
      floor > 0
        ? []
        : questionsAcross(context.questionnaires).flatMap((q) => questionIn(frame, q) ?? []),
    recommendation: recommendationIn(frame),
    suggestions: suggestionsFor(areas),
  };
}

function responseOf(frame: Frame, group: Tier[]): ResponseCount {
  const invited = invitedIn(frame, group);
  const completed = sum(group.map((tier) => frame.tally.tiers[tier].completed));
  return {
    invited,
    completed,
    rate: invited === 0 ? null : completed / invited,
    known: sum(group.map((tier) => frame.known[tier] ?? 0)),
  };
}

/** By group; a tier of which nobody was asked stands by itself, with how many of it we know. */
function responseIn(frame: Frame): Figures["response"] {
  const grouped = frame.groups.flatMap((group) => group.tiers);
  const unasked = tiers.filter((tier) => !grouped.includes(tier) && invitedIn(frame, [tier]) === 0);
  const shown = [...frame.groups, ...unasked.map((tier) => ({ key: tier, tiers: [tier] }))];
  const byTier = Object.fromEntries(shown.map(({ key, tiers }) => [key, responseOf(frame, tiers)]));
  return { ...responseOf(frame, [...tiers]), byTier };
}

/** Mean over the groups that gave at least one grade, each weighing the same; letter = the nearest. */
function clientGrade(frame: Frame): ClientGrade {
  const cells = frame.groups.map((group) => ({ group, cell: gradeCell(frame, group.tiers) }));
  const moments = cells.map(({ cell }) => momentsIn({ ...cell, mean: cell.points }));
  const { mean, ...spread } = spreadOf(moments, invitedIn(frame, [...tiers]), gradeScale);
  const heard = cells
    .filter(({ cell }) => cell.points !== null)
    .flatMap(({ group }) => group.tiers);
  const withheld = mean === null && frame.floor > 0;
  return {
    points: mean,
    letter: mean === null ? null : letterOf(mean),
    ...spread,
    ...(withheld && { n: null, withheld: "small_group" as const }),
    byTier: Object.fromEntries(cells.map(({ group, cell }) => [group.key, cell])),
    missingTiers: tiers.filter((tier) => !heard.includes(tier)),
    trend: null,
  };
}

function gradeCell(frame: Frame, group: Tier[]): GradeCell {
  const invited = invitedIn(frame, group);
  const moments = momentsOf(mergeMarks(group.map((tier) => frame.tally.tiers[tier].grades)));
  if ((moments?.n ?? 0) < frame.floor)
    return { points: null, letter: null, n: null, invited, squares: null, withheld: "small_group" };
  return {
    points: moments?.mean ?? null,
    letter: moments ? letterOf(moments.mean) : null,
    n: moments?.n ?? 0,
    invited,
    squares: moments?.squares ?? null,
  };
}

/** Null when no tier was asked anything that is rated in this area. */
function areaIn(frame: Frame, area: Area): AreaFigures | null {
  const isRated = (question: Question) =>
    question.area === area && typeOf(question).mark !== undefined;
  const keysFor = (group: Tier[]) => [
    ...new Set(
      group.flatMap((tier) =>
        questionsIn(frame.questionnaires[tier])
          .filter(isRated)
          .map(({ key }) => key),
      ),
    ),
  ];
  if (keysFor([...tiers]).length === 0) return null;
  const groups = frame.groups
    .map(({ key, tiers }) => {
      const tallies = tiers.flatMap((tier) => frame.tally.tiers[tier].areas.get(area) ?? []);
      return {
        key,
        questions: keysFor(tiers),
        invited: askedIn(frame, tiers, isRated),
        people: mergeMarks(tallies.map(({ people }) => people)),
        ratings: mergeMarks(tallies.map(({ ratings }) => ratings)),
      };
    })
    .filter(({ invited }) => invited > 0);
  return areaFigures(area, groups, {
    invited: askedIn(frame, [...tiers], isRated),
    floor: frame.floor,
    predicted: frame.self?.predicted[area],
  });
}
