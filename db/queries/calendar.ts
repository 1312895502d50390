import { and, asc, eq, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, action, calendarLink, clientCase, round, staff } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { outsideWall } from "./reach.ts";

/** Of each kind of date, the first so many. */
const mostDates = 300;

/** Whose link this is; undefined when nobody's. */
export const findCalendarLink = (db: Database, tokenHash: string) =>
  db
    .select({
      staffId: staff.id,
      name: staff.name,
      revokedAt: calendarLink.revokedAt,
      deactivatedAt: staff.deactivatedAt,
    })
    .from(calendarLink)
    .innerJoin(staff, eq(staff.id, calendarLink.staffId))
    .where(eq(calendarLink.tokenHash, tokenHash))
    .get();

/** The link of one person; undefined when there never was one. */
export const findOwnCalendarLink = (db: Database, staffId: string) =>
  db.select().from(calendarLink).where(eq(calendarLink.staffId, staffId)).get();

type Link = { staffId: string; tokenHash: string; version: number };

/** Sets one person's link, in the place of the version before. False: somebody else was faster. */
export async function updateCalendarLink(db: Database, link: Link, audit: AuditEntry) {
  const fresh = { tokenHash: link.tokenHash, version: link.version, createdAt: audit.at };
  const [set] = await db.batch([
    db
      .insert(calendarLink)
      .values({ staffId: link.staffId, ...fresh })
      .onConflictDoUpdate({
        target: calendarLink.staffId,
        set: { ...fresh, revokedAt: null },
        setWhere: lt(calendarLink.version, link.version),
      }),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return set.meta.changes === 1;
}

/** Ends one person's link at once. False: there is none that works. */
export async function updateCalendarLinkRevoked(db: Database, staffId: string, audit: AuditEntry) {
  const [ended] = await db.batch([
    db
      .update(calendarLink)
      .set({ revokedAt: audit.at })
      .where(and(eq(calendarLink.staffId, staffId), isNull(calendarLink.revokedAt))),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return ended.meta.changes === 1;
}

const accountName = sql<string>`${account.name}`.as("account_name");
const isMine = (staffId: string) =>
  or(eq(account.accountManagerId, staffId), eq(account.sponsorId, staffId));

const openRounds = (db: Database, staffId: string) =>
  db
    .select({ id: round.id, name: round.name, accountName, closesAt: round.closesAt })
    .from(round)
    .innerJoin(account, eq(account.id, round.accountId))
    .where(and(eq(round.status, "open"), or(isMine(staffId), eq(round.administratorId, staffId))))
    .orderBy(asc(round.closesAt))
    .limit(mostDates);

/** Cases to be taken up: those this person owns, and of the accounts they manage those that nobody does. */
const openCases = (db: Database, staffId: string) =>
  db
    .select({ id: clientCase.id, accountName, dueAt: clientCase.dueAt })
    .from(clientCase)
    .innerJoin(account, eq(account.id, clientCase.accountId))
    .where(
      and(
        // Spelled as the partial index spells it, so that it is used.
        sql`${clientCase.status} <> 'resolved'`,
        isNull(clientCase.firstContactAt),
        or(
          eq(clientCase.ownerId, staffId),
          and(isNull(clientCase.ownerId), eq(account.accountManagerId, staffId)),
        ),
        or(eq(clientCase.walled, false), outsideWall(staffId)),
      ),
    )
    .orderBy(asc(clientCase.dueAt))
    .limit(mostDates);

const roundsToCome = (db: Database, staffId: string, from: Date) =>
  db
    .select({ id: account.id, accountName, dueAt: account.roundDueAt })
    .from(account)
    .where(
      and(
        isMine(staffId),
        isNotNull(account.roundDueAt),
        lt(sql`${from.getTime()}`, account.roundDueAt),
      ),
    )
    .orderBy(asc(account.roundDueAt))
    .limit(mostDates);

const openActions = (db: Database, staffId: string) =>
  db
    .select({ id: action.id, title: action.title, accountName, dueOn: action.dueOn })
    .from(action)
    .innerJoin(account, eq(account.id, action.accountId))
    .where(
      and(
        eq(action.ownerId, staffId),
        isNotNull(action.dueOn),
        // Spelled as the partial index spells it, so that it is used.
        sql`${action.status} in ('proposed', 'agreed', 'in_progress')`,
        or(eq(action.walled, false), outsideWall(staffId)),
      ),
    )
    .orderBy(asc(action.dueOn))
    .limit(mostDates);

/** What one person has to think of, kind by kind, in one call. */
export async function listDates(db: Database, staffId: string, now: Date) {
  const [rounds, cases, toCome, actions] = await db.batch([
    openRounds(db, staffId),
    openCases(db, staffId),
    roundsToCome(db, staffId, now),
    openActions(db, staffId),
  ]);
  return { rounds, cases, toCome, actions };
}
