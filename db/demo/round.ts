import type { Tier } from "#worker/domain/contact/schema.ts";
import type { Grade } from "#worker/domain/questions/grade.ts";
import type { ModuleSlug } from "#worker/domain/round/schema.ts";

/** Who said it (tier and place in the account's list) → question key → words. */
type Said = Record<string, Record<string, string>>;

/**
 * A closed round as a line of the story. Each letter is one contact of the tier, in the order of the
 * account's list: a grade, `?` can't say, `-` no answer, `x` declined, `b` bounced; `.` was not invited.
 */
export type DemoRound = {
  account: string;
  kind: "satisfaction" | "annual_review";
  closedDaysAgo: number;
  self: [grade: Grade, reason: string];
  board: string;
  manager: string;
  user: string;
  confidential?: true;
  modules?: ModuleSlug[];
  /** Question key → how much better or worse than the grade its ratings are. */
  tilt?: Record<string, number>;
  said?: Said;
  /** Kept promise → what each contact of a tier says of it: `+` better, `=` the same, `-` worse, `?` can't say. */
  judged?: Record<string, Partial<Record<Tier, string>>>;
  /** Why a tier was left out or a throttle overridden at launch. */
  explanation?: string;
};
