import type { ContactFunction, Tier } from "../contact/schema.ts";
import { typeOf, type Question } from "../questions/index.ts";
import { isOffer } from "../questions/offer-rules.ts";
import type { ModuleSlug, RoundKind } from "../round/schema.ts";
import type { Questionnaire, Section } from "./schema.ts";

export type Sitting = 1 | 2;
type Asked = { function?: ContactFunction; sitting?: Sitting };

/**
 * The sections one person sees, without the questions that are for other functions. A section without a
 * sitting belongs to both.
 */
export const sectionsOf = (questionnaire: Questionnaire, asked: Asked = {}): Section[] =>
  questionnaire.sections
    .filter(({ sitting }) => !sitting || !asked.sitting || sitting === asked.sitting)
    .map((section) => ({ ...section, questions: section.questions.filter(isFor(asked.function)) }))
    .filter(({ questions }) => questions.length > 0);

const isFor = (person?: ContactFunction) => (question: Question) =>
  !question.functions || person === undefined || question.functions.includes(person);

/** The questions one person is asked, in order. */
export const questionsOf = (questionnaire: Questionnaire, asked: Asked = {}): Question[] =>
  sectionsOf(questionnaire, asked).flatMap(({ questions }) => questions);

/** The one sitting whose questions have a field in what was sent; null when both have, or neither. */
export function sittingOfFields(
  { sections }: Questionnaire,
  sent: Map<string, unknown>,
): Sitting | null {
  const isThere = ({ key }: Question) => sent.has(key) || sent.has(`${key}.comment`);
  const there = sections.filter(({ questions }) => questions.some(isThere));
  const sittings = new Set(there.flatMap(({ sitting }) => sitting ?? []));
  return sittings.size === 1 ? [...sittings][0]! : null;
}

/** 10 s a closed question, 40 s an open one. */
export const secondsOf = (questions: Question[]): number =>
  questions.reduce((sum, question) => sum + (isOffer(question) ? 0 : typeOf(question).seconds), 0);

/** Whole minutes, as they are promised: rounded up. */
export const minutesOf = (questions: Question[]): number => Math.ceil(secondsOf(questions) / 60);

/** What a round adds when nobody chose: a satisfaction round asks about the account manager. */
export const defaultModules = (kind: RoundKind): ModuleSlug[] =>
  kind === "satisfaction" ? ["account-manager"] : [];

export type OverBudget = { tier: Tier; sitting?: Sitting; seconds: number; budgetSeconds: number };

/** The seconds that a launch allows a questionnaire, or each sitting of one. */
export const launchSeconds = (kind: RoundKind, tier: Tier): number =>
  kind === "satisfaction" && tier === "board" ? 180 : 300;

/** Which tiers' questionnaires take longer than a launch allows: 300 s, board 180 s, 300 s each sitting. */
export function overBudget(
  kind: RoundKind,
  questionnaires: Partial<Record<Tier, Questionnaire>>,
): OverBudget[] {
  const sittings: (Sitting | undefined)[] = kind === "annual_review" ? [1, 2] : [undefined];
  return (Object.entries(questionnaires) as [Tier, Questionnaire][])
    .flatMap(([tier, questionnaire]) =>
      sittings.map((sitting) => ({
        tier,
        ...(sitting && { sitting }),
        seconds: secondsOf(questionsOf(questionnaire, sitting ? { sitting } : {})),
        budgetSeconds: launchSeconds(kind, tier),
      })),
    )
    .filter(({ seconds, budgetSeconds }) => seconds > budgetSeconds);
}
