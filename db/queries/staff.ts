import { and, asc, eq, isNotNull, isNull, ne, or, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, apiToken, credential, session, staff } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { handOver, type Heirs } from "./handover.ts";
import { insertMessages, type messageRow } from "./message.ts";
import { risingFrom, type Position } from "./position.ts";
import { insertTokenWhen, type NewToken } from "./token.ts";

export type StaffRow = typeof staff.$inferSelect;
type NewStaffRow = typeof staff.$inferInsert;

/** Everybody of ours, the deactivated too, by name. */
export const listStaff = (db: Database): Promise<StaffRow[]> =>
  db.select().from(staff).orderBy(asc(staff.name), asc(staff.id));

/** The same, a page at a time: `after` is the last [name, id]. */
export const listStaffPage = (
  db: Database,
  { after, limit }: { after: Position | undefined; limit: number },
): Promise<StaffRow[]> =>
  db
    .select()
    .from(staff)
    .where(risingFrom([staff.name, staff.id], after))
    .orderBy(asc(staff.name), asc(staff.id))
    .limit(limit);

/** One of ours, the deactivated too. */
export const findStaff = (db: Database, id: string): Promise<StaffRow | undefined> =>
  db.select().from(staff).where(eq(staff.id, id)).get();

/** Who may sign in with this address, in lower case. */
export const findActiveByEmail = (db: Database, email: string): Promise<StaffRow | undefined> =>
  db
    .select()
    .from(staff)
    .where(and(eq(staff.email, email), isNull(staff.deactivatedAt)))
    .get();

type Joining = {
  row: NewStaffRow;
  mail: ReturnType<typeof messageRow>;
  audit: AuditEntry;
  /** A token of the new person's own, when they come by the API. */
  token: NewToken | null;
};

/** Adds a person, with the mail that tells them. False, and nothing written: the address is taken. */
export async function insertStaff(db: Database, { row, mail, audit, token }: Joining) {
  const [added] = await db.batch([
    db.insert(staff).values(row).onConflictDoNothing({ target: staff.email }),
    insertAuditWhen(db, audit, ifWon),
    insertMessages(db, [mail], ifWon),
    ...(token ? [insertTokenWhen(db, token, ifWon)] : []),
  ]);
  return added.meta.changes === 1;
}

/** Adds the first of all staff, as `system`; nobody when there is anybody. */
export const insertFirstStaff = (db: Database, row: NewStaffRow, audit: AuditEntry) => {
  const at = row.createdAt.getTime();
  return db.batch([
    db
      .insert(staff)
      .select(
        sql`select ${row.id}, ${row.name}, ${row.email}, 0, null, ${row.role}, null, null, null,
          ${at}, ${at} where not exists (select 1 from staff)`,
      )
      .onConflictDoNothing(),
    insertAuditWhen(db, audit, ifWon),
  ]);
};

/** Somebody else is an active admin: without one, nobody could let anybody in again. */
const leavesAnAdmin = (id: string): SQL =>
  sql`(${ne(staff.role, "admin")} or exists (select 1 from staff other
    where other.role = 'admin' and other.deactivated_at is null and other.id <> ${id}))`;

export type StaffChange = Pick<StaffRow, "name" | "role" | "lineManagerId" | "phone">;

/** Changes an active person. False: gone or deactivated, or it would leave no admin. */
export async function updateStaff(
  db: Database,
  id: string,
  change: StaffChange,
  audit: AuditEntry,
): Promise<boolean> {
  const allowed = change.role === "admin" ? undefined : leavesAnAdmin(id);
  const [changed] = await db.batch([
    db
      .update(staff)
      .set({ ...change, updatedAt: audit.at })
      .where(and(eq(staff.id, id), isNull(staff.deactivatedAt), allowed)),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return changed.meta.changes > 0;
}

/**
 * Deactivates a person: sessions and ties to the identity provider end, tokens are revoked and accounts go to the heirs in the same instant. False: was not active, or it
 * would leave no admin.
 */
export async function updateDeactivated(db: Database, id: string, heirs: Heirs, audit: AuditEntry) {
  const gone = sql`exists (select 1 from staff gone where gone.id = ${id} and gone.deactivated_at is not null)`;
  const [changed] = await db.batch([
    db
      .update(staff)
      .set({ deactivatedAt: audit.at, updatedAt: audit.at })
      .where(and(eq(staff.id, id), isNull(staff.deactivatedAt), leavesAnAdmin(id))),
    insertAuditWhen(db, audit, ifWon),
    db.delete(session).where(and(eq(session.userId, id), gone)),
    db.delete(credential).where(and(eq(credential.userId, id), gone)),
    db
      .update(apiToken)
      .set({ revokedAt: audit.at })
      .where(and(eq(apiToken.staffId, id), isNull(apiToken.revokedAt), gone)),
    ...handOver(db, { from: id, heirs, actor: audit.actor, at: audit.at }, gone),
  ]);
  return changed.meta.changes > 0;
}

/** Lets a deactivated person sign in again; old tokens stay revoked. False: was active or is gone. */
export async function updateReactivated(db: Database, id: string, audit: AuditEntry) {
  const [changed] = await db.batch([
    db
      .update(staff)
      .set({ deactivatedAt: null, updatedAt: audit.at })
      .where(and(eq(staff.id, id), isNotNull(staff.deactivatedAt))),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return changed.meta.changes > 0;
}

/** The accounts a person manages or sponsors, by name. */
export const listAccountsOf = (db: Database, staffId: string) =>
  db
    .select({
      id: account.id,
      name: account.name,
      accountManagerId: account.accountManagerId,
      sponsorId: account.sponsorId,
    })
    .from(account)
    .where(or(eq(account.accountManagerId, staffId), eq(account.sponsorId, staffId)))
    .orderBy(asc(account.name));
