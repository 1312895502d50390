import type { Reach } from "#worker/domain/account/rules.ts";
import { and, asc, eq, getTableColumns, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  account,
  invitation,
  message,
  portfolioLaunch,
  portfolioLaunchAccount,
  round,
  selfGrade,
  staff,
} from "../schema.ts";
import { risingFrom, type Position } from "./position.ts";
import { accountWithin } from "./reach.ts";
import { itsAccount } from "./round.ts";

/** Which accounts of a launch a page lists. */
export type Shown = "all" | "draft" | "ungraded" | "open" | "over";

const conditions: Record<Shown, SQL | undefined> = {
  all: undefined,
  draft: sql`${round.status} = 'draft'`,
  ungraded: sql`${round.status} = 'draft' and ${selfGrade.roundId} is null`,
  open: sql`${round.status} = 'open'`,
  over: sql`${round.status} in ('closed', 'cancelled')`,
};

/** Accounts of a launch within reach by name, each with its round. `after` is the last [folded name, id]. */
export const listLaunchAccounts = (
  db: Database,
  reach: Reach,
  launchId: string,
  { shown, after, limit }: { shown: Shown; after: Position | undefined; limit: number },
) =>
  db
    .select({
      round: getTableColumns(round),
      account: itsAccount,
      nameFolded: account.nameFolded,
      manager: staff.name,
      queuedAt: portfolioLaunchAccount.queuedAt,
      refusedAt: portfolioLaunchAccount.refusedAt,
      selfGraded: sql`${selfGrade.roundId} is not null`.mapWith(Boolean),
    })
    .from(portfolioLaunchAccount)
    .innerJoin(account, eq(account.id, portfolioLaunchAccount.accountId))
    .innerJoin(round, eq(round.id, portfolioLaunchAccount.roundId))
    .leftJoin(selfGrade, eq(selfGrade.roundId, round.id))
    .leftJoin(staff, eq(staff.id, account.accountManagerId))
    .where(
      and(
        eq(portfolioLaunchAccount.launchId, launchId),
        accountWithin(reach),
        conditions[shown],
        risingFrom([account.nameFolded, account.id], after),
      ),
    )
    .orderBy(asc(account.nameFolded), asc(account.id))
    .limit(limit);

const sum = (condition: SQL) => sql<number>`coalesce(sum(${condition}), 0)`.mapWith(Number);

/** How many invitations wait, are held, have left, came back, and are answered. */
const mail = {
  waiting: sum(sql`${message.status} = 'queued'`),
  sent: sum(sql`${invitation.delivery} <> 'queued'`),
  bounced: sum(sql`${invitation.delivery} in ('bounced', 'complained')`),
  answered: sum(sql`${invitation.status} = 'completed'`),
};

/** The invitations of these rounds, counted. */
export const countMail = (db: Database, roundIds: string[]) =>
  db
    .select({ roundId: invitation.roundId, ...mail })
    .from(invitation)
    .leftJoin(message, sql`${message.id} = 'invitation/' || ${invitation.id}`)
    .where(sql`${invitation.roundId} in (select value from json_each(${JSON.stringify(roundIds)}))`)
    .groupBy(invitation.roundId);

/** A launch in figures, over the accounts within reach. `soon`: the first deadline that counts as too near. */
export async function findLaunchFigures(
  db: Database,
  reach: Reach,
  launchId: string,
  { never, least }: { never: Date; least: number },
) {
  const inLaunch = and(eq(portfolioLaunchAccount.launchId, launchId), accountWithin(reach));
  const senior = sql`exists (select 1 from contact
    where contact.account_id = ${account.id} and contact.most_senior = 1)`;
  const planned = sql`${message.status} = 'queued' and ${message.sendAfter}`;
  const [accounts, people] = await db.batch([
    db
      .select({
        all: sql<number>`count(*)`.as("accounts"),
        draft: sum(sql`${round.status} = 'draft'`).as("drafts"),
        ungraded: sum(sql`${round.status} = 'draft' and ${selfGrade.roundId} is null`).as("bare"),
        unmarked: sum(sql`${round.status} = 'draft' and not ${senior}`).as("unmarked"),
        open: sum(sql`${round.status} = 'open'`).as("running"),
        over: sum(sql`${round.status} in ('closed', 'cancelled')`).as("over_already"),
        queued: sql<number>`count(${portfolioLaunchAccount.queuedAt})`.as("queued"),
      })
      .from(portfolioLaunchAccount)
      .innerJoin(account, eq(account.id, portfolioLaunchAccount.accountId))
      .innerJoin(round, eq(round.id, portfolioLaunchAccount.roundId))
      .leftJoin(selfGrade, eq(selfGrade.roundId, round.id))
      .where(inLaunch),
    db
      .select({
        invited: sql<number>`count(*)`.as("invited"),
        waiting: mail.waiting.as("waiting"),
        sent: mail.sent.as("sent"),
        bounced: mail.bounced.as("bounced"),
        answered: mail.answered.as("answered"),
        held: sum(sql`${planned} = ${never.getTime()}`).as("held"),
        /** Until when the last invitation that is planned leaves. */
        lastAt: sql<number | null>`max(case when ${planned} < ${never.getTime()}
          then ${message.sendAfter} end)`.as("last_at"),
        short: sql<number>`count(distinct case when ${planned} < ${never.getTime()}
          and ${message.sendAfter} > ${round.closesAt} - ${least} then ${round.id} end)`.as(
          "short",
        ),
      })
      .from(portfolioLaunchAccount)
      .innerJoin(account, eq(account.id, portfolioLaunchAccount.accountId))
      .innerJoin(round, eq(round.id, portfolioLaunchAccount.roundId))
      .innerJoin(invitation, eq(invitation.roundId, round.id))
      .leftJoin(message, sql`${message.id} = 'invitation/' || ${invitation.id}`)
      .where(inLaunch),
  ]);
  return { accounts: accounts[0]!, people: people[0]! };
}

/** Launches, each with its drafts that lack our own grade, by account: what a mail about them says. */
export async function listLaunchesToTell(db: Database, launchIds: string[]) {
  const listed = sql`(select value from json_each(${JSON.stringify(launchIds)}))`;
  const [launches, ungraded] = await db.batch([
    db
      .select({ id: portfolioLaunch.id, gradeBy: portfolioLaunch.gradeBy })
      .from(portfolioLaunch)
      .where(sql`${portfolioLaunch.id} in ${listed}`),
    db
      .select({
        launchId: portfolioLaunchAccount.launchId,
        accountId: portfolioLaunchAccount.accountId,
        account: account.name,
        roundId: portfolioLaunchAccount.roundId,
      })
      .from(portfolioLaunchAccount)
      .innerJoin(account, eq(account.id, portfolioLaunchAccount.accountId))
      .innerJoin(round, eq(round.id, portfolioLaunchAccount.roundId))
      .leftJoin(selfGrade, eq(selfGrade.roundId, round.id))
      .where(and(sql`${portfolioLaunchAccount.launchId} in ${listed}`, conditions.ungraded))
      .orderBy(asc(account.nameFolded), asc(account.id)),
  ]);
  const by = Map.groupBy(ungraded, ({ launchId }) => launchId);
  return launches.map((launch) => ({ ...launch, ungraded: by.get(launch.id) ?? [] }));
}
