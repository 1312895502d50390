import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { clientLink, invitation, message, round } from "../schema.ts";
import { ifWon, insertAuditWhen } from "./audit.ts";

export type Move = { contactId: string; from: string; to: string; actor: string; at: Date };

/** In a batch right after the contact was moved: written if it was. */
export const auditMove = (db: Database, { contactId, from, to, actor, at }: Move) =>
  insertAuditWhen(
    db,
    {
      at,
      actor,
      action: "contact.moved",
      subjectType: "contact",
      subjectId: contactId,
      detail: { from, to },
    },
    ifWon,
  );

/**
 * In the same batch: what the old account expected of the person ends. Open invitations are revoked with what was
 * begun, mail that waits is called off, drafts no longer choose them, links to its reports end. What was answered
 * stays where it was said.
 */
export const endAtOldAccount = (db: Database, { contactId, from, to, at }: Move) => {
  const moved = sql`exists (select 1 from contact where id = ${contactId} and account_id = ${to})`;
  return [
    db
      .update(invitation)
      .set({ status: "revoked", draft: null, postponedUntil: null })
      .where(
        and(
          eq(invitation.contactId, contactId),
          inArray(invitation.status, ["invited", "started", "postponed"]),
          sql`exists (select 1 from round where id = ${invitation.roundId}
            and account_id = ${from} and status = 'open')`,
          moved,
        ),
      ),
    db
      .update(message)
      .set({ status: "cancelled", lastError: "The person works for another client now." })
      .where(
        sql`status = 'queued' and kind <> 'receipt' and ${moved} and (
          invitation_id in (select i.id from invitation i join round r on r.id = i.round_id
            where i.contact_id = ${contactId} and r.account_id = ${from})
          or id in (select 'personal-note/' || round_id || '/' || contact_id from personal_note
            where contact_id = ${contactId}))`,
      ),
    db
      .update(round)
      .set({
        contactIds: sql`(select json_group_array(value) from json_each(contact_ids)
          where value <> ${contactId})`,
      })
      .where(
        sql`account_id = ${from} and status = 'draft' and ${moved}
          and exists (select 1 from json_each(contact_ids) where value = ${contactId})`,
      ),
    db
      .update(clientLink)
      .set({ revokedAt: at })
      .where(
        and(
          eq(clientLink.contactId, contactId),
          eq(clientLink.accountId, from),
          isNull(clientLink.revokedAt),
          moved,
        ),
      ),
  ] as const;
};
