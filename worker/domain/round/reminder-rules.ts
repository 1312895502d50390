import { TZDate } from "@date-fns/tz";
import { subDays } from "date-fns";

/** One reminder of the row: whoever was first invited at `invitedBy` or earlier, and after `invitedAfter`. */
export type DueStep = {
  /** From 1; part of the message's id, so that nobody gets the same step twice. */
  step: number;
  last: boolean;
  invitedBy: Date;
  /** Null for the last step. Whoever was invited earlier is due a later step, and only the latest is sent. */
  invitedAfter: Date | null;
};

/**
 * Whom each step is for at an instant. `days` are calendar days in the supplier's zone, ascending: a person
 * invited at 10:00 is due at 10:00 on the day, whatever the clocks did in between.
 */
export function dueSteps(days: number[], now: Date, timeZone: string): DueStep[] {
  const starts = days.map((day) => new Date(subDays(new TZDate(now, timeZone), day).getTime()));
  return starts.map((invitedBy, at) => ({
    step: at + 1,
    last: at === days.length - 1,
    invitedBy,
    invitedAfter: starts[at + 1] ?? null,
  }));
}

/** A reminder keeps this distance from every other mail of the round to the same person. */
export const quietTime = 24 * 60 * 60 * 1000;
