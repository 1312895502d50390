import type { ContactFunction, Tier } from "../contact/schema.ts";
import type { Question } from "../questions/index.ts";
import type { ByTier } from "./figures.ts";
import type { Group } from "./group-rules.ts";
import { questionsIn, type Questionnaires, type RoundTally } from "./tally-rules.ts";

/** What the figures need besides the answers. */
export type ReportContext = {
  questionnaires: Questionnaires;
  /** Invitations, counted by tier and function of the contact. */
  invited: { tier: Tier; function: ContactFunction; count: number }[];
  /** Contacts the account has, by tier. */
  known: ByTier<number>;
  self: { points: number; predicted: Record<string, number> } | null;
};

/** The context, with everything counted and how its people are grouped. `floor` is 0 in a named round. */
export type Frame = ReportContext & { tally: RoundTally; groups: Group[]; floor: number };

export const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** How many of these tiers were asked at least one of the questions that `picks` picks. */
export const askedIn = (frame: Frame, group: Tier[], picks: (question: Question) => boolean) =>
  sum(
    frame.invited
      .filter(
        ({ tier, function: of }) =>
          group.includes(tier) && questionsIn(frame.questionnaires[tier], of).some(picks),
      )
      .map(({ count }) => count),
  );

/**
 * How many answered of those of these tiers who were asked a question. Who of a tier answered is not known by function:
 * never more than the asked.
 */
export function heardOn(frame: Frame, group: Tier[], key: string): number {
  const asked = group.map((tier) => ({
    completed: frame.tally.tiers[tier].completed,
    asked: askedIn(frame, [tier], (question) => question.key === key),
  }));
  return sum(asked.map(({ completed, asked }) => Math.min(completed, asked)));
}

/** How many of these tiers were invited. */
export const invitedIn = ({ invited }: Pick<ReportContext, "invited">, group: Tier[]) =>
  sum(invited.filter(({ tier }) => group.includes(tier)).map(({ count }) => count));
