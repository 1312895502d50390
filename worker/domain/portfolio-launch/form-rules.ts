import { text, texts, type Body } from "../round/body-rules.ts";

/** What stands in the form of a new launch, as typed. */
export type LaunchFields = {
  id: string;
  kind: string;
  name: string;
  windowDays: string;
  gradeBy: string;
  days: string;
  fromHour: string;
  toHour: string;
  weekdays: string[];
  accountIds: string[];
  short: boolean;
};

export const weekdayNames = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

/** What was typed into the form of a portfolio launch, as it was typed. */
export const readLaunchFields = (body: Body): LaunchFields => ({
  id: text(body, "id"),
  kind: text(body, "kind"),
  name: text(body, "name"),
  windowDays: text(body, "windowDays").trim(),
  gradeBy: text(body, "gradeBy"),
  days: text(body, "days").trim(),
  fromHour: text(body, "fromHour"),
  toHour: text(body, "toHour"),
  weekdays: texts(body, "weekdays"),
  accountIds: texts(body, "accountIds"),
  short: text(body, "short") !== "",
});

const number = (typed: string) => (typed === "" ? Number.NaN : Number(typed));

/** Typed fields as input for `NewLaunch`. */
export const launchInput = ({ windowDays, days, fromHour, toHour, ...fields }: LaunchFields) => ({
  ...fields,
  windowDays: number(windowDays),
  days: number(days),
  fromHour: number(fromHour),
  toHour: number(toHour),
  weekdays: [...new Set(fields.weekdays.map(number))],
  accountIds: [...new Set(fields.accountIds)],
});

/** A launch's explanation as each round keeps it: whoever reads it sees that it was not written for this account. */
export const sharedExplanation = (launchName: string, explanation: string): string =>
  `For all accounts of “${launchName}”: ${explanation}`;

export const launchLabels: Record<string, string> = {
  id: "This form",
  kind: "The kind of round",
  name: "The name",
  windowDays: "The number of days a round is open",
  gradeBy: "The day for our own grades",
  days: "The number of days",
  fromHour: "The first hour",
  toHour: "The last hour",
  weekdays: "The weekdays",
  accountIds: "The accounts",
};
