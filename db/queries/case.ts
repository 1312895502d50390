import type { Reach } from "#worker/domain/account/rules.ts";
import { and, asc, desc, eq, getTableColumns, inArray, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import { account, accountManagement, caseNote, clientCase, contact, staff } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { fallingFrom, risingFrom, type Position } from "./position.ts";
import { accountWithin, outsideWall } from "./reach.ts";

type CaseRow = typeof clientCase.$inferSelect;
export type NewCase = typeof clientCase.$inferInsert;
/** Who looks, and which accounts are within their reach. */
export type CaseReader = { reach: Reach; staffId: string };

/**
 * Condition on `client_case` joined with `account`: who may see a case. Whoever reaches its account or owns it;
 * what is walled, never who manages the account or did before, whatever else they are.
 */
export function caseWithin({ reach, staffId }: CaseReader): SQL | undefined {
  return and(
    reach === "all" ? undefined : or(accountWithin(reach), eq(clientCase.ownerId, staffId)),
    or(eq(clientCase.walled, false), outsideWall(staffId)),
  );
}

const owner = alias(staff, "owner");

const selectCases = (db: Database) =>
  db
    .select({
      ...getTableColumns(clientCase),
      accountName: sql<string>`${account.name}`.as("account_name"),
      accountManagerId: account.accountManagerId,
      firstName: contact.firstName,
      lastName: contact.lastName,
      jobTitle: contact.jobTitle,
      email: contact.email,
      ownerName: sql<string | null>`${owner.name}`.as("owner_name"),
    })
    .from(clientCase)
    .innerJoin(account, eq(account.id, clientCase.accountId))
    .innerJoin(contact, eq(contact.id, clientCase.contactId))
    .leftJoin(owner, eq(owner.id, clientCase.ownerId))
    .$dynamic();
export type FoundCase = Awaited<ReturnType<typeof selectCases>>[number];

/** A case that this reader may see; undefined when there is none. */
export const findCase = (db: Database, reader: CaseReader, caseId: string) =>
  selectCases(db)
    .where(and(eq(clientCase.id, caseId), caseWithin(reader)))
    .get();

type Listed = { after: Position | undefined; limit: number };

// Spelled as the partial index spells it, so that it is used.
export const waiting = sql`${clientCase.status} <> 'resolved'`;

/** Cases that this reader may see and that wait for somebody, by due time. */
export const listWaitingCases = (db: Database, reader: CaseReader, { after, limit }: Listed) =>
  selectCases(db)
    .where(and(waiting, caseWithin(reader), risingFrom([clientCase.dueAt, clientCase.id], after)))
    .orderBy(asc(clientCase.dueAt), asc(clientCase.id))
    .limit(limit);

const openedBefore = (after: Position | undefined) =>
  fallingFrom([clientCase.openedAt, clientCase.id], after);

/** Resolved cases that this reader may see, the latest opened first. */
export const listResolvedCases = (db: Database, reader: CaseReader, { after, limit }: Listed) =>
  selectCases(db)
    .where(and(eq(clientCase.status, "resolved"), caseWithin(reader), openedBefore(after)))
    .orderBy(desc(clientCase.openedAt), desc(clientCase.id))
    .limit(limit);

/** The same of one account, whatever their state. */
export const listCasesOf = (
  db: Database,
  reader: CaseReader,
  { accountId, after, limit }: Listed & { accountId: string },
) =>
  selectCases(db)
    .where(and(eq(clientCase.accountId, accountId), caseWithin(reader), openedBefore(after)))
    .orderBy(desc(clientCase.openedAt), desc(clientCase.id))
    .limit(limit);

/** What was noted on a case, the oldest first, each with the writer's name. */
export const listCaseNotes = (db: Database, caseId: string) =>
  db
    .select({ at: caseNote.at, text: caseNote.text, by: staff.name })
    .from(caseNote)
    .leftJoin(staff, eq(staff.id, caseNote.writtenBy))
    .where(eq(caseNote.caseId, caseId))
    .orderBy(asc(caseNote.at), asc(caseNote.id));

/** What decides who is told of new cases, and which of these ids are cases already. */
export async function findCaseAudience(db: Database, accountId: string, caseIds: string[]) {
  const [people, managedBy, known, accounts] = await db.batch([
    db.select().from(staff).orderBy(asc(staff.name), asc(staff.id)),
    db
      .select({ staffId: accountManagement.staffId })
      .from(accountManagement)
      .where(eq(accountManagement.accountId, accountId)),
    db.select({ id: clientCase.id }).from(clientCase).where(inArray(clientCase.id, caseIds)),
    db
      .select({ accountManagerId: account.accountManagerId, sponsorId: account.sponsorId })
      .from(account)
      .where(eq(account.id, accountId)),
  ]);
  return {
    staff: people,
    managedBy: managedBy.map(({ staffId }) => staffId),
    known: new Set(known.map(({ id }) => id)),
    accountManagerId: accounts[0]?.accountManagerId ?? null,
    sponsorId: accounts[0]?.sponsorId ?? null,
  };
}

/** The people who manage or ever managed an account. */
export async function listManagedBy(db: Database, accountId: string): Promise<string[]> {
  const rows = await db
    .select({ staffId: accountManagement.staffId })
    .from(accountManagement)
    .where(eq(accountManagement.accountId, accountId));
  return rows.map(({ staffId }) => staffId);
}

/** Opens cases, as long as `when` holds; one that is there already is left as it is. For a caller's batch. */
export const insertCases = (db: Database, rows: NewCase[], when: SQL) => {
  const list = JSON.stringify(
    rows.map((row) => ({
      ...row,
      walled: row.walled ? 1 : 0,
      openedAt: row.openedAt.getTime(),
      dueAt: row.dueAt.getTime(),
    })),
  );
  return db
    .insert(clientCase)
    .select(
      sql`select value->>'id', value->>'accountId', value->>'roundId', value->>'contactId',
        value->>'trigger', value->>'walled', value->'services', value->>'comment', 'open',
        value->>'ownerId', value->>'openedAt', value->>'dueAt', null, null, null, null, null, null, 1
        from json_each(${list}) where ${when}`,
    )
    .onConflictDoNothing();
};

type Changed = Partial<
  Pick<
    CaseRow,
    | "status"
    | "ownerId"
    | "firstContactAt"
    | "resolvedAt"
    | "resolution"
    | "rootCause"
    | "prevention"
    | "clientTold"
  >
>;
type Note = { id: string; text: string };

/** Changes a case as it was read, and adds a note. False: somebody changed it since then. */
export async function updateCase(
  db: Database,
  { id, version }: Pick<CaseRow, "id" | "version">,
  changed: Changed,
  { note, audit }: { note: Note | null; audit: AuditEntry },
): Promise<boolean> {
  const update = db
    .update(clientCase)
    .set({ ...changed, version: version + 1 })
    .where(and(eq(clientCase.id, id), eq(clientCase.version, version)));
  const log = insertAuditWhen(db, audit, ifWon);
  const [won] = await (note
    ? db.batch([update, log, insertNote(db, id, note, audit)])
    : db.batch([update, log]));
  return won.meta.changes === 1;
}

// The audit entry before it was written only if the case was changed.
const insertNote = (db: Database, caseId: string, { id, text }: Note, { at, actor }: AuditEntry) =>
  db
    .insert(caseNote)
    .select(sql`select ${caseId}, ${id}, ${at.getTime()}, ${actor}, ${text} where changes() = 1`);

/** These cases with their account and contact, whoever asks: for the mail that tells of them. */
export const listCasesToTell = (db: Database, ids: string[]) =>
  db
    .select({ case: clientCase, account: { name: account.name }, contact })
    .from(clientCase)
    .innerJoin(account, eq(account.id, clientCase.accountId))
    .innerJoin(contact, eq(contact.id, clientCase.contactId))
    .where(sql`${clientCase.id} in (select value from json_each(${JSON.stringify(ids)}))`);
