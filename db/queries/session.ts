import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { session, verification } from "../schema.ts";
import { insertAudit, type AuditEntry } from "./audit.ts";

/** Ends all sessions of a person. */
export const deleteSessionsOf = (db: Database, staffId: string) =>
  db.delete(session).where(eq(session.userId, staffId));

/** A person's sessions that have not ended, the last used first. Their tokens stay where they are. */
export const listSessions = (
  db: Database,
  staffId: string,
  { now, openedAfter }: { now: Date; openedAfter: Date },
) =>
  db
    .select({
      id: session.id,
      userAgent: session.userAgent,
      createdAt: session.createdAt,
      updatedAt: session.updatedAt,
    })
    .from(session)
    .where(
      and(
        eq(session.userId, staffId),
        gt(session.expiresAt, now),
        gt(session.createdAt, openedAfter),
      ),
    )
    .orderBy(desc(session.updatedAt));

/** Ends all sessions of a person, and the links they asked for and have not used. */
export const deleteAllAccess = (
  db: Database,
  { id, email }: { id: string; email: string },
  entry: AuditEntry,
) =>
  db.batch([
    deleteSessionsOf(db, id),
    db.delete(verification).where(sql`${verification.value} ->> 'email' = ${email}`),
    insertAudit(db, entry),
  ]);
