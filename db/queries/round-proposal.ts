import type { RoundKind } from "#worker/domain/round/schema.ts";
import { asc, eq, getTableColumns, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, report, round, type message } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { insertMessages } from "./message.ts";

const latest = (column: SQL) => sql`(
  select ${column} from report where report.account_id = account.id and report.completed > 0
  order by report.closed_at desc limit 1)`;

/** As rows of one id. Not `or`: that walks along the whole index, for it is in the order asked for. */
export const accountsToPropose = (
  now: Date,
) => sql`(select id from account where round_due_at is null
  union all select id from account where round_due_at <= ${now.getTime()})`;

/** Accounts whose cadence is to be looked at now, the longest waiting first. */
export const listAccountsToPropose = (db: Database, now: Date, limit: number) =>
  db
    .select({
      id: account.id,
      name: account.name,
      accountManagerId: account.accountManagerId,
      cadenceMonths: account.cadenceMonths,
      preferredMonth: account.preferredMonth,
      createdAt: account.createdAt,
      roundDueAt: account.roundDueAt,
      surveyedAt: sql<Date | null>`${latest(sql`report.closed_at`)}`.mapWith(report.closedAt),
      lastKind: sql<RoundKind | null>`${latest(sql`report.kind`)}`,
      underWay: sql<number>`exists (select 1 from round
        where round.account_id = account.id and round.status in ('draft', 'open'))`,
      surveyable: sql<number>`exists (select 1 from contact
        where contact.account_id = account.id and contact.status = 'active')`,
    })
    .from(account)
    .where(sql`${account.id} in ${accountsToPropose(now)}`)
    .orderBy(asc(account.roundDueAt))
    .limit(limit);

/** Looks at an account again at `next`. Only one sweep wins: whoever still sees what it has read. */
export const updateRoundDue = (db: Database, accountId: string, seen: Date | null, next: Date) =>
  db
    .update(account)
    .set({ roundDueAt: next })
    .where(sql`${eq(account.id, accountId)} and round_due_at is ${seen?.getTime() ?? null}`)
    .returning({ id: account.id });

const insertRoundWhen = (db: Database, row: typeof round.$inferInsert, when: SQL) => {
  const given = row as Record<string, unknown>;
  const cells = Object.entries(getTableColumns(round)).map(([name, column]) => {
    const value = given[name] ?? column.default ?? null;
    return value === null ? sql`null` : sql`${column.mapToDriverValue(value)}`;
  });
  return db.insert(round).select(sql`select ${sql.join(cells, sql`, `)} where ${when}`);
};

type Proposal = {
  seen: Date | null;
  next: Date;
  round: typeof round.$inferInsert;
  messages: (typeof message.$inferInsert)[];
  entry: AuditEntry;
};

/** Drafts the round that is due and tells whom it concerns, all or nothing. False: another sweep was faster. */
export async function insertProposal(db: Database, proposal: Proposal): Promise<boolean> {
  const { seen, next, round: row, messages, entry } = proposal;
  const made = sql`exists (select 1 from round where id = ${row.id})`;
  const [won] = await db.batch([
    updateRoundDue(db, row.accountId, seen, next),
    insertRoundWhen(db, row, ifWon),
    insertMessages(db, messages, made),
    insertAuditWhen(db, entry, made),
  ]);
  return won.length === 1;
}

type Span = { from: Date; to: Date };

/** Condition on `round`: a draft proposed between two instants that nobody has touched since, nor was told of again. */
export const isUntouched = ({ from, to }: Span) =>
  // The state is spelled as a literal: only so may the partial index be used.
  sql`${round.status} = 'draft' and ${round.createdAt} > ${from.getTime()}
    and ${round.createdAt} <= ${to.getTime()} and ${round.createdBy} = 'system'
    and ${round.changeId} is null
    and not exists (select 1 from self_grade where self_grade.round_id = ${round.id})
    and not exists (select 1 from portfolio_launch_account item where item.round_id = ${round.id})
    and not exists (select 1 from message
      where message.id > 'round-due-again/' || ${round.id} || '/'
        and message.id < 'round-due-again/' || ${round.id} || '0')`;

/** Proposed drafts from between two instants that nobody has touched since, and of which nobody was told again. */
export const listUntouched = (db: Database, span: Span, limit: number) =>
  db
    .select({ id: round.id, accountManagerId: account.accountManagerId })
    .from(round)
    .innerJoin(account, eq(account.id, round.accountId))
    .where(isUntouched(span))
    .orderBy(asc(round.createdAt), asc(round.id))
    .limit(limit);
