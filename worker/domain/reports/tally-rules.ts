import { grades, type Grade } from "../questions/grade.ts";
import type { Answer, Tally } from "../questions/base.ts";
import { typeOf, type Question } from "../questions/index.ts";
import { tiers, type ContactFunction, type Tier } from "../contact/schema.ts";
import { questionsOf } from "../survey/rules.ts";
import type { Answers, Area, Questionnaire } from "../survey/schema.ts";
import type { ByTier } from "./figures.ts";
import { pointsOf } from "./grade-rules.ts";
import { addMark, meanOf } from "./mark-rules.ts";

export type TalliedResponse = { id: string; tier: Tier; answers: Answers };
/** A comment as written; `responseId` names the answer it came with. */
export type Comment = { questionKey: string; tier: Tier; text: string; responseId: string };

type AreaTally = { people: Map<number, number>; ratings: Map<number, number> };

/** What one tier answered, counted. */
type TierTally = {
  completed: number;
  grades: Map<number, number>;
  areas: Map<Area, AreaTally>;
  questions: Map<string, { answers: Tally<unknown>; marks: Map<number, number> }>;
};

export type RoundTally = { tiers: Record<Tier, TierTally>; comments: Comment[] };

export type Questionnaires = ByTier<Questionnaire>;

/** The questions of a tier that may have none; with a function, as one person was asked them. */
export const questionsIn = (
  questionnaire: Questionnaire | undefined,
  contactFunction?: ContactFunction,
): Question[] =>
  questionnaire
    ? questionsOf(questionnaire, contactFunction ? { function: contactFunction } : {})
    : [];

/** Every question that any tier was asked, once, the fullest questionnaire first. */
export function questionsAcross(questionnaires: Questionnaires): Question[] {
  const sets = tiers.map((tier) => questionsIn(questionnaires[tier]));
  const inOrder = sets.toSorted((a, b) => b.length - a.length).flat();
  return [...new Map(inOrder.map((question) => [question.key, question])).values()];
}

const emptyTier = (questions: Question[]): TierTally => ({
  completed: 0,
  grades: new Map(),
  areas: new Map(),
  questions: new Map(
    questions.map((question) => [
      question.key,
      { answers: typeOf(question).tally(question), marks: new Map() },
    ]),
  ),
});

/** Starts a count; responses are then added one by one, in any order. */
export function startTally(questionnaires: Questionnaires): RoundTally {
  const of = (tier: Tier) => emptyTier(questionsIn(questionnaires[tier]));
  return {
    tiers: { user: of("user"), manager: of("manager"), board: of("board") },
    comments: [],
  };
}

/** Adds one person's answers. Ratings of an area become that person's one mean, so that each person counts once. */
export function addResponse(
  tally: RoundTally,
  questions: Question[],
  { id, tier, answers }: TalliedResponse,
): void {
  const counts = tally.tiers[tier];
  counts.completed++;
  const marks = new Map<Area, number[]>();
  for (const question of questions) {
    const comment = textOf(question, answers);
    if (comment)
      tally.comments.push({ questionKey: question.key, tier, text: comment, responseId: id });
    const answer = answers[question.key];
    if (answer === undefined) continue;
    const counted = counts.questions.get(question.key);
    counted?.answers.add(answer);
    const mark = typeOf(question).mark?.(answer) ?? null;
    if (mark === null) continue;
    if (counted) addMark(counted.marks, mark);
    if (question.area) marks.set(question.area, [...(marks.get(question.area) ?? []), mark]);
  }
  addGrade(counts, answers["overall-grade"]);
  for (const [area, given] of marks) addArea(counts, area, given);
}

function textOf(question: Question, answers: Answers): string | null {
  const key = typeOf(question).closed ? `${question.key}.comment` : question.key;
  const text = answers[key];
  return typeof text === "string" && text.trim() !== "" ? text : null;
}

function addGrade(counts: TierTally, answer: Answer | undefined): void {
  if (isGrade(answer)) addMark(counts.grades, pointsOf(answer));
}

/** Whether an answer is a letter; “I can’t say” is not. */
export const isGrade = (answer: Answer | undefined): answer is Grade =>
  grades.includes(answer as Grade);

function addArea(counts: TierTally, area: Area, marks: number[]): void {
  const tally = counts.areas.get(area) ?? { people: new Map(), ratings: new Map() };
  counts.areas.set(area, tally);
  addMark(tally.people, meanOf(marks));
  for (const mark of marks) addMark(tally.ratings, mark);
}

/** How many of each level answered. */
export const completedByTier = ({ tiers }: RoundTally): Record<Tier, number> => ({
  user: tiers.user.completed,
  manager: tiers.manager.completed,
  board: tiers.board.completed,
});

/** How many answered in all. */
export const completedIn = (tally: RoundTally): number =>
  Object.values(completedByTier(tally)).reduce((sum, completed) => sum + completed, 0);
