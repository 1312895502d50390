import { openStatuses } from "../action/rules.ts";
import type { ActionStatus } from "../action/schema.ts";
import type { CaseStatus } from "../case/schema.ts";

type Ahead = {
  /** Calendar days, `2026-04-01`. */
  today: string;
  nextRound: string;
  running: { name: string; status: string; closesOn: string }[];
  actions: { title: string; status: ActionStatus; dueOn: string | null }[];
  cases: { person: string; status: CaseStatus; dueOn: string }[];
  meetings: { heldOn: string }[];
  askAgainOn: string | null;
};

export type NextDate = { day: string; what: string; overdue: boolean };

/** What comes next, the first on top; what is overdue stays until it is done. */
export function nextDates({ today, ...ahead }: Ahead): NextDate[] {
  const open: readonly string[] = openStatuses;
  const dates = [
    ...ahead.running.map(({ name, status, closesOn }) => ({
      day: closesOn,
      what: status === "open" ? `${name} closes` : `${name} is to close; it is still a draft`,
    })),
    ...(ahead.running.length === 0
      ? [{ day: ahead.nextRound, what: "The next round is due" }]
      : []),
    ...ahead.actions.flatMap(({ title, status, dueOn }) =>
      dueOn !== null && open.includes(status) ? [{ day: dueOn, what: title }] : [],
    ),
    ...ahead.cases.flatMap(({ person, status, dueOn }) =>
      status === "open" ? [{ day: dueOn, what: `First contact with ${person}` }] : [],
    ),
    ...ahead.meetings.flatMap(({ heldOn }) =>
      heldOn >= today ? [{ day: heldOn, what: "Meeting about this account" }] : [],
    ),
    ...(ahead.askAgainOn !== null && ahead.askAgainOn >= today
      ? [{ day: ahead.askAgainOn, what: "May be asked again to be a reference" }]
      : []),
  ];
  return [...new Map(dates.map((date) => [`${date.day} ${date.what}`, date])).values()]
    .map((date) => ({ ...date, overdue: date.day < today }))
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** For how many rounds, counted from the latest, somebody who was asked gave no answer. Null: never asked. */
export const silenceOf = (statuses: readonly string[]): number | null => {
  if (statuses.length === 0) return null;
  const answered = statuses.indexOf("completed");
  return answered === -1 ? statuses.length : answered;
};
