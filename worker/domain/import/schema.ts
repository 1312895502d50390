import * as z from "zod";
import type { ContactFunction, Tier } from "../contact/schema.ts";

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
  /** Says the same as an earlier line of the file: neither written nor counted. */
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
