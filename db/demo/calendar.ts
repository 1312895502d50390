import { TZDate } from "@date-fns/tz";
import { addMinutes, endOfDay, format, set, subDays } from "date-fns";

/** The supplier's calendar around the first start. */
export type Calendar = {
  /** So many days before the first start, at this time of day. */
  at(daysAgo: number, hours?: number, minutes?: number): Date;
  /** The last instant of a day, which is when a round closes. */
  endOf(daysAgo: number): Date;
  /** In words for a round's name, "October 2026". */
  month(daysAgo: number): string;
  year(daysAgo: number): string;
};

export function calendarOf(now: Date, timeZone: string): Calendar {
  const day = (daysAgo: number) => subDays(new TZDate(now, timeZone), daysAgo);
  const instant = (date: Date) => new Date(date.getTime());
  return {
    at: (daysAgo, hours = 8, minutes = 45) =>
      instant(set(day(daysAgo), { hours, minutes, seconds: 12, milliseconds: 0 })),
    endOf: (daysAgo) => instant(endOfDay(day(daysAgo))),
    month: (daysAgo) => format(day(daysAgo), "LLLL yyyy"),
    year: (daysAgo) => format(day(daysAgo), "yyyy"),
  };
}

/** When the sweep finds a round whose deadline has passed. */
export const sweptAfter = (deadline: Date): Date => addMinutes(deadline, 1);
