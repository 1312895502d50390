import * as schema from "#db/schema.ts";
import { getTableColumns, getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";

const tables = Object.values(schema).filter((one) => is(one, SQLiteTable));
const having = (names: string[]) =>
  tables
    .filter((table) => names.some((name) => name in getTableColumns(table)))
    .map((table) => getTableName(table))
    .toSorted();

// What is new here has to be blanked in db/queries/blank.ts or erasure.ts too, and written into test/routes/person.test.ts.
test("every table that names a contact, or an address, is known to the erasure", () => {
  expect(having(["contactId", "contactIds", "counterpartId"])).toEqual([
    "action",
    "client_case",
    "client_link",
    "conversation",
    "invitation",
    "personal_note",
    "plan_agreement",
    "plan_reply",
    "reference_ask",
    "report_comment",
    "round",
  ]);
  expect(having(["email", "recipient", "address", "phone", "firstName", "person"])).toEqual([
    "case_contact",
    "contact",
    "message",
    "nomination",
    "share_link",
    "staff",
  ]);
});
