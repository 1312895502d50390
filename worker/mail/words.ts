import { evenly, spellDay } from "#web/ui/date.tsx";
import { nameOf } from "../domain/contact/rules.ts";
import type { ContactFunction } from "../domain/contact/schema.ts";
import { questionsOf, minutesOf, type Sitting } from "../domain/survey/rules.ts";
import type { Questionnaire } from "../domain/survey/schema.ts";
import type { Facts, Respondent, RoundFacts } from "./facts.ts";

/** A deadline as a person says it. One at midnight is named by the day that ends with it. */
export function spellDeadline(closesAt: Date, timeZone: string): string {
  const last = new Date(closesAt.getTime() - 1);
  const day = evenly(
    new Intl.DateTimeFormat("en-GB", {
      weekday: "long",
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone,
    }).format(last),
  );
  const time = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(closesAt);
  return ["00:00", "23:59"].includes(time) ? day : `${day}, ${time} (${timeZone})`;
}

/** The day on which a deadline ends, without its year and time: for a subject. */
export const spellClosingDay = (closesAt: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone,
  }).format(new Date(closesAt.getTime() - 1));

/** The day of an action, `2026-04-01`, spelled. */
export const spellDueDay = (dueOn: string | null): string =>
  dueOn ? spellDay(new Date(dueOn), "UTC") : "No day set";

export const fullName = ({ contact }: Pick<Respondent, "contact">): string => nameOf(contact);

export const minutes = (count: number): string => (count === 1 ? "1 minute" : `${count} minutes`);

/** How long a person's own questions take, in whole minutes. */
export const minutesFor = (
  questionnaire: Questionnaire,
  askedOf: ContactFunction,
  sitting?: Sitting,
): number =>
  minutesOf(questionsOf(questionnaire, { function: askedOf, ...(sitting ? { sitting } : {}) }));

/** Who will read an answer, and from when: the promise of the round, in a few sentences. */
export function whoSees(
  { settings }: Facts,
  { round, account }: RoundFacts,
  questionnaire: Questionnaire,
): string {
  const { supplierName } = settings;
  if (round.confidentiality === "confidential")
    return "Nobody can tell who answered what: your answers are kept without your name, and results are shown only for groups of five people or more. What you have submitted cannot be changed or withdrawn, because nobody can find it.";
  const asksAboutPerson = questionsOf(questionnaire).some(({ area }) => area === "account-manager");
  return [
    `Once the survey has closed, those at ${supplierName} who look after ${account.name} read your answers with your name and title.`,
    "Before that, only what asks for help at once is passed on.",
    ...(asksAboutPerson
      ? ["What you say about your account manager goes to their line manager and our leaders only."]
      : []),
  ].join(" ");
}
