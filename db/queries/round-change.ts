import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { invitation, message, response, round, sealedResponse } from "../schema.ts";
import { insertAuditWhen } from "./audit.ts";

/** Who changed a round, when, and the change's own id, which the rest of its batch is bound to. */
export type Change = { roundId: string; changeId: string; at: Date; by: string };

/**
 * Holds only while the round's last change is this one. The conditional UPDATE that opens a batch sets it;
 * whatever follows is written if that UPDATE won, and by no one else at the same instant.
 */
export const madeBy = ({ roundId, changeId }: Pick<Change, "roundId" | "changeId">): SQL =>
  sql`exists (select 1 from round where id = ${roundId} and change_id = ${changeId})`;

/** The audit entry of a change that won. */
export const auditChange = (
  db: Database,
  change: Change,
  action: string,
  detail: Record<string, unknown> = {},
) => {
  const { roundId: subjectId, at, by: actor } = change;
  const entry = { at, actor, action, subjectType: "round", subjectId, detail };
  return insertAuditWhen(db, entry, madeBy(change));
};

/** Mails that say nothing any more once a round is over; a receipt still does. */
const overtaken = sql`('invitation', 'reminder', 'second_sitting', 'postponed', 'nomination', 'senior_unreachable',
  'personal_note', 'round_due')`;

/** Cancels what is still queued for a round that this change ended. */
export const cancelMessages = (db: Database, change: Change) =>
  db
    .update(message)
    .set({ status: "cancelled" })
    .where(
      sql`status = 'queued' and kind in ${overtaken} and ${madeBy(change)}
        and (round_id = ${change.roundId}
          or invitation_id in (select id from invitation where round_id = ${change.roundId}))`,
    );

/** Forgets the unfinished answers of a round that this change ended, and until when somebody wanted to be left alone. */
export const clearDrafts = (db: Database, change: Change) =>
  db
    .update(invitation)
    .set({ draft: null, postponedUntil: null })
    .where(
      sql`round_id = ${change.roundId} and (draft is not null or postponed_until is not null)
        and ${madeBy(change)}`,
    );

/** Deletes the answers of a confidential round that this change ended; older ones are not sealed. */
export const forgetConfidential = (db: Database, change: Change) =>
  [response, sealedResponse].map((table) =>
    db.delete(table).where(
      sql`round_id = (select id from round where id = ${change.roundId}
        and change_id = ${change.changeId} and confidentiality = 'confidential')`,
    ),
  );

/** Cancels a draft or an open round and all that waits for it. Gives false when it was over already. */
export async function updateToCancelled(
  db: Database,
  change: Change,
  reason: string,
): Promise<boolean> {
  const { roundId, changeId, at, by } = change;
  const [won] = await db.batch([
    db
      .update(round)
      .set({ status: "cancelled", closedAt: at, closedBy: by, closeReason: reason, changeId })
      .where(and(eq(round.id, roundId), sql`status in ('draft', 'open')`))
      .returning({ id: round.id }),
    cancelMessages(db, change),
    clearDrafts(db, change),
    ...forgetConfidential(db, change),
    auditChange(db, change, "round.cancelled", { reason }),
  ]);
  return won.length === 1;
}
