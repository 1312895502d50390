import { TZDate } from "@date-fns/tz";
import { addMinutes, format, set, subDays } from "date-fns";

/** The supplier's calendar around the first start. */
export type Calendar = {
  /** So many days before the first start, at this time of day. */
  at(daysAgo: number, hours?: number, minutes?: number): Date;
  /** When a round of that day closes: in the evening, so that the sweep ends it on the same day. */
  deadline(daysAgo: number): Date;
  /** The day as a field holds it, `2026-11-30`. */
  date(daysAgo: number): string;
  /** In words for a round's name, "October 2026". */
  month(daysAgo: number): string;
  year(daysAgo: number): string;
};

export function calendarOf(now: Date, timeZone: string): Calendar {
  const day = (daysAgo: number) => subDays(new TZDate(now, timeZone), daysAgo);
  const instant = (date: Date) => new Date(date.getTime());
  const at = (daysAgo: number, hours = 8, minutes = 45) =>
    instant(set(day(daysAgo), { hours, minutes, seconds: 0, milliseconds: 0 }));
  return {
    at,
    deadline: (daysAgo) => at(daysAgo, 18, 0),
    date: (daysAgo) => format(day(daysAgo), "yyyy-MM-dd"),
    month: (daysAgo) => format(day(daysAgo), "LLLL yyyy"),
    year: (daysAgo) => format(day(daysAgo), "yyyy"),
  };
}

/** When the sweep finds a round whose deadline has passed. */
export const sweptAfter = (deadline: Date): Date => addMinutes(deadline, 1);
