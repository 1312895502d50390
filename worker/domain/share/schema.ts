import * as z from "zod";
import { EmailAddress } from "../contact/schema.ts";
import { lifetimes, usualLifetime } from "../link/rules.ts";
import { line, paragraph } from "../text.ts";

/** For whom a link to a report's team view is made, and for how many days. */
export const NewShare = z.object({
  name: line(120),
  email: EmailAddress,
  note: paragraph(1000).transform((text) => text || null),
  days: z.coerce
    .number()
    .pipe(z.literal(lifetimes, "is not one of the times to choose from"))
    .default(usualLifetime),
});
export type NewShare = z.infer<typeof NewShare>;
