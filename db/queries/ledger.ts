import { asc, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { ledgerEntry } from "../schema.ts";

type LedgerRow = typeof ledgerEntry.$inferSelect;

/** What is still to be taken to the store outside. */
export const listLedgerEntries = (db: Database, limit: number): Promise<LedgerRow[]> =>
  db.select().from(ledgerEntry).orderBy(asc(ledgerEntry.id)).limit(limit);

/** Forgets what was taken there, unless it has changed meanwhile. */
export const deleteLedgerEntries = (db: Database, taken: LedgerRow[]) =>
  db.delete(ledgerEntry).where(
    sql`exists (select 1 from json_each(${JSON.stringify(taken)}) taken
      where taken.value ->> 'id' = ${ledgerEntry.id} and taken.value -> 'state' = ${ledgerEntry.state})`,
  );
