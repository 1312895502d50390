import * as z from "zod";
import { isTimeZone } from "../setting/rules.ts";
import { line, optionalLine, paragraph } from "../text.ts";

const staffId = z.string().min(1, "is empty").max(64).nullable();

/** Names of services or of competitors; an empty list means that none are known. */
const names = z
  .array(line(80))
  .max(20, "has more than 20 entries")
  .nullable()
  .transform((list) => (list && list.length > 0 ? [...new Set(list)] : null));

/** A number of months, or the number of a month. */
const months = (most: number) =>
  z
    .number("is not a number")
    .int("is not a whole number")
    .min(1, "is below 1")
    .max(most, `is above ${most}`);

const currency = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code) => Intl.supportedValuesOf("currency").includes(code), "is not a currency code");

export const AccountChange = z
  .strictObject({
    name: line(200),
    parentId: z.string().min(1, "is empty").max(64).nullable(),
    accountManagerId: staffId,
    sponsorId: staffId,
    country: optionalLine(60),
    segment: optionalLine(60),
    annualRevenue: z
      .number("is not a number")
      .int("is not a whole number")
      .min(0, "is below zero")
      .max(1e15, "is too large")
      .nullable(),
    currency: currency.nullable(),
    matter: optionalLine(200),
    matterObservation: paragraph(1000)
      .nullable()
      .transform((text) => text || null),
    services: names,
    /** Those of the services that the client uses already: they are not asked about. */
    servicesInUse: names,
    competitors: names,
    cadenceMonths: months(60),
    preferredMonth: months(12).nullable(),
    /** An IANA name; null: the supplier's. Mail that is spread over days leaves in its working hours. */
    timeZone: z.string().max(64).refine(isTimeZone, "is not one we know").nullable(),
  })
  .partial();
export type AccountChange = z.infer<typeof AccountChange>;

/** An account written by hand; a form sends an empty field for nobody. */
export const NewAccount = z.object({
  name: line(200),
  accountManagerId: z
    .string()
    .max(64)
    .transform((id) => id || null)
    .optional(),
});
export type NewAccount = z.infer<typeof NewAccount>;

/** An account as the API shows it. */
export const Account = z.object({
  id: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  accountManagerId: z.string().nullable(),
  sponsorId: z.string().nullable(),
  country: z.string().nullable(),
  segment: z.string().nullable(),
  annualRevenue: z.number().int().nullable(),
  currency: z.string().nullable(),
  matter: z.string().nullable(),
  matterObservation: z.string().nullable(),
  services: z.array(z.string()).nullable(),
  servicesInUse: z.array(z.string()).nullable(),
  competitors: z.array(z.string()).nullable(),
  /** How often the account is surveyed, and in which month (1 to 12), if in one rather than another. */
  cadenceMonths: z.number().int(),
  preferredMonth: z.number().int().nullable(),
  /** Where the client's working hours are; null: the supplier's zone. */
  timeZone: z.string().nullable(),
});
export type Account = z.infer<typeof Account>;
