import { and, eq, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  action,
  apiToken,
  calendarLink,
  ledgerEntry,
  message,
  session,
  shareLink,
  sweepMark,
  verification,
} from "../schema.ts";
import { insertAudit } from "./audit.ts";
import { listSettings } from "./setting.ts";

const theOne = "sweep";

/**
 * What every sweep begins with, in one call: the instant of the last one that left its mark, in UTC milliseconds (null
 * before the first), and the settings (null until they are saved).
 */
export async function findSweepStart(db: Database) {
  const [[mark], [settings]] = await db.batch([
    db.select().from(sweepMark).where(eq(sweepMark.id, theOne)),
    listSettings(db),
  ]);
  return { mark: mark ? mark.at.getTime() : null, settings: settings ?? null };
}

/** Moves the mark on, never back. */
export const updateSweepMark = (db: Database, at: number) =>
  db
    .insert(sweepMark)
    .values({ id: theOne, at: new Date(at) })
    .onConflictDoUpdate({ target: sweepMark.id, set: { at: sql`max(at, excluded.at)` } });

/** When the database was last brought back from before; null if it never was. */
export async function findRestoredAt(db: Database): Promise<Date | null> {
  const found = await db.select().from(sweepMark).where(eq(sweepMark.id, "restored")).get();
  return found?.at ?? null;
}

/**
 * What a database that was brought back must not do: let in with a link or token that is spent or revoked since, or
 * send again what was sent since. What waits to be mailed is given up, for an admin to look at. From now on whatever
 * is to be sent is looked up outside first.
 */
export const updateAfterRestore = (db: Database, now: Date, lastSwept: Date) =>
  db.batch([
    db
      .insert(sweepMark)
      .values({ id: "restored", at: now })
      .onConflictDoUpdate({ target: sweepMark.id, set: { at: now } }),
    db.delete(session),
    db.delete(verification),
    // What was still to be taken outside was taken there since, and may have changed again.
    db.delete(ledgerEntry),
    ...[apiToken, calendarLink, shareLink].map((table) =>
      db.update(table).set({ revokedAt: now }).where(isNull(table.revokedAt)),
    ),
    db
      .update(message)
      .set({
        status: sql`iif(${message.kind} = 'sign_in', 'cancelled', 'failed')`,
        lastError: "restored",
      })
      .where(
        and(
          eq(message.status, "queued"),
          // What was planned for later than anything that is gone now has not gone out.
          sql`(${message.kind} = 'sign_in' or ${message.sendAfter} is null
            or ${message.sendAfter} <= ${lastSwept.getTime()})`,
        ),
      ),
    insertAudit(db, {
      at: now,
      actor: "system",
      action: "database.restored",
      subjectType: "settings",
      subjectId: "1",
    }),
  ]);

/** Notes of open actions that were due by a day that line managers have been told of them. */
export const updateEscalatedBefore = (db: Database, until: string) =>
  db
    .update(action)
    .set({ escalatedFor: sql`due_on` })
    .where(and(lte(action.dueOn, until), sql`status in ('proposed', 'agreed', 'in_progress')`));

/** Contacts and staff with their addresses, a page of them by id; not those who are erased. */
export const listAddresses = (db: Database, after: string, limit: number) =>
  db.all<{ id: string; email: string; createdAt: number }>(sql`
    select id, email, created_at as "createdAt" from contact
      where id > ${after} and email not like '%@erased.invalid'
    union all select id, email, created_at from staff
      where id > ${after} and email not like '%@erased.invalid'
    order by 1 limit ${limit}`);
