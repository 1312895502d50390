import type { Account } from "./schema.ts";

/** The fields of the account's form as text, the way a browser sends them; the parent is given by its name. */
export type AccountFields = Record<
  | "name"
  | "parentId"
  | "accountManagerId"
  | "sponsorId"
  | "country"
  | "segment"
  | "annualRevenue"
  | "currency"
  | "matter"
  | "matterObservation"
  | "services"
  | "servicesInUse"
  | "competitors"
  | "cadenceMonths"
  | "preferredMonth"
  | "timeZone",
  string
>;

/** An account as its form shows it. */
export const accountFields = (account: Account, parent: string): AccountFields => ({
  name: account.name,
  parentId: parent,
  accountManagerId: account.accountManagerId ?? "",
  sponsorId: account.sponsorId ?? "",
  country: account.country ?? "",
  segment: account.segment ?? "",
  annualRevenue: account.annualRevenue?.toString() ?? "",
  currency: account.currency ?? "",
  matter: account.matter ?? "",
  matterObservation: account.matterObservation ?? "",
  services: account.services?.join("\n") ?? "",
  servicesInUse: account.servicesInUse?.join("\n") ?? "",
  competitors: account.competitors?.join("\n") ?? "",
  cadenceMonths: account.cadenceMonths.toString(),
  preferredMonth: account.preferredMonth?.toString() ?? "",
  timeZone: account.timeZone ?? "",
});

const grouped = /^\d{1,3}([.,' \u00A0\u202F’]\d{3})+$/;

/** What the form says, in the shape that `AccountChange` validates; the parent is found by its name later. */
export const changeFromFields = (fields: Partial<AccountFields>) => ({
  name: fields.name,
  country: fields.country,
  segment: fields.segment,
  matter: fields.matter,
  matterObservation: fields.matterObservation,
  // The field is there only for those who may hand an account over.
  ...(fields.accountManagerId !== undefined && {
    accountManagerId: fields.accountManagerId || null,
  }),
  sponsorId: fields.sponsorId || null,
  currency: fields.currency?.trim() || null,
  annualRevenue: readAmount(fields.annualRevenue?.trim() ?? ""),
  services: linesOf(fields.services),
  servicesInUse: linesOf(fields.servicesInUse),
  competitors: linesOf(fields.competitors),
  ...(fields.cadenceMonths !== undefined && { cadenceMonths: Number(fields.cadenceMonths) }),
  ...(fields.preferredMonth !== undefined && {
    preferredMonth: fields.preferredMonth === "" ? null : Number(fields.preferredMonth),
  }),
  ...(fields.timeZone !== undefined && { timeZone: fields.timeZone || null }),
});

const readAmount = (text: string): number | null =>
  text === "" ? null : Number(grouped.test(text) ? text.replaceAll(/\D/g, "") : text);

const linesOf = (text = ""): string[] =>
  text.split("\n").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
