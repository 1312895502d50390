import * as z from "zod";

export const tiers = ["user", "manager", "board"] as const;
export const Tier = z.enum(tiers);
export type Tier = z.infer<typeof Tier>;

const contactFunctions = [
  "purchasing",
  "legal",
  "hr",
  "finance",
  "it",
  "operations",
  "other",
] as const;
export const ContactFunction = z.enum(contactFunctions);
export type ContactFunction = z.infer<typeof ContactFunction>;

/** Addresses are kept in lower case: one person, one spelling. */
export const EmailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "is empty")
  .max(254, "is longer than an email address may be (254 characters)")
  .pipe(z.email("must look like name@example.com, with one @ and no spaces"));
