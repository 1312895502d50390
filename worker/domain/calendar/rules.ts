import { TZDate } from "@date-fns/tz";
import { lightFormat, subMilliseconds } from "date-fns";

/** A date that somebody has to think of; `what` names the kind and the thing, so that it stays the same event. */
export type DueDate = {
  what: { kind: "round" | "case" | "next" | "action"; id: string };
  summary: string;
  at: { day: string } | { moment: Date };
};

type Sources = {
  rounds: { id: string; name: string; accountName: string; closesAt: Date }[];
  cases: { id: string; accountName: string; dueAt: Date }[];
  toCome: { id: string; accountName: string; dueAt: Date | null }[];
  actions: { id: string; title: string; accountName: string; dueOn: string | null }[];
};

/**
 * Every source of dates as dates, one line a source. A calendar is kept by others, so it names the account and what
 * we do there, never a person of the client or what anybody said.
 */
export const dueDates = (sources: Sources, timeZone: string): DueDate[] => [
  ...sources.rounds.map(({ id, name, accountName, closesAt }): DueDate => ({
    what: { kind: "round", id },
    summary: `${accountName}: ${name} closes`,
    at: { day: lastDay(closesAt, timeZone) },
  })),
  ...sources.cases.map(({ id, accountName, dueAt }): DueDate => ({
    what: { kind: "case", id },
    summary: `${accountName}: get in touch about a case`,
    at: { moment: dueAt },
  })),
  ...sources.toCome.flatMap(({ id, accountName, dueAt }): DueDate[] =>
    dueAt === null
      ? []
      : [
          {
            what: { kind: "next", id },
            summary: `${accountName}: next survey due in ${monthOf(dueAt, timeZone)}`,
            at: { day: dayOf(dueAt, timeZone) },
          },
        ],
  ),
  ...sources.actions.flatMap(({ id, title, accountName, dueOn }): DueDate[] =>
    dueOn === null
      ? []
      : [
          {
            what: { kind: "action", id },
            summary: `${accountName}: due, ${title}`,
            at: { day: dueOn },
          },
        ],
  ),
];

const dayOf = (moment: Date, timeZone: string) =>
  lightFormat(new TZDate(moment, timeZone), "yyyy-MM-dd");
const monthOf = (moment: Date, timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", { month: "long", timeZone }).format(moment);
/** A round that closes at midnight closes at the end of the day before. */
const lastDay = (closesAt: Date, timeZone: string) => dayOf(subMilliseconds(closesAt, 1), timeZone);
