import { and, desc, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { message } from "../schema.ts";
import { insertAuditWhen, type AuditEntry } from "./audit.ts";
import { fallingFrom, type Position } from "./position.ts";

// Spelled as the partial index spells it, so that it is used.
const failed = sql`${message.status} = 'failed'`;

/** Messages that were given up, newest first, from after a position. */
export const listFailed = (
  db: Database,
  { after, limit }: { after: Position | undefined; limit: number },
) =>
  db
    .select()
    .from(message)
    .where(and(failed, fallingFrom([message.createdAt, message.id], after)))
    .orderBy(desc(message.createdAt), desc(message.id))
    .limit(limit);

/**
 * Lets given-up messages wait to be sent again: the named one, or all of them. What is not given up is left as it
 * is. Out: the ids of those that wait now.
 */
export async function updateToRetry(
  db: Database,
  id: string | null,
  audit: AuditEntry,
): Promise<string[]> {
  const [waiting] = await db.batch([
    db
      .update(message)
      .set({ status: "queued", attempts: 0, sendAfter: null, lastError: null, delivery: null })
      .where(and(failed, id === null ? undefined : sql`${message.id} = ${id}`))
      .returning({ id: message.id }),
    insertAuditWhen(db, audit, sql`changes() > 0`),
  ]);
  return waiting.map((row) => row.id);
}
