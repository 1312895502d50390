import { getTableColumns, is, sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { SQLiteTable, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import * as schema from "../schema.ts";

/** Kept apart: who is who, what signs people in, and what nobody may change. */
const apart = new Set<SQLiteTable>([
  schema.contact,
  schema.staff,
  schema.setting,
  schema.session,
  schema.credential,
  schema.verification,
  schema.sealedReceipt,
  schema.sealedResponse,
  schema.webhookEndpoint,
]);
/** Addresses are blanked whole, for a part of one may be another's; the last ones nobody may change. */
const left = /^(id|.*(Id|Hash|By)|email|recipient|contactIds|modules|ownQuestions)$/;
const leftOf = new Map<SQLiteTable, RegExp>([
  [schema.account, /^name/],
  [schema.report, /^(?!figures)/],
]);

/** Lists with one person a line, of files that are not applied yet. */
const lineLists = new Set<SQLiteColumn>([schema.importChunk.lines, schema.importJob.changes]);

/** A column without a word. A line about somebody whose address has it for a part stays: it would be nobody's. */
const struckOut = (column: SQLiteColumn, word: string): SQL =>
  lineLists.has(column)
    ? sql`(select json_group_array(json(iif(
        instr(lower(coalesce(value->>'email', '')), ${word}) > 0,
        value, replace(value, ${word}, '[erased]')))) from json_each(${column}))`
    : sql`replace(${column}, ${word}, '[erased]')`;

/** Every table there is. */
export const tables: SQLiteTable[] = Object.values(schema).filter((one) => is(one, SQLiteTable));
const isText = ({ columnType }: SQLiteColumn) => columnType.startsWith("SQLiteText");

/** A table's columns that hold text, by their names in code. */
export const textColumns = (table: SQLiteTable): [string, SQLiteColumn][] =>
  Object.entries(getTableColumns(table)).filter(([, column]) => isText(column));

const ownedBy: [column: string, owners: (accounts: SQL) => SQL][] = [
  ["accountId", (accounts) => accounts],
  ["roundId", (accounts) => sql`(select id from round where account_id in ${accounts})`],
  ["caseId", (accounts) => sql`(select id from client_case where account_id in ${accounts})`],
  ["actionId", (accounts) => sql`(select id from action where account_id in ${accounts})`],
];

/** What belongs to an account is looked at only if it belongs to one of these; the rest everywhere. */
function amongAccounts(table: SQLiteTable, accounts: SQL): SQL {
  if (table === schema.account) return sql`${schema.account.id} in ${accounts}`;
  const columns = getTableColumns(table);
  for (const [name, owners] of ownedBy) {
    const column = columns[name];
    if (column) return sql`(${column} in ${owners(accounts)} or ${column} is null)`;
  }
  return sql`true`;
}

/**
 * The statements that strike out names and addresses wherever somebody wrote them, in every table there is, for a
 * batch. A name is struck out at the accounts named only: elsewhere it may be somebody else's.
 */
export function redactions(
  db: Database,
  words: string[],
  accountIds: string[],
): BatchItem<"sqlite">[] {
  const accounts = sql`(select value from json_each(${JSON.stringify(accountIds)}))`;
  return tables.flatMap((table) => {
    if (apart.has(table)) return [];
    const columns = textColumns(table).filter(
      ([name]) => !left.test(name) && !leftOf.get(table)?.test(name),
    );
    if (columns.length === 0) return [];
    return words.map((word) => {
      const struck = columns.map(([name, column]) => [name, struckOut(column, word)]);
      const found = columns.map(([, column]) => sql`instr(${column}, ${word}) > 0`);
      return db
        .update(table)
        .set(Object.fromEntries(struck))
        .where(sql`(${sql.join(found, sql` or `)}) and ${amongAccounts(table, accounts)}`);
    });
  });
}
