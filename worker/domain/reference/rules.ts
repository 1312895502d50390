import { addDays, addYears, lightFormat } from "date-fns";
import { TZDate } from "@date-fns/tz";
import type { Grade } from "../questions/grade.ts";
import { letterOf } from "../reports/grade-rules.ts";
import type { ReferenceAnswer } from "./schema.ts";

/** What decides whether somebody at an account may be asked to speak for us. */
export type Standing = {
  /** The client's grade in the last closed named round. */
  points: number | null;
  /** What the most senior contact gave in it. */
  seniorLetter: Grade | null;
  openCases: number;
  isReference: boolean;
  lastAskedAt: Date | null;
  /** The day they named when asked last: not before then. */
  laterOn: string | null;
};

/**
 * The calendar day from which on an account may be asked again: when a whole year is over, or later if they
 * said so.
 */
export function askableFrom(
  { lastAskedAt, laterOn }: Pick<Standing, "lastAskedAt" | "laterOn">,
  timeZone: string,
): string | null {
  if (lastAskedAt === null) return laterOn;
  const anniversary = addYears(new TZDate(lastAskedAt, timeZone), 1);
  const afterAYear = lightFormat(addDays(anniversary, 1), "yyyy-MM-dd");
  return laterOn !== null && laterOn > afterAYear ? laterOn : afterAYear;
}

/**
 * Graded A, the most senior contact at least B, no case open, not a reference yet, and not asked within a year.
 * `today` is a calendar day in the supplier's zone.
 */
export function mayBeAsked(standing: Standing, today: string, timeZone: string): boolean {
  const { points, seniorLetter, openCases, isReference } = standing;
  const from = askableFrom(standing, timeZone);
  return (
    points !== null &&
    letterOf(points) === "A" &&
    (seniorLetter === "A" || seniorLetter === "B") &&
    openCases === 0 &&
    !isReference &&
    (from === null || from <= today)
  );
}

/** What the opt-out link of such a mail is made from. */
export const askSubject = (askId: string): string => `reference/${askId}`;

/** Where the mail begins; every word may be changed before it goes out. */
export const askTemplate = ({ account, supplier }: { account: string; supplier: string }): string =>
  [
    `In our last survey ${account} gave us a grade we are proud of. Thank you for it.`,
    `Now and then somebody who is thinking of working with ${supplier} asks us whom they could speak with. May we name you? It would be one call of a quarter of an hour, at a time that suits you, and we would ask you before each one.`,
    "If you would rather not, or not now, a line in reply is enough, and nothing changes between us.",
  ].join("\n\n");

export const answerWords: Record<ReferenceAnswer, string> = {
  agreed: "Agreed",
  declined: "Declined",
  later: "Later",
};
