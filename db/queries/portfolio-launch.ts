import type { Reach } from "#worker/domain/account/rules.ts";
import type { RoundKind } from "#worker/domain/round/schema.ts";
import { and, asc, desc, eq, getTableColumns, isNull, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  account,
  auditEntry,
  portfolioLaunch,
  portfolioLaunchAccount,
  round,
  selfGrade,
  type message,
} from "../schema.ts";
import { insertAuditWhen } from "./audit.ts";
import { insertMessages } from "./message.ts";
import { accountWithin } from "./reach.ts";

type NewRound = Omit<typeof round.$inferInsert, "id" | "accountId">;

const among = (ids: string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;

/** The latest draft of this kind at an account; null when there is none. */
const latestDraft = (kind: RoundKind) => sql<string | null>`(
  select draft.id from round draft
  where draft.account_id = account.id and draft.status = 'draft' and draft.kind = ${kind}
  order by draft.created_at desc, draft.id limit 1)`;

const hasOpenRound = sql`exists (
  select 1 from round running where running.account_id = account.id and running.status = 'open')`;

/** How these accounts stand before a launch, as far as they are within reach. */
export const listStandings = (db: Database, reach: Reach, ids: string[], kind: RoundKind) =>
  db
    .select({
      id: account.id,
      accountManagerId: account.accountManagerId,
      open: sql`${hasOpenRound}`.mapWith(Boolean),
      draftId: latestDraft(kind),
      graded: sql`exists (select 1 from ${selfGrade}
        where ${selfGrade.roundId} = ${latestDraft(kind)})`.mapWith(Boolean),
    })
    .from(account)
    .where(and(sql`${account.id} in ${among(ids)}`, accountWithin(reach)));

type Launching = {
  launch: typeof portfolioLaunch.$inferInsert;
  /** Accounts with the id that a draft gets where there is none. */
  accounts: { accountId: string; roundId: string }[];
  round: NewRound;
  messages: (typeof message.$inferInsert)[];
};

/**
 * Adds a launch with its accounts: none that has an open round, and a new draft for each that has none of the kind.
 * The same launch sent twice is one. All or nothing.
 */
export async function insertLaunch(db: Database, reach: Reach, launching: Launching) {
  const { launch, accounts, messages } = launching;
  const made = sql`exists (select 1 from portfolio_launch
    where id = ${launch.id} and change_id = ${launch.changeId})`;
  const given = sql`json_each(${JSON.stringify(accounts)}) as given
    join account on account.id = given.value ->> 'accountId'`;
  const free = sql`not ${hasOpenRound} and ${accountWithin(reach) ?? sql`true`} and ${made}`;
  const subject = { subjectType: "portfolio_launch", subjectId: launch.id };
  const entry = { at: launch.createdAt, actor: launch.createdBy, ...subject };
  await db.batch([
    db.insert(portfolioLaunch).values(launch).onConflictDoNothing(),
    db.insert(round).select(
      sql`select ${draftCells(launching.round)} from ${given}
        where ${latestDraft(launch.kind)} is null and ${free}`,
    ),
    db.insert(portfolioLaunchAccount).select(
      sql`select ${launch.id}, account.id, ${latestDraft(launch.kind)}, null, null from ${given}
        where ${latestDraft(launch.kind)} is not null and ${free}`,
    ),
    db.insert(auditEntry).select(
      sql`select null, ${launch.createdAt.getTime()}, ${launch.createdBy}, 'round.created', 'round',
        round.id, '{}' from ${given} join round on round.id = given.value ->> 'roundId'`,
    ),
    insertAuditWhen(db, { ...entry, action: "portfolio_launch.created" }, made),
    insertMessages(db, messages, made),
  ]);
}

const draftCells = (row: NewRound): SQL => {
  const values: Record<string, unknown> = row;
  const cells = Object.entries(getTableColumns(round)).map(([name, column]) => {
    if (name === "id") return sql`given.value ->> 'roundId'`;
    if (name === "accountId") return sql`account.id`;
    const value = values[name] ?? column.default ?? null;
    return value === null ? sql`null` : sql`${column.mapToDriverValue(value)}`;
  });
  return sql.join(cells, sql`, `);
};

/** Whose launches somebody sees: all, or their own. */
const launchWithin = (reach: Reach): SQL | undefined =>
  reach === "all" ? undefined : eq(portfolioLaunch.createdBy, reach.staffId);

/** A launch, if it is within reach. */
export const findLaunch = (db: Database, reach: Reach, launchId: string) =>
  db
    .select()
    .from(portfolioLaunch)
    .where(and(eq(portfolioLaunch.id, launchId), launchWithin(reach)))
    .get();

const countOf = (status: SQL) => sql<number>`(
  select count(*) from portfolio_launch_account item join round on round.id = item.round_id
  where item.launch_id = portfolio_launch.id and ${status})`;

/** Launches within reach, the newest first, each with how far it is. */
export const listLaunches = (db: Database, reach: Reach, limit: number) =>
  db
    .select({
      ...getTableColumns(portfolioLaunch),
      accounts: countOf(sql`true`),
      drafts: countOf(sql`round.status = 'draft'`),
      open: countOf(sql`round.status = 'open'`),
    })
    .from(portfolioLaunch)
    .where(launchWithin(reach))
    .orderBy(desc(portfolioLaunch.createdAt), asc(portfolioLaunch.id))
    .limit(limit);

/** An account manager gives them one after the other: the start page lists more than of other things. */
const mostGrades = 50;

/** Own grades that portfolio launches ask for, of the accounts this person manages; the first due on top. */
export const listGradesDue = (db: Database, staffId: string) =>
  db
    .select({
      roundId: sql<string>`${round.id}`.as("round_id"),
      round: sql<string>`${round.name}`.as("round_name"),
      account: sql<string>`${account.name}`.as("account_name"),
      gradeBy: portfolioLaunch.gradeBy,
      total: sql<number>`count(*) over ()`.as("total"),
    })
    .from(account)
    .innerJoin(round, eq(round.accountId, account.id))
    .innerJoin(portfolioLaunchAccount, eq(portfolioLaunchAccount.roundId, round.id))
    .innerJoin(portfolioLaunch, eq(portfolioLaunch.id, portfolioLaunchAccount.launchId))
    .leftJoin(selfGrade, eq(selfGrade.roundId, round.id))
    .where(
      and(
        eq(account.accountManagerId, staffId),
        eq(round.status, "draft"),
        isNull(selfGrade.roundId),
      ),
    )
    .groupBy(round.id)
    .orderBy(asc(portfolioLaunch.gradeBy), asc(account.nameFolded))
    .limit(mostGrades);
