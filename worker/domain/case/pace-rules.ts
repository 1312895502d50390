import { TZDate } from "@date-fns/tz";
import { lightFormat } from "date-fns";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The middle of what was measured; of an even number, the mean of the two in the middle. Null: nothing was. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

type Course = { openedAt: Date; dueAt: Date; firstContactAt: Date | null; resolvedAt: Date | null };

/** Milliseconds from opening to first contact and to resolution; null where it has not come to that. */
export const takenBy = ({ openedAt, firstContactAt, resolvedAt }: Omit<Course, "dueAt">) => {
  const since = (at: Date | null) =>
    at === null ? null : Math.max(0, at.getTime() - openedAt.getTime());
  return { toContact: since(firstContactAt), toResolve: since(resolvedAt) };
};

export type Pace = {
  /** How many cases were opened in the period. */
  opened: number;
  /** Median milliseconds, over the `n` cases in which somebody was reached. */
  toContact: { median: number | null; n: number };
  toResolve: { median: number | null; n: number };
  /** Of the cases whose time for a first contact is over or that had one: how many had it in time. */
  inTime: { n: number; of: number };
};

/** How fast cases were taken up and ended. Those still under way count once they get there. */
export function paceOf(cases: readonly Course[], now: Date): Pace {
  const taken = cases.map(takenBy);
  const known = (values: (number | null)[]) => values.filter((value) => value !== null);
  const contacts = known(taken.map(({ toContact }) => toContact));
  const ends = known(taken.map(({ toResolve }) => toResolve));
  const judged = cases.filter(
    ({ firstContactAt, resolvedAt, dueAt }) =>
      firstContactAt !== null || (resolvedAt === null && dueAt < now),
  );
  const inTime = judged.filter(
    ({ firstContactAt, dueAt }) => firstContactAt !== null && firstContactAt <= dueAt,
  );
  return {
    opened: cases.length,
    toContact: { median: medianOf(contacts), n: contacts.length },
    toResolve: { median: medianOf(ends), n: ends.length },
    inTime: { n: inTime.length, of: judged.length },
  };
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A length of time as people say it: "40 minutes", "5 hours", "3 days 4 hours". */
export function spellTaken(milliseconds: number): string {
  if (milliseconds < hour) return counted(Math.max(1, Math.round(milliseconds / minute)), "minute");
  const hours = Math.round(milliseconds / hour);
  if (hours < 48) return counted(hours, "hour");
  const days = Math.floor((hours * hour) / day);
  const rest = hours - days * 24;
  return rest === 0 || days >= 7
    ? counted(days, "day")
    : `${counted(days, "day")} ${counted(rest, "hour")}`;
}

/** Hours with one decimal, for a spreadsheet; empty when there is nothing to say. */
export const hoursTaken = (milliseconds: number | null): string =>
  milliseconds === null ? "" : (Math.round((milliseconds / hour) * 10) / 10).toString();

const localForm = "yyyy-MM-dd'T'HH:mm";

/** What a browser's field for day and time shows and sends: wall-clock time in the supplier's zone. */
export const localTime = (at: Date, timeZone: string): string =>
  lightFormat(new TZDate(at, timeZone), localForm);

/** The instant of such a field; undefined when it is none. */
export function instantOf(local: string, timeZone: string): Date | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(local)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [year, month, date, hours, minutes] = parts as [number, number, number, number, number];
  const read = new TZDate(year, month - 1, date, hours, minutes, timeZone);
  // What no calendar has, such as 31 February, would be carried over into another day or hour.
  return lightFormat(read, localForm) === local.slice(0, 16) ? new Date(read.getTime()) : undefined;
}
