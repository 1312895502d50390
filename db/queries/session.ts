import { and, desc, eq, getTableColumns, gt, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { once } from "../prepared.ts";
import { session, setting, staff, verification } from "../schema.ts";
import { insertAudit, type AuditEntry } from "./audit.ts";

const { id: _, ...settings } = getTableColumns(setting);

const prepareSession = once((db) =>
  db
    .select({
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
      person: {
        id: staff.id,
        name: staff.name,
        email: staff.email,
        role: staff.role,
        deactivatedAt: staff.deactivatedAt,
      },
      settings,
    })
    .from(session)
    .innerJoin(staff, eq(staff.id, session.userId))
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(session.token, sql.placeholder("token")))
    .prepare(),
);

/** The session with this token and whose it is, ended or not; with the supplier's settings, which every page needs. */
export const findSession = (db: Database, token: string) => prepareSession(db).get({ token });

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
    // Beside links the library keeps locks of its own there, which are no JSON.
    db
      .delete(verification)
      .where(
        sql`case when json_valid(${verification.value}) then ${verification.value} ->> 'email' end = ${email}`,
      ),
    insertAudit(db, entry),
  ]);
