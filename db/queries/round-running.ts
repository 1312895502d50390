import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, invitation, message, round } from "../schema.ts";
import { ifWon, insertAuditWhen } from "./audit.ts";
import { insertMessages } from "./message.ts";
import { auditChange, type Change } from "./round-change.ts";
import {
  insertInvitations,
  insertVersions,
  type NewInvitation,
  type PinnedVersion,
} from "./round-launch.ts";
import { openRound } from "./survey.ts";

/** Moves the deadline of an open round. Gives false when it is open no more, or was moved from elsewhere. */
export async function updateDeadline(
  db: Database,
  change: Change,
  { from, to }: { from: Date; to: Date },
): Promise<boolean> {
  const { roundId, changeId } = change;
  const [won] = await db.batch([
    db
      .update(round)
      .set({ closesAt: to, changeId })
      .where(and(eq(round.id, roundId), eq(round.status, "open"), eq(round.closesAt, from)))
      .returning({ id: round.id }),
    auditChange(db, change, "round.deadline_moved", { from, to }),
  ]);
  return won.length === 1;
}

/** The contact of an account with this id or this address. */
export const findAccountContact = (db: Database, accountId: string, idOrEmail: string) =>
  db
    .select()
    .from(contact)
    .where(
      and(
        eq(contact.accountId, accountId),
        sql`(${contact.id} = ${idOrEmail} or ${contact.email} = ${idOrEmail.toLowerCase()})`,
      ),
    )
    .get();

/** This contact's invitation in a round, if there is one. */
export const findInvitationOf = (db: Database, roundId: string, contactId: string) =>
  db
    .select()
    .from(invitation)
    .where(and(eq(invitation.roundId, roundId), eq(invitation.contactId, contactId)))
    .get();

/** Which tiers a round asks, each with what it pinned for them. */
export const listPinnedTiers = (db: Database, roundId: string) =>
  db
    .selectDistinct({ tier: invitation.tier, templateVersionId: invitation.templateVersionId })
    .from(invitation)
    .where(eq(invitation.roundId, roundId));

type Addition = {
  roundId: string;
  at: Date;
  by: string;
  reason: string | null;
  /** What this person is asked, unless the round has pinned it already. */
  versions: PinnedVersion[];
  invitation: NewInvitation;
  mail: typeof message.$inferInsert;
};

/** Invites one more person. Gives false when the round is over or this person is invited already. */
export async function insertRecipient(db: Database, added: Addition): Promise<boolean> {
  const { at, by: actor, roundId: subjectId, reason, invitation: row } = added;
  const detail = { contactId: row.contactId, reason };
  const [, won] = await db.batch([
    insertVersions(db, added.versions),
    insertInvitations(db, added, [row], openRound(added.roundId)),
    insertAuditWhen(
      db,
      { at, actor, action: "recipient.added", subjectType: "round", subjectId, detail },
      ifWon,
    ),
    insertMessages(db, [added.mail], ifWon),
  ]);
  return won.meta.changes === 1;
}

type Reissue = {
  roundId: string;
  at: Date;
  by: string;
  action: "invitation.sent_again" | "recipient.added";
  invitation: { id: string; tokenVersion: number };
  /** Then who has answered is written to like everybody else. */
  confidential: boolean;
  tokenHash: string;
  mail: typeof message.$inferInsert;
};

/**
 * Sends an invitation anew, under a new link: the old one may lie in a stranger's mailbox. What waited for the
 * old address is cancelled. Gives false when the round is over, the person answered, or it was done already.
 */
export async function updateReissued(db: Database, again: Reissue): Promise<boolean> {
  const { at, by: actor, action, roundId: subjectId, tokenHash, mail } = again;
  const { id, tokenVersion } = again.invitation;
  const entry = { at, actor, action, subjectType: "round", subjectId };
  const [won] = await db.batch([
    db
      .update(invitation)
      .set({
        tokenHash,
        tokenVersion: tokenVersion + 1,
        // Reached they were already: how many were must not fall for those alone who have not answered.
        delivery: again.confidential ? "sent" : "queued",
        remindersDone: 0,
        status: sql`iif(${invitation.status} = 'revoked', 'invited', ${invitation.status})`,
      })
      .where(
        and(
          eq(invitation.id, id),
          eq(invitation.tokenVersion, tokenVersion),
          inArray(invitation.status, [
            ...(["invited", "started", "postponed", "revoked"] as const),
            ...(again.confidential ? (["completed"] as const) : []),
          ]),
          openRound(again.roundId),
        ),
      ),
    insertAuditWhen(db, { ...entry, detail: { invitationId: id } }, ifWon),
    insertMessages(db, [mail], ifWon),
    db
      .update(message)
      .set({ status: "cancelled" })
      .where(
        and(
          eq(message.invitationId, id),
          eq(message.status, "queued"),
          sql`${message.kind} <> 'receipt' and ${message.recipient} <> ${mail.recipient}`,
        ),
      ),
  ]);
  return won.meta.changes > 0;
}

/**
 * In a batch after the contact was changed: who is at the client again after all is asked again by its open confidential
 * rounds, under the same link. Were they to be invited anew, it would show that they had not answered.
 */
export const expectIfBack = (db: Database, contactId: string) =>
  db
    .update(invitation)
    .set({ status: "invited", remindersDone: 0 })
    .where(
      and(
        eq(invitation.contactId, contactId),
        eq(invitation.status, "revoked"),
        sql`exists (select 1 from round join contact on contact.account_id = round.account_id
          where round.id = ${invitation.roundId} and round.status = 'open'
            and confidentiality = 'confidential'
            and contact.id = ${contactId} and contact.status = 'active')`,
        sql`not exists (select 1 from contact merged join invitation twin on twin.contact_id = merged.id
          where merged.merged_into_id = ${contactId} and twin.round_id = ${invitation.roundId}
            and twin.status = 'completed')`,
      ),
    );

/** In a batch after the contact was changed: who has left is asked no more, and what they began is forgotten. */
export const revokeIfLeft = (db: Database, contactId: string) =>
  db
    .update(invitation)
    .set({ status: "revoked", draft: null, postponedUntil: null })
    .where(
      and(
        eq(invitation.contactId, contactId),
        inArray(invitation.status, ["invited", "started", "postponed"]),
        sql`exists (select 1 from contact where id = ${contactId} and status = 'left')`,
        sql`exists (select 1 from round where id = ${invitation.roundId} and status = 'open')`,
      ),
    );
