import * as z from "zod";
import { line, paragraph } from "../text.ts";
import { isTimeZone } from "./rules.ts";

/** How the supplier appears on pages and in mails. `accentColour` is `#rrggbb`. */
export type Settings = {
  supplierName: string;
  timeZone: string;
  accentColour: string;
  logo: string | null;
  footerAddress: string | null;
  /** Calendar days after a person's first invitation, ascending. */
  reminderDays: number[];
  /** Beside our address on every mail; null: whoever looks after the account, and the supplier. */
  senderName: string | null;
  /** Where answers to mail go in named rounds; null: to whoever looks after the account. */
  replyTo: string | null;
  /** Lines under the names at the end of mail to clients. */
  signature: string | null;
  /** Months after its close during which a round keeps what people wrote. */
  retentionMonths: number;
};

const mostReminders = 3;
const lastReminderDay = 90;

/** Days as people type them, `4, 11, 19`; nothing means no reminders. */
const ReminderDays = z
  .string()
  .trim()
  .regex(/^(\d{1,3}([\s,;]+\d{1,3})*)?$/, "are not days like 4, 11, 19")
  .transform((typed) => [
    ...new Set(
      typed
        .split(/[\s,;]+/)
        .filter(Boolean)
        .map(Number),
    ),
  ])
  .transform((days) => days.sort((a, b) => a - b))
  .refine((days) => days.length <= mostReminders, `are more than ${mostReminders}`)
  .refine(
    (days) => days.every((day) => day >= 1 && day <= lastReminderDay),
    `go from 1 to ${lastReminderDay}`,
  );

/** All of it but the logo, which arrives as a file. What is left out stays. */
export const SettingsChange = z
  .object({
    supplierName: line(80),
    timeZone: z.string().refine(isTimeZone, "is not one we know"),
    accentColour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, "is not a colour like #1f4e79")
      .toLowerCase(),
    footerAddress: paragraph(300).transform((value) => value || null),
    reminderDays: ReminderDays,
    senderName: z.union([z.literal("").transform(() => null), line(80)]),
    replyTo: z.union([
      z.literal("").transform(() => null),
      z.email("is not an address like feedback@yourfirm.com").max(254).toLowerCase(),
    ]),
    signature: paragraph(300).transform((value) => value || null),
    retentionMonths: z.coerce
      .number("is not a number")
      .int("is not a whole number")
      .min(6, "is less than 6")
      .max(120, "is more than 120"),
  })
  .partial();
export type SettingsChange = z.infer<typeof SettingsChange>;
