import * as z from "zod";
import { optionalLine } from "../text.ts";

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

/** One of the two names may be empty, not both. */
const PersonName = optionalLine(100).transform((value) => value ?? "");

/** A language tag such as `de` or `en-GB`, or none. */
const LanguageTag = optionalLine(35).refine(
  (value) => value === null || /^[a-z]{2,3}(-[a-z\d]{2,8}){0,3}$/i.test(value),
  "is not a language tag such as de or en-GB",
);

export const ContactChange = z
  .strictObject({
    firstName: PersonName,
    lastName: PersonName,
    email: EmailAddress,
    tier: Tier,
    function: ContactFunction,
    jobTitle: optionalLine(200),
    department: optionalLine(200),
    mostSenior: z.boolean(),
    locale: LanguageTag,
    status: z.enum(["active", "left"]),
    /** Another account: the person works there now. */
    accountId: z.string().min(1, "is empty").max(64),
  })
  .partial();
export type ContactChange = z.infer<typeof ContactChange>;

/** A contact written by hand; marks are set on its own page. */
export const NewContact = ContactChange.omit({
  mostSenior: true,
  status: true,
  accountId: true,
}).extend({
  email: EmailAddress,
});

/** A contact as the API shows it. */
export const Contact = z.object({
  id: z.string(),
  accountId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  tier: Tier,
  function: ContactFunction,
  jobTitle: z.string().nullable(),
  department: z.string().nullable(),
  locale: z.string().nullable(),
  mostSenior: z.boolean(),
  status: z.enum(["active", "left"]),
});
export type Contact = z.infer<typeof Contact>;

/** What the API answers to an import. */
export const ImportResult = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.array(
    z.object({ line: z.number().int(), column: z.string().nullable(), reason: z.string() }),
  ),
  tierAssumed: z.number().int(),
  /** Owners of accounts whom the file names and who are nobody of ours; left out where there are none. */
  unknownOwners: z.array(z.string()).optional(),
});
export type ImportResult = z.infer<typeof ImportResult>;
export type RejectedLine = ImportResult["rejected"][number];

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
