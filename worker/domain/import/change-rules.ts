import type { ContactFunction, Tier } from "../contact/schema.ts";
import type { ImportChange, ImportedField, ImportLine } from "./schema.ts";

/** The fields of a contact that an import may set. */
export type ImportedContact = {
  firstName: string;
  lastName: string;
  tier: Tier;
  function: ContactFunction;
  jobTitle: string | null;
  department: string | null;
  locale: string | null;
  mostSenior: boolean;
};

export type Change = {
  kind: "created" | "updated" | "unchanged";
  /** No tier in the file, and the contact ends as a user. */
  tierAssumed: boolean;
  contact: ImportedContact;
  fields: ImportChange["fields"];
};

/**
 * What a line does to the contact it is about. What the file leaves empty stays as it is: an import neither
 * empties a field, nor takes a mark away, nor brings back a tier that staff have set.
 */
export function changeOf(line: ImportLine, present: ImportedContact | undefined): Change {
  const contact = present ? merge(line, present) : fresh(line);
  const fields = difference(present, contact);
  const kind = present ? (fields.length > 0 ? "updated" : "unchanged") : "created";
  return { kind, tierAssumed: line.tierAssumed && contact.tier === "user", contact, fields };
}

const fresh = (line: ImportLine): ImportedContact => ({
  firstName: line.firstName,
  lastName: line.lastName,
  tier: line.tier,
  function: line.function,
  jobTitle: line.jobTitle,
  department: line.department,
  locale: line.locale,
  mostSenior: line.mostSenior,
});

function merge(line: ImportLine, present: ImportedContact): ImportedContact {
  // The function is read from the department; with the same department, a correction by staff stands.
  const moved = line.department !== null && line.department !== present.department;
  return {
    firstName: line.firstName || present.firstName,
    lastName: line.lastName || present.lastName,
    tier: line.tierAssumed ? present.tier : line.tier,
    function: moved ? line.function : present.function,
    jobTitle: line.jobTitle ?? present.jobTitle,
    department: line.department ?? present.department,
    locale: line.locale ?? present.locale,
    mostSenior: line.mostSenior || present.mostSenior,
  };
}

const compared: ImportedField[] = [
  "firstName",
  "lastName",
  "tier",
  "function",
  "jobTitle",
  "department",
  "locale",
  "mostSenior",
];

const show = (value: string | boolean | null | undefined): string | null =>
  typeof value === "boolean" ? (value ? "yes" : null) : value || null;

function difference(from: ImportedContact | undefined, to: ImportedContact) {
  return compared.flatMap((field) => {
    const before = show(from?.[field]);
    const after = show(to[field]);
    return after === null || before === after ? [] : [{ field, from: before, to: after }];
  });
}
