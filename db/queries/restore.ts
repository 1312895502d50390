import { eq, isNull, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  apiToken,
  calendarLink,
  message,
  session,
  shareLink,
  sweepMark,
  verification,
} from "../schema.ts";
import { insertAudit } from "./audit.ts";

const theOne = "sweep";

/** The instant of the last sweep that left its mark, in UTC milliseconds; null before the first. */
export async function findSweepMark(db: Database): Promise<number | null> {
  const found = await db.select().from(sweepMark).where(eq(sweepMark.id, theOne)).get();
  return found ? found.at.getTime() : null;
}

/** Moves the mark on, never back. */
export const updateSweepMark = (db: Database, at: number) =>
  db
    .insert(sweepMark)
    .values({ id: theOne, at: new Date(at) })
    .onConflictDoUpdate({ target: sweepMark.id, set: { at: sql`max(at, excluded.at)` } });

/**
 * What a database that was brought back must not do: let in with a link or token that is spent or revoked since, or
 * send again what was sent since. What waits to be mailed is given up, for an admin to look at.
 */
export const updateAfterRestore = (db: Database, now: Date) =>
  db.batch([
    db.delete(session),
    db.delete(verification),
    ...[apiToken, calendarLink, shareLink].map((table) =>
      db.update(table).set({ revokedAt: now }).where(isNull(table.revokedAt)),
    ),
    db
      .update(message)
      .set({
        status: sql`iif(${message.kind} = 'sign_in', 'cancelled', 'failed')`,
        lastError: "restored",
      })
      .where(eq(message.status, "queued")),
    insertAudit(db, {
      at: now,
      actor: "system",
      action: "database.restored",
      subjectType: "settings",
      subjectId: "1",
    }),
  ]);

/** Contacts and staff with their addresses, a page of them by id; not those who are erased. */
export const listAddresses = (db: Database, after: string, limit: number) =>
  db.all<{ id: string; email: string; createdAt: number }>(sql`
    select id, email, created_at as "createdAt" from contact
      where id > ${after} and email not like '%@erased.invalid'
    union all select id, email, created_at from staff
      where id > ${after} and email not like '%@erased.invalid'
    order by 1 limit ${limit}`);
