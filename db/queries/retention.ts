import { and, asc, eq, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { portfolioLaunch, round } from "../schema.ts";
import { ifWon, insertAuditWhen } from "./audit.ts";
import { blankings } from "./blank.ts";

/** Ids of rounds that ended before an instant and still hold what people wrote, the oldest first. */
export async function listOldRounds(db: Database, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: round.id })
    .from(round)
    .where(and(isNull(round.blankedAt), lt(round.closedAt, before)))
    .orderBy(asc(round.closedAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/**
 * Deletes what people wrote in a round and around it, and the account's conversations from before then; whole or not
 * at all, and once.
 */
export async function updateToBlanked(
  db: Database,
  roundId: string,
  { at, before }: { at: Date; before: Date },
): Promise<void> {
  const its = sql`round_id = ${roundId}`;
  const account = sql`(select account_id from round where id = ${roundId})`;
  const older = sql`account_id = ${account} and at < ${before.getTime()}`;
  const invitations = sql`(select id from invitation where ${its})`;
  const entry = {
    at,
    actor: "system",
    action: "round.blanked",
    subjectType: "round",
    subjectId: roundId,
  };
  await db.batch([
    db
      .update(round)
      .set({ blankedAt: at, explanation: null, closeReason: null, releaseNote: null })
      .where(and(eq(round.id, roundId), isNull(round.blankedAt))),
    insertAuditWhen(db, entry, ifWon),
    db
      .update(portfolioLaunch)
      .set({ explanation: null })
      .where(sql`id in (select launch_id from portfolio_launch_account where ${its})`),
    ...blankings(db, {
      responses: its,
      invitations: its,
      reports: its,
      comments: its,
      nominations: its,
      notes: its,
      messages: sql`staff_id is null and recipient not in (select email from staff)
        and (${its} or invitation_id in ${invitations})`,
      cases: its,
      conversations: sql`account_id = ${account} and recorded_at < ${before.getTime()}`,
      asks: its,
      shares: its,
      clientLinks: its,
      agreements: older,
      replies: older,
      changes: sql`by_kind = 'contact' and at < ${before.getTime()}
        and action_id in (select id from action where account_id = ${account})`,
    }),
  ]);
}
