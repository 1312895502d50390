import * as z from "zod";
import { line, optionalLine } from "../text.ts";

export const tiers = ["user", "manager", "board"] as const;
export const Tier = z.enum(tiers);
export type Tier = z.infer<typeof Tier>;

export const contactFunctions = [
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
  .max(254, "is longer than an email address may be (254 characters)")
  .pipe(z.email("is not an email address"));

export const ContactChange = z
  .object({
    firstName: line(100),
    lastName: line(100),
    email: EmailAddress,
    tier: Tier,
    function: ContactFunction,
    jobTitle: optionalLine(200),
    mostSenior: z.boolean(),
    locale: optionalLine(35),
    status: z.enum(["active", "left"]),
  })
  .partial();
export type ContactChange = z.infer<typeof ContactChange>;

/**
 * One accepted line of an import, as it will be written. `line` is the physical line; the heading is 1.
 * Null and "" mean that the file says nothing: an import never empties a field.
 */
export type ImportLine = {
  line: number;
  firstName: string;
  lastName: string;
  email: string;
  company: string;
  jobTitle: string | null;
  department: string | null;
  function: ContactFunction;
  tier: Tier;
  tierAssumed: boolean;
  mostSenior: boolean;
  locale: string | null;
  ownerEmail: string | null;
  /** Says the same as an earlier line of the file; counted as unchanged, never written. */
  repeats?: true;
};

export type RejectedLine = { line: number; column: string | null; reason: string };

/** What an import does to one contact, field by field; a new contact has nothing on the `from` side. */
export type ImportChange = {
  line: number;
  kind: "created" | "updated";
  email: string;
  company: string;
  fields: { field: ImportedField; from: string | null; to: string }[];
};
export type ImportedField =
  | "firstName"
  | "lastName"
  | "tier"
  | "function"
  | "jobTitle"
  | "department"
  | "locale"
  | "mostSenior";
