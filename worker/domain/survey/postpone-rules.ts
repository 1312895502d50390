import { TZDate } from "@date-fns/tz";
import { addDays, lightFormat, startOfDay, subDays } from "date-fns";

const field = (date: TZDate) => lightFormat(date, "yyyy-MM-dd");

/**
 * The days someone may put a survey off to, first and last, as `2026-04-01` in the supplier's zone: from
 * tomorrow to the day before the deadline's. Null when no day lies between.
 */
export function daysToChoose(
  now: Date,
  closesAt: Date,
  timeZone: string,
): { first: string; last: string } | null {
  const first = field(addDays(new TZDate(now, timeZone), 1));
  const last = field(subDays(new TZDate(closesAt, timeZone), 1));
  return first <= last ? { first, last } : null;
}

/** The instant a day `2026-04-01` begins in the supplier's zone; null when it is no day of the calendar. */
export function startOf(day: string, timeZone: string): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (!parts) return null;
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  const start = startOfDay(new TZDate(year, month - 1, date, timeZone));
  return field(start) === day ? new Date(start.getTime()) : null;
}
