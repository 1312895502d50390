import * as z from "zod";
import { RoundKind } from "../round/schema.ts";
import { line } from "../text.ts";

export const mostAccounts = 2000;

const word = (max: number) => z.string().trim().max(max).default("");

/** Which accounts are offered for a launch, as an address carries it. */
export const LaunchFilter = z.object({
  q: word(200),
  manager: word(64),
  segment: word(60),
  country: word(60),
  /** Only accounts without an answered round in so many months; empty filters nothing. */
  months: z
    .string()
    .regex(/^([1-9]\d?)?$/)
    .catch(""),
});
export type LaunchFilter = z.infer<typeof LaunchFilter>;

const whole = (least: number, most: number) =>
  z
    .number("is not a number")
    .int("is not a whole number")
    .min(least, `is below ${least}`)
    .max(most, `is above ${most}`);

export const NewLaunch = z
  .object({
    /** Made with the form, so that the same form sent twice is one launch. */
    id: z.string().regex(/^[\w-]{22}$/, "is not one of ours: open the page anew"),
    kind: RoundKind,
    name: line(120),
    windowDays: whole(7, 90),
    gradeBy: z.iso.date("is missing or not a day"),
    days: whole(1, 30),
    fromHour: whole(0, 23),
    toHour: whole(1, 24),
    weekdays: z.array(whole(1, 7)).min(1, "are none: choose at least one"),
    accountIds: z
      .array(z.string().min(1).max(64))
      .min(1, "are none: choose at least one")
      .max(mostAccounts, `are more than ${mostAccounts}: launch the others after these`),
    /** Launch although whoever is invited last has little time to answer. */
    short: z.boolean(),
  })
  .refine(({ fromHour, toHour }) => fromHour < toHour, {
    path: ["toHour"],
    message: "is not after the first",
  });
export type NewLaunch = z.infer<typeof NewLaunch>;

export const Shown = z.enum(["all", "draft", "ungraded", "open", "over"]);
