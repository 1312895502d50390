import { lte, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { attempt } from "../schema.ts";

/**
 * Counts one more try under this key, and gives how many there were and when they are forgotten: `until`, set by the
 * first of them.
 */
export async function insertAttempt(db: Database, id: string, now: Date, until: Date) {
  const over = sql`${attempt.until} <= ${now.getTime()}`;
  const [counted] = await db
    .insert(attempt)
    .values({ id, count: 1, until })
    .onConflictDoUpdate({
      target: attempt.id,
      set: {
        count: sql`case when ${over} then 1 else ${attempt.count} + 1 end`,
        until: sql`case when ${over} then ${until.getTime()} else ${attempt.until} end`,
      },
    })
    .returning();
  return counted!;
}

/** Forgets tries whose time is over. */
export const deleteAttempts = (db: Database, now: Date) =>
  db.delete(attempt).where(lte(attempt.until, now));
