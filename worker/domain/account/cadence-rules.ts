import { TZDate } from "@date-fns/tz";
import { addMonths, addYears, differenceInMilliseconds, startOfDay } from "date-fns";

export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** A cadence as people say it: "every 12 months, preferably in October". */
export function cadenceWords(cadenceMonths: number, preferredMonth: number | null): string {
  const often = cadenceMonths === 1 ? "every month" : `every ${cadenceMonths} months`;
  const month = preferredMonth === null ? undefined : monthNames[preferredMonth - 1];
  return month && cadenceMonths % 12 === 0 ? `${often}, preferably in ${month}` : often;
}

type Rhythm = {
  cadenceMonths: number;
  /** 1 to 12. */
  preferredMonth: number | null;
  /** When the last round closed that somebody answered. */
  surveyedAt: Date | null;
  /** When the account was put on record: what counts until then. */
  createdAt: Date;
};

/**
 * When the next round of an account is due: at the start of the day `cadenceMonths` after the last one, in the
 * supplier's zone. With a rhythm of whole years and a preferred month it is the beginning of that month, the
 * one nearest to that day; an account that was never surveyed is due when that month first begins.
 */
export function nextRoundDue(rhythm: Rhythm, timeZone: string): Date {
  const { cadenceMonths, preferredMonth, surveyedAt, createdAt } = rhythm;
  const since = new TZDate(surveyedAt ?? createdAt, timeZone);
  const due = startOfDay(addMonths(since, cadenceMonths));
  if (preferredMonth === null || cadenceMonths % 12 !== 0) return new Date(due.getTime());
  const inYear = (year: number) => new TZDate(year, preferredMonth - 1, 1, timeZone);
  if (surveyedAt === null) {
    const first = inYear(since.getFullYear());
    return new Date((first >= since ? first : addYears(first, 1)).getTime());
  }
  const distance = (day: Date) => Math.abs(differenceInMilliseconds(day, due));
  const [nearest] = [-1, 0, 1]
    .map((years) => inYear(due.getFullYear() + years))
    .sort((one, other) => distance(one) - distance(other));
  return new Date(nearest!.getTime());
}
