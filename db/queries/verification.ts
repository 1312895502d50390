import { and, asc, eq, lt, sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Verification } from "#worker/domain/reports/figures.ts";
import type { AskedAction } from "#worker/domain/reports/verification-rules.ts";
import type { KeptPromise } from "#worker/domain/survey/verify-rules.ts";
import type { Database } from "../client.ts";
import { action, actionChange, actionVerification } from "../schema.ts";
import type { Change } from "./round-change.ts";

/** In so many rounds the client is asked whether a promise got better, if nobody can say in the first. */
const mostRounds = 2;

/**
 * The promises of an account that the next round asks about: done, to be seen by the client, and not judged yet. What
 * comes from behind the firewall is never among them: who runs the round would read it in the preview.
 */
export async function listKeptPromises(db: Database, accountId: string): Promise<KeptPromise[]> {
  return (await listKeptPromisesAt(db, [accountId])).get(accountId) ?? [];
}

/** The same for many accounts, by account. */
export async function listKeptPromisesAt(
  db: Database,
  accountIds: string[],
): Promise<Map<string, KeptPromise[]>> {
  const rows = await db
    .select({
      accountId: action.accountId,
      id: action.id,
      title: action.title,
      heard: action.heard,
      promise: action.promise,
      doneNote: action.doneNote,
      tiers: action.sourceTiers,
    })
    .from(action)
    .where(
      and(
        sql`${action.accountId} in (select value from json_each(${JSON.stringify(accountIds)}))`,
        eq(action.status, "done"),
        eq(action.clientVisible, true),
        eq(action.walled, false),
        eq(action.keepDoing, false),
        lt(action.askedRounds, mostRounds),
      ),
    )
    .orderBy(asc(action.doneAt), asc(action.id));
  const promises = rows.map(({ accountId, promise, doneNote, ...row }) => ({
    accountId,
    kept: { ...row, done: doneNote ?? promise ?? row.title },
  }));
  const at = Map.groupBy(promises, ({ accountId }) => accountId);
  return new Map([...at].map(([id, list]) => [id, list.map(({ kept }) => kept)]));
}

/** These actions of an account, as the report of a round that asked about them shows them. */
export async function listAskedActions(
  db: Database,
  accountId: string,
  ids: string[],
): Promise<AskedAction[]> {
  const rows = await db
    .select({
      id: action.id,
      title: action.title,
      heard: action.heard,
      promise: action.promise,
      doneNote: action.doneNote,
      area: action.area,
      measure: action.measure,
    })
    .from(action)
    .where(
      sql`account_id = ${accountId} and id in (select value from json_each(${JSON.stringify(ids)}))`,
    )
    .orderBy(asc(action.doneAt), asc(action.id));
  return rows.map(({ promise, doneNote, measure, ...row }) => ({
    ...row,
    done: doneNote ?? promise ?? row.title,
    area: measure?.area ?? row.area,
    target: measure?.target ?? null,
  }));
}

/**
 * The statements with which a close lets the client's answers judge the plan, for the batch that closes the round:
 * a done action becomes verified or not improved, with a line in its history, or is left to be asked once more.
 */
export const judgeActions = (
  db: Database,
  { roundId, at }: Change,
  verifications: Verification[],
  when: SQL,
): BatchItem<"sqlite">[] =>
  verifications.flatMap(({ actionId, verdict, n, counts, target, score }) => {
    const mine = sql`${action.id} = ${actionId} and ${when}`;
    const asked = { askedRounds: sql`asked_rounds + 1`, updatedAt: at };
    const { better = null, same = null, worse = null, cantSay = null } = counts ?? {};
    const record = db.insert(actionVerification).select(
      sql`select ${actionId}, ${roundId}, ${better}, ${same}, ${worse}, ${cantSay}, ${verdict}, ${target},
        ${score}, ${n} where ${when}`,
    );
    if (verdict === "undecided")
      return [
        record,
        db
          .update(action)
          .set(asked)
          .where(sql`${mine} and status = 'done'`),
      ];
    return [
      record,
      db
        .update(action)
        .set({ ...asked, status: verdict, verifiedRoundId: roundId, version: sql`version + 1` })
        .where(sql`${mine} and status = 'done'`),
      db.insert(actionChange).select(
        sql`select id, version, ${at.getTime()}, null, 'system',
          ${JSON.stringify({ status: { from: "done", to: verdict } })}, null from action
          where ${mine} and verified_round_id = ${roundId} and status = ${verdict}`,
      ),
    ];
  });
