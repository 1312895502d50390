import { TZDate } from "@date-fns/tz";
import { addDays, getHours, isMonday, lightFormat, subDays } from "date-fns";

/** From this hour on, by the supplier's clock, notices about the plan go out. */
const morning = 7;
const daysToEscalate = 14;

const day = (date: Date) => lightFormat(date, "yyyy-MM-dd");

/** The digest that goes out at this instant: its Monday, and the Sunday it looks ahead to; null at other times. */
export function digestWeek(now: Date, timeZone: string): { monday: string; until: string } | null {
  const here = new TZDate(now, timeZone);
  if (!isMonday(here) || getHours(here) < morning) return null;
  return { monday: day(here), until: day(addDays(here, 6)) };
}

/** What was due on this day or before is overdue for 14 days; null before the morning. */
export function escalationDay(now: Date, timeZone: string): string | null {
  const here = new TZDate(now, timeZone);
  return getHours(here) < morning ? null : day(subDays(here, daysToEscalate));
}

type Listed = { dueOn: string | null };

/** The lines of a digest: overdue, due within the week, and waiting for the client whenever they are due. */
export function digestParts<Line extends Listed>(
  actions: readonly Line[],
  { monday, until }: { monday: string; until: string },
): { overdue: Line[]; thisWeek: Line[]; waiting: Line[] } {
  const overdue = actions.filter(({ dueOn }) => dueOn !== null && dueOn < monday);
  const thisWeek = actions.filter(
    ({ dueOn }) => dueOn !== null && dueOn >= monday && dueOn <= until,
  );
  const waiting = actions.filter((one) => !overdue.includes(one) && !thisWeek.includes(one));
  return { overdue, thisWeek, waiting };
}
