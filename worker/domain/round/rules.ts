import { TZDate } from "@date-fns/tz";
import { addDays, differenceInCalendarDays, endOfDay, lightFormat, subDays } from "date-fns";
import type { Actor } from "../../context.ts";
import { reachOf, type Reach } from "../account/rules.ts";
import type { Confidentiality, RoundKind, RoundStatus } from "./schema.ts";

const windowDays = 21;
const throttleDays = 180;

export const kindWords: Record<RoundKind, string> = {
  satisfaction: "Satisfaction survey",
  annual_review: "Annual review",
};
export const statusWords: Record<RoundStatus, string> = {
  draft: "Draft",
  open: "Open",
  closed: "Closed",
  cancelled: "Cancelled",
};
export const confidentialityWords: Record<Confidentiality, string> = {
  named: "Named",
  confidential: "Confidential",
};

/** Which rounds an actor reaches; null for somebody who is not staff. */
export function roundReach(actor: Actor): Reach | null {
  if (actor.kind === "system") return "all";
  return actor.kind === "staff" ? reachOf(actor) : null;
}

const onCalendar = (instant: Date, timeZone: string) => new TZDate(instant, timeZone);
const toInstant = (date: Date) => new Date(date.getTime());

/**
 * When a round closes. A day (`2026-04-01`) means its end in the supplier's zone; left out, it is the same time
 * of day 21 calendar days from now, whatever the clocks do in between.
 */
export function deadlineOf(closesAt: string | undefined, now: Date, timeZone: string): Date {
  if (closesAt === undefined) return toInstant(addDays(onCalendar(now, timeZone), windowDays));
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(closesAt);
  if (!day) return new Date(closesAt);
  const [year, month, date] = day.slice(1).map(Number) as [number, number, number];
  return toInstant(endOfDay(new TZDate(year, month - 1, date, timeZone)));
}

/** A first invitation after this instant keeps the next one back: 180 calendar days before now. */
export const throttleStart = (now: Date, timeZone: string): Date =>
  toInstant(subDays(onCalendar(now, timeZone), throttleDays));

/** From this instant on a person invited then may be invited again. */
export const throttleEnd = (invitedAt: Date, timeZone: string): Date =>
  toInstant(addDays(onCalendar(invitedAt, timeZone), throttleDays));

/** How many calendar days before its deadline a round was closed; 0 on the day itself or after it. */
export const daysEarly = (closesAt: Date, closedAt: Date, timeZone: string): number =>
  Math.max(
    0,
    differenceInCalendarDays(onCalendar(closesAt, timeZone), onCalendar(closedAt, timeZone)),
  );

/** A day as a date field spells it, `2026-04-01`, in the supplier's zone. */
export const dayField = (instant: Date, timeZone: string): string =>
  lightFormat(onCalendar(instant, timeZone), "yyyy-MM-dd");

/** Given name and family name of a nominated person: the last word is the family name. */
export function splitName(name: string): { firstName: string; lastName: string } {
  const words = name.trim().split(/\s+/);
  const lastName = words.length > 1 ? words.pop()! : "";
  return { firstName: words.join(" "), lastName };
}
