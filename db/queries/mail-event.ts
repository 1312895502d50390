import type { DeliveryState } from "#worker/domain/message/delivery-rules.ts";
import { and, eq, inArray, isNull, ne, or, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, contact, invitation, mailEvent, message, round, suppression } from "../schema.ts";
import { insertMessages } from "./message.ts";

/** A message the provider reports on, with the contact it went to, if it went to one at the present address. */
export const findReported = (db: Database, messageId: string) =>
  db
    .select({
      message,
      invitationId: invitation.id,
      accountManagerId: account.accountManagerId,
      heard: sql<number>`exists (select 1 from ${contact} where ${contact.id} = ${invitation.contactId}
        and ${contact.email} = ${message.recipient})`,
    })
    .from(message)
    .leftJoin(invitation, eq(invitation.id, message.invitationId))
    .leftJoin(round, eq(round.id, invitation.roundId))
    .leftJoin(account, eq(account.id, round.accountId))
    .where(eq(message.id, messageId))
    .get();

/** Whether this report was taken in before. */
export const isKnownEvent = async (db: Database, id: string): Promise<boolean> =>
  (await db.$count(mailEvent, eq(mailEvent.id, id))) > 0;

type Reported = {
  event: typeof mailEvent.$inferInsert;
  state: DeliveryState;
  /** The states that it outdoes. */
  lighter: DeliveryState[];
  reason: string | null;
  providerId: string | null;
  /** The address gets no more mail. */
  suppress: { addressHash: string; reason: "bounced" | "complained" } | null;
  /** The invitation whose standing this is; null when the mail went to somebody else or an old address. */
  invitationId: string | null;
  notices: (typeof message.$inferInsert)[];
};

/** Takes in a report, whole: twice or in another order, it ends the same. */
export const updateDelivery = (db: Database, reported: Reported) => {
  const { event, suppress, invitationId, state } = reported;
  const ofInvitation = state === "suppressed" ? "bounced" : state;
  return db.batch([
    db.insert(mailEvent).values(event).onConflictDoNothing(),
    updateMessage(db, reported),
    ...(invitationId !== null && isInvitationState(ofInvitation)
      ? [updateInvitation(db, invitationId, ofInvitation)]
      : []),
    ...(suppress ? [insertSuppression(db, suppress, event.at)] : []),
    ...(reported.notices.length > 0 ? [insertMessages(db, reported.notices)] : []),
  ]);
};

/** Whatever arrived or came back did leave, even if its answer was lost; what failed there did not. */
const updateMessage = (db: Database, { event, state, lighter, reason, providerId }: Reported) => {
  const failed = state === "failed";
  const weightier = or(isNull(message.delivery), inArray(message.delivery, lighter));
  // A failed mail may have been sent anew: what became of the first is then no news.
  const ofThisTry = sql`${message.status} = 'sent'
    and coalesce(${message.providerId}, ${providerId}) is ${providerId}`;
  return db
    .update(message)
    .set({
      delivery: state,
      status: failed ? "failed" : "sent",
      lastError: reason,
      providerId: sql`coalesce(${message.providerId}, ${providerId})`,
      sentAt: sql`coalesce(${message.sentAt}, ${event.at.getTime()})`,
    })
    .where(and(eq(message.id, event.messageId), weightier, failed ? ofThisTry : undefined));
};

const invitationStates = ["delivered", "bounced", "complained"] as const;
type InvitationState = (typeof invitationStates)[number];
const isInvitationState = (state: string): state is InvitationState =>
  (invitationStates as readonly string[]).includes(state);

const outdone: Record<InvitationState, SQL> = {
  delivered: sql`('queued', 'sent')`,
  bounced: sql`('queued', 'sent', 'delivered')`,
  complained: sql`('queued', 'sent', 'delivered', 'bounced')`,
};

const updateInvitation = (db: Database, id: string, state: InvitationState) =>
  db
    .update(invitation)
    .set({ delivery: state })
    .where(and(eq(invitation.id, id), sql`${invitation.delivery} in ${outdone[state]}`));

/** A complaint outweighs a bounce: the one is a wish, the other a fault of the address. */
const insertSuppression = (
  db: Database,
  { addressHash, reason }: NonNullable<Reported["suppress"]>,
  createdAt: Date,
) => {
  const row = db.insert(suppression).values({ addressHash, reason, createdAt });
  return reason === "complained"
    ? row.onConflictDoUpdate({
        target: suppression.addressHash,
        set: { reason },
        setWhere: ne(suppression.reason, reason),
      })
    : row.onConflictDoNothing();
};
