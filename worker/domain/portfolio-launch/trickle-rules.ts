import { TZDate } from "@date-fns/tz";
import { addDays, differenceInCalendarDays, getISODay, startOfDay } from "date-fns";

/** The hours in which mail may leave, in the recipient's zone. `weekdays` count from Monday, 1 to 7. */
export type Hours = { fromHour: number; toHour: number; weekdays: number[] };
/** The same, and over how many such days the mail is spread. */
export type Trickle = Hours & { days: number };

/** From and until when mail may leave. */
type Slot = { from: number; to: number };

/** Below this, whoever is invited last has little time to answer. */
export const fewDays = 14;
const longestSearch = 400;
/** In which part of the next day what is late leaves. */
const early = 1 / 4;

/**
 * The next `days` working days as stretches of time, in order; of today what is left of it. A day whose hours fall
 * into the one that is skipped in spring has none.
 */
function slotsOf(now: Date, { days, fromHour, toHour, weekdays }: Trickle, zone: string): Slot[] {
  const slots: Slot[] = [];
  const today = startOfDay(new TZDate(now, zone));
  for (let ahead = 0; slots.length < days && ahead < longestSearch; ahead++) {
    const day = addDays(today, ahead);
    if (!weekdays.includes(getISODay(day))) continue;
    const at = (hour: number) =>
      new TZDate(day.getFullYear(), day.getMonth(), day.getDate(), hour, zone).getTime();
    const slot = { from: Math.max(at(fromHour), now.getTime()), to: at(toHour) };
    if (slot.from < slot.to) slots.push(slot);
  }
  return slots;
}

/** When the mail at `share` of the way, from 0 to 1, leaves: all working time of the trickle is filled evenly. */
export function leavesAt(share: number, now: Date, trickle: Trickle, zone: string): Date {
  const slots = slotsOf(now, trickle, zone);
  let left = share * slots.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const { from, to } of slots) {
    if (left < to - from) return new Date(Math.floor(from + left));
    left -= to - from;
  }
  return now;
}

/** When mail that is due may leave: now within the hours, otherwise early on the next working day, spread by `share`. */
export function nextWithin(hours: Hours, share: number, now: Date, zone: string): Date {
  const [slot] = slotsOf(now, { ...hours, days: 1 }, zone);
  return slot === undefined || slot.from === now.getTime()
    ? now
    : leavesAt(share * early, now, { ...hours, days: 1 }, zone);
}

/** How many calendar days whoever is invited last has to answer, when all is launched now. */
export function leastDays(now: Date, trickle: Trickle, closesAt: Date, zone: string): number {
  const last = new Date(slotsOf(now, trickle, zone).at(-1)?.to ?? now);
  return differenceInCalendarDays(new TZDate(closesAt, zone), new TZDate(last, zone));
}
