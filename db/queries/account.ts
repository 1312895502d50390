import type { Reach } from "#worker/domain/account/rules.ts";
import type { AccountChange } from "#worker/domain/account/schema.ts";
import type { ClientGrade } from "#worker/domain/reports/figures.ts";
import { and, asc, desc, eq, getTableColumns, inArray, isNull, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import { account, accountManagement, report, staff } from "../schema.ts";
import { ifWon, insertAudit, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { insertAccounts, type NewAccount } from "./import-part.ts";
import { risingFrom, type Position } from "./position.ts";
import { accountWithin } from "./reach.ts";

export type AccountRow = typeof account.$inferSelect;
type Listed = {
  search: string | undefined;
  after: Position | undefined;
  limit: number;
};

const manager = alias(staff, "manager");

/** Accounts within reach by name, with their account manager's name. `after` is the last [folded name, id]. */
export const listAccounts = (db: Database, reach: Reach, { search, after, limit }: Listed) =>
  db
    .select({ ...getTableColumns(account), accountManager: manager.name })
    .from(account)
    .leftJoin(manager, eq(manager.id, account.accountManagerId))
    .where(
      and(
        accountWithin(reach),
        search ? sql`instr(${account.nameFolded}, ${search}) > 0` : undefined,
        risingFrom([account.nameFolded, account.id], after),
      ),
    )
    .orderBy(asc(account.nameFolded), asc(account.id))
    .limit(limit);

/** Who stands behind the client's grade: how many of whom, and whose view is missing. */
export const clientGrade = sql<ClientGrade | null>`coalesce(
  ${report.figures} -> '$.full.grade', ${report.figures} -> '$.floored.grade')`.mapWith(JSON.parse);

/** An account within reach; undefined when there is none. */
export const findAccount = (db: Database, reach: Reach, accountId: string) =>
  db
    .select()
    .from(account)
    .where(and(eq(account.id, accountId), accountWithin(reach)))
    .get();

/** The account within reach that bears this folded name; undefined when there is none. */
export const findAccountByName = (db: Database, reach: Reach, nameFolded: string) =>
  db
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.nameFolded, nameFolded), accountWithin(reach)))
    .orderBy(asc(account.id))
    .get();

/** The reports of one account's rounds, the latest first. */
export const listReportsOfAccount = (db: Database, accountId: string) =>
  db
    .select({
      roundId: report.roundId,
      kind: report.kind,
      closedAt: report.closedAt,
      year: report.year,
      clientPoints: report.clientPoints,
      grade: clientGrade,
      selfPoints: report.selfPoints,
      invited: report.invited,
      completed: report.completed,
      moves: report.moves,
    })
    .from(report)
    .where(eq(report.accountId, accountId))
    .orderBy(desc(report.closedAt));

/** Which of these are active staff who may be responsible for accounts. */
export async function listResponsible(db: Database, staffIds: string[]): Promise<string[]> {
  const rows = await db
    .select({ id: staff.id })
    .from(staff)
    .where(
      and(
        inArray(staff.id, staffIds),
        isNull(staff.deactivatedAt),
        sql`${staff.role} <> 'independent_administrator'`,
      ),
    );
  return rows.map(({ id }) => id);
}

/** An account and all above it, from the account up. */
export async function listAncestors(db: Database, accountId: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    with recursive chain (id, depth) as (
      select ${accountId}, 0
      union
      select account.parent_id, depth + 1 from account join chain on account.id = chain.id
      where account.parent_id is not null and depth < 100)
    select distinct id from chain`);
  return rows.map(({ id }) => id);
}

/** Another account that bears the same folded name; undefined when there is none. */
export const findNamesake = (db: Database, accountId: string, nameFolded: string) =>
  db
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.nameFolded, nameFolded), sql`${account.id} <> ${accountId}`))
    .get();

type Stored = AccountChange & { nameFolded?: string; roundDueAt?: null };
type Handover = { from: string | null; to: string | null };

/**
 * Changes an account. A change of the account manager keeps both in the history that decides who may read
 * what clients said of their account manager, and leaves an audit entry, all in one batch.
 */
export async function updateAccount(
  db: Database,
  accountId: string,
  change: Stored,
  { actor, at, handover }: { actor: string; at: Date; handover: Handover | null },
) {
  const history: BatchItem<"sqlite">[] = [];
  if (handover) {
    const held = [handover.from, handover.to].filter((id) => id !== null);
    for (const staffId of held)
      history.push(
        db
          .insert(accountManagement)
          .values({ accountId, staffId, since: at })
          .onConflictDoNothing(),
      );
    const action = "account_manager_changed";
    const subject = { subjectType: "account", subjectId: accountId };
    history.push(insertAudit(db, { at, actor, action, ...subject, detail: handover }));
  }
  await db.batch([
    db
      .update(account)
      .set({ ...(change as Partial<AccountRow>), updatedAt: at })
      .where(eq(account.id, accountId)),
    ...history,
  ]);
}

/** Adds an account, with its manager in the history and its audit entry. False: its folded name is taken. */
export async function insertAccount(db: Database, row: NewAccount, audit: AuditEntry) {
  const [added] = await db.batch([
    insertAccounts(db, [row], audit.at.getTime()),
    insertAuditWhen(db, audit, ifWon),
    db.insert(accountManagement).select(
      sql`select id, account_manager_id, ${audit.at.getTime()} from account
        where id = ${row.id} and account_manager_id is not null`,
    ),
  ]);
  return added.meta.changes === 1;
}
