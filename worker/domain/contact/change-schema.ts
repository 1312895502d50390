import * as z from "zod";
import { optionalLine } from "../text.ts";
import { ContactFunction, EmailAddress, Tier } from "./schema.ts";

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
