import { eq, lt, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { sealedReceipt, sealedResponse } from "../schema.ts";

/** Whether these sealed answers are stored, or were counted at the close. Only who sealed them knows their id. */
export async function isSealedIn(
  db: Database,
  { roundId, id, hash }: { roundId: string; id: string; hash: string },
): Promise<boolean> {
  const found = await db.get(sql`
    select 1 as found from ${sealedResponse} where round_id = ${roundId} and id = ${id}
    union all select 1 from ${sealedReceipt}, json_each(${sealedReceipt.hashes})
      where round_id = ${roundId} and value = ${hash} limit 1`);
  return found !== undefined;
}

/** The ids of a round's sealed answers. */
export async function listSealedIds(db: Database, roundId: string): Promise<string[]> {
  const rows = await db
    .select({ id: sealedResponse.id })
    .from(sealedResponse)
    .where(eq(sealedResponse.roundId, roundId));
  return rows.map(({ id }) => id);
}

/** Keeps, in the batch of a close, what tells whether answers got in. */
export const insertReceipt = (
  db: Database,
  { roundId, hashes, keptUntil }: typeof sealedReceipt.$inferInsert,
  when: SQL,
) =>
  db
    .insert(sealedReceipt)
    .select(
      sql`select ${roundId}, ${JSON.stringify(hashes)}, ${keptUntil.getTime()} where ${when}`,
    );

/** Forgets those whose time is over. */
export const deleteReceiptsBefore = (db: Database, now: Date) =>
  db.delete(sealedReceipt).where(lt(sealedReceipt.keptUntil, now));
