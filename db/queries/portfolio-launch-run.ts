import type { Reach } from "#worker/domain/account/rules.ts";
import { and, asc, eq, isNull, isNotNull, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, message, portfolioLaunch, portfolioLaunchAccount } from "../schema.ts";
import { insertAuditWhen } from "./audit.ts";
import { never, updateSendAfter, type Move } from "./message.ts";
import { accountWithin } from "./reach.ts";

type Change = { launchId: string; changeId: string; at: Date; by: string };

const madeBy = ({ launchId, changeId }: Change) =>
  sql`exists (select 1 from portfolio_launch where id = ${launchId} and change_id = ${changeId})`;

const auditLaunch = (db: Database, change: Change, action: string) => {
  const { at, by: actor, launchId: subjectId } = change;
  const entry = { at, actor, action, subjectType: "portfolio_launch", subjectId };
  return insertAuditWhen(db, entry, madeBy(change));
};

/**
 * Has the sweep launch every draft of a launch that has our own grade, as this person. Gives how many are queued; a
 * launch that is stopped queues none.
 */
export async function updateToLaunch(db: Database, reach: Reach, change: Change): Promise<number> {
  const { launchId, changeId, at, by } = change;
  const [, queued] = await db.batch([
    db
      .update(portfolioLaunch)
      .set({ startedBy: by, startedAt: at, changeId })
      .where(sql`id = ${launchId} and stopped_at is null`),
    db
      .update(portfolioLaunchAccount)
      .set({ queuedAt: at })
      .where(
        sql`launch_id = ${launchId} and ${madeBy(change)} and exists (
          select 1 from round join self_grade on self_grade.round_id = round.id
            join account on account.id = round.account_id
          where round.id = portfolio_launch_account.round_id and round.status = 'draft'
            and ${accountWithin(reach) ?? sql`true`})`,
      )
      .returning({ accountId: portfolioLaunchAccount.accountId }),
    auditLaunch(db, change, "portfolio_launch.started"),
  ]);
  return queued.length;
}

const waiting = (launchId: string) => sql`status = 'queued' and batch_id is null and attempts = 0
  and data ->> 'launchId' = ${launchId} and id in (
    select 'invitation/' || invitation.id from portfolio_launch_account item
    join invitation on invitation.round_id = item.round_id where item.launch_id = ${launchId})`;

/** Stops a launch: nothing more opens, and what was not handed over is held. False: it was stopped already. */
export async function updateToStopped(db: Database, change: Change): Promise<boolean> {
  const { launchId, changeId, at } = change;
  const [won] = await db.batch([
    db
      .update(portfolioLaunch)
      .set({ stoppedAt: at, changeId })
      .where(sql`id = ${launchId} and stopped_at is null`)
      .returning({ id: portfolioLaunch.id }),
    db
      .update(message)
      .set({ sendAfter: never })
      .where(sql`${waiting(launchId)} and ${madeBy(change)}`),
    auditLaunch(db, change, "portfolio_launch.stopped"),
  ]);
  return won.length === 1;
}

/** Lets a stopped launch go on. False: it was not stopped. */
export async function updateToResumed(db: Database, change: Change): Promise<boolean> {
  const { launchId, changeId } = change;
  const [won] = await db.batch([
    db
      .update(portfolioLaunch)
      .set({ stoppedAt: null, changeId })
      .where(sql`id = ${launchId} and stopped_at is not null`)
      .returning({ id: portfolioLaunch.id }),
    auditLaunch(db, change, "portfolio_launch.resumed"),
  ]);
  return won.length === 1;
}

/** Keeps why accounts are asked all the same (null: nothing) for rounds that this launch opens from now on. */
export const updateExplanation = (db: Database, change: Change, explanation: string | null) =>
  db.batch([
    db
      .update(portfolioLaunch)
      .set({ explanation, changeId: change.changeId })
      .where(sql`id = ${change.launchId} and explanation is not ${explanation}`),
    auditLaunch(db, change, "portfolio_launch.explained"),
  ]);

/** Invitations of a launch that are held. */
export const listHeld = (db: Database, launchId: string, limit: number) =>
  db
    .select({ id: message.id, data: message.data })
    .from(message)
    .where(sql`${waiting(launchId)} and send_after = ${never.getTime()}`)
    .limit(limit);

/** Plans what was held for new times, as long as the launch goes on. Gives how many moved. */
export const updateHeld = async (db: Database, launchId: string, moves: Omit<Move, "seen">[]) => {
  const { meta } = await updateSendAfter(
    db,
    moves.map((move) => ({ ...move, seen: never })),
    sql`exists (select 1 from portfolio_launch where id = ${launchId} and stopped_at is null)`,
  );
  return meta.changes;
};

/** Accounts whose rounds the sweep is to launch now, the longest waiting first, each with its launch. */
export const listQueuedAccounts = (db: Database, limit: number) =>
  db
    .select({
      launch: portfolioLaunch,
      accountId: portfolioLaunchAccount.accountId,
      roundId: portfolioLaunchAccount.roundId,
      queuedAt: portfolioLaunchAccount.queuedAt,
      timeZone: account.timeZone,
    })
    .from(portfolioLaunchAccount)
    .innerJoin(portfolioLaunch, eq(portfolioLaunch.id, portfolioLaunchAccount.launchId))
    .innerJoin(account, eq(account.id, portfolioLaunchAccount.accountId))
    .where(and(isNotNull(portfolioLaunchAccount.queuedAt), isNull(portfolioLaunch.stoppedAt)))
    .orderBy(asc(portfolioLaunchAccount.queuedAt), asc(portfolioLaunchAccount.accountId))
    .limit(limit);

type Tried = { launchId: string; accountId: string; queuedAt: Date | null };

/** Takes an account out of the queue or puts it at the end, unless it was queued again since. */
export const updateTried = (
  db: Database,
  tried: Tried,
  then: { queuedAt: Date | null; refusedAt: Date | null },
) =>
  db
    .update(portfolioLaunchAccount)
    .set(then)
    .where(
      and(
        eq(portfolioLaunchAccount.launchId, tried.launchId),
        eq(portfolioLaunchAccount.accountId, tried.accountId),
        sql`queued_at is ${tried.queuedAt?.getTime() ?? null}`,
      ),
    );
