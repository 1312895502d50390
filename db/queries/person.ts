import { and, eq, getTableName, isNotNull, or, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import {
  clientCase,
  clientLink,
  contact,
  conversation,
  importChunk,
  importJob,
  invitation,
  nomination,
  referenceAsk,
  sealedReceipt,
  sealedResponse,
  session,
  setting,
  shareLink,
  staff,
  templateVersion,
  verification,
} from "../schema.ts";
import { tables, textColumns } from "./redact.ts";

const among = (list: string[]) => sql`(select value from json_each(${JSON.stringify(list)}))`;

/** Contacts with an address, and the records that they were merged into or that were merged into them. */
export async function listRecordsOf(db: Database, address: string) {
  let found = await db.select().from(contact).where(eq(contact.email, address));
  for (;;) {
    const ids = among(
      found.flatMap(({ id, mergedIntoId }) => [id, ...(mergedIntoId ? [mergedIntoId] : [])]),
    );
    const wider = await db
      .select()
      .from(contact)
      .where(
        or(
          sql`${contact.id} in ${ids}`,
          and(isNotNull(contact.mergedIntoId), sql`${contact.mergedIntoId} in ${ids}`),
        ),
      );
    if (wider.length <= found.length) return found;
    found = wider;
  }
}

/** Whoever of ours has an address. */
export const findStaffByAddress = (db: Database, address: string) =>
  db.select().from(staff).where(eq(staff.email, address)).get();

/** Who else is known under an address: proposed by a colleague, or sent a report. */
export async function listOtherNames(db: Database, address: string): Promise<string[]> {
  const [proposed, shared] = await db.batch([
    db.select({ name: nomination.name }).from(nomination).where(eq(nomination.email, address)),
    db.select({ name: shareLink.name }).from(shareLink).where(eq(shareLink.email, address)),
  ]);
  return [...proposed, ...shared].map(({ name }) => name);
}

/** The ids under which things are kept that belong to these contacts. */
export async function listBelongings(db: Database, contactIds: string[]): Promise<string[]> {
  const owned = [invitation, clientCase, conversation, clientLink, referenceAsk] as const;
  const theirs = among(contactIds);
  const [first, ...rest] = owned.map((table) =>
    db
      .select({ id: table.id })
      .from(table)
      .where(sql`${table.contactId} in ${theirs}`),
  );
  const found = await db.batch([first!, ...rest]);
  return found.flat().map(({ id }) => id);
}

/** People's names are not told apart there, or it is nobody's, or it is told of by itself. */
const notListed = new Set<SQLiteTable>([
  session,
  verification,
  setting,
  sealedReceipt,
  sealedResponse,
  templateVersion,
  importJob,
  importChunk,
]);

/** By table, every row that bears one of these ids or addresses, or in which one of these words stands. */
export async function listHeld(
  db: Database,
  keys: string[],
  words: string[],
): Promise<Record<string, Record<string, unknown>[]>> {
  const held: Record<string, Record<string, unknown>[]> = {};
  for (const table of tables.filter((one) => !notListed.has(one))) {
    const columns = textColumns(table).map(([, column]) => column);
    if (columns.length === 0) continue;
    const bears = sql`value in (${sql.join(columns, sql`, `)})`;
    const says = sql.join(
      columns.map((column) => sql`instr(${column}, value) > 0`),
      sql` or `,
    );
    const rows = await db
      .select()
      .from(table)
      .where(
        sql`exists (select 1 from json_each(${JSON.stringify(keys)}) where ${bears})
          or exists (select 1 from json_each(${JSON.stringify(words)}) where ${says})`,
      );
    if (rows.length > 0) held[getTableName(table)] = rows;
  }
  return held;
}

/** Lines of imports that name one of these addresses. */
export const listImported = (db: Database, addresses: string[]) =>
  db.all<{ importId: string; line: string }>(sql`
    select ${importChunk.importId} as "importId", line.value as line
    from ${importChunk}, json_each(${importChunk.lines}) line
    where lower(line.value->>'email') in ${among(addresses)}`);

/** Their invitations to confidential rounds: of those nobody may learn what became of them. */
export async function listConfidential(db: Database, contactIds: string[]): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    select invitation.id from invitation join round on round.id = round_id
    where contact_id in ${among(contactIds)} and confidentiality = 'confidential'`);
  return rows.map(({ id }) => id);
}

/** The rounds of these accounts that are still open. */
export async function listOpen(db: Database, accountIds: string[]): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    sql`select id from round where status = 'open' and account_id in ${among(accountIds)}`,
  );
  return rows.map(({ id }) => id);
}

/** The accounts among these that this member of staff manages or managed. */
export async function listManagedAmong(
  db: Database,
  staffId: string,
  accountIds: string[],
): Promise<string[]> {
  const rows = await db.all<{ name: string }>(sql`
    select name from account where id in ${among(accountIds)}
      and (account_manager_id = ${staffId} or exists (select 1 from account_management
        where account_id = account.id and staff_id = ${staffId}))`);
  return rows.map(({ name }) => name);
}
