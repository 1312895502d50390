import { and, asc, count, eq, inArray, isNull, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, invitation, nomination, round, type message } from "../schema.ts";
import { ifWon, insertAuditWhen } from "./audit.ts";
import { insertMessages } from "./message.ts";
import { insertInvitations, type NewInvitation } from "./round-launch.ts";

/**
 * When an address (an SQL expression) was last invited for the first time, at any account and after `since`. A
 * mail that never left does not count.
 */
const lastInvited = (address: SQL, since: Date) => sql<number | null>`(
  select max(i.invited_at) from contact other
  join invitation i on i.contact_id = other.id and i.invited_at > ${since.getTime()}
  join round r on r.id = i.round_id
  where other.email = ${address} and (r.status <> 'cancelled' or i.delivery <> 'queued'))`;

const bounced = sql<number>`exists (
  select 1 from invitation i join message m on m.id = 'invitation/' || i.id
  where i.contact_id = contact.id and i.delivery = 'bounced' and m.recipient = contact.email)`;

/** When this contact last answered, in a named round: a confidential response is nobody's. */
const lastAnswered = sql<number | null>`(
  select max(s.submitted_at) from invitation i
  join response s on s.round_id = i.round_id and s.id = i.id where i.contact_id = contact.id)`;

const selectRecipients = (db: Database) =>
  db
    .select({
      id: contact.id,
      accountId: contact.accountId,
      firstName: contact.firstName,
      lastName: contact.lastName,
      jobTitle: contact.jobTitle,
      email: contact.email,
      tier: contact.tier,
      mostSenior: contact.mostSenior,
      status: contact.status,
      doNotSurvey: contact.doNotSurvey,
      lastAskedAt: lastInvited(sql`contact.email`, new Date(0)),
      lastAnsweredAt: lastAnswered,
      bounced,
    })
    .from(contact)
    .$dynamic();

/** Everybody known at an account: when last invited (see `lastInvited`), last heard of, whether mail bounced. */
export const listRecipients = (db: Database, accountId: string) =>
  selectRecipients(db)
    .where(and(eq(contact.accountId, accountId), isNull(contact.mergedIntoId)))
    .orderBy(asc(contact.lastName), asc(contact.firstName), asc(contact.id));

/** The same at many accounts, in no order. */
export const listRecipientsAt = (db: Database, accountIds: string[]) =>
  selectRecipients(db).where(
    and(
      sql`${contact.accountId} in (select value from json_each(${JSON.stringify(accountIds)}))`,
      isNull(contact.mergedIntoId),
    ),
  );

/** The contact of an account with this address, if there is one. */
export const findContactByEmail = (db: Database, accountId: string, email: string) =>
  db
    .select({
      id: contact.id,
      firstName: contact.firstName,
      lastName: contact.lastName,
      status: contact.status,
    })
    .from(contact)
    .where(and(eq(contact.accountId, accountId), eq(contact.email, email)))
    .get();

/** When another round invited this address for the first time after `since`, in milliseconds; or null. */
export async function findLastInvited(db: Database, email: string, since: Date, roundId: string) {
  const row = await db.get<{ at: number | null }>(
    sql`select ${lastInvited(sql`${email} and r.id <> ${roundId}`, since)} as at`,
  );
  return row?.at ?? null;
}

/** Whether staff marked the contact with this address, at the account of this round, as not to be surveyed. */
export async function isBarred(db: Database, roundId: string, email: string): Promise<boolean> {
  const row = await db
    .select({ id: contact.id })
    .from(round)
    .innerJoin(contact, eq(contact.accountId, round.accountId))
    .where(and(eq(round.id, roundId), eq(contact.email, email), eq(contact.doNotSurvey, true)))
    .get();
  return row !== undefined;
}

/** Which of these keyed address hashes want no more mail: they opted out, or called our mail unwanted. */
export const listOptedOut = (db: Database, hashes: string[]): Promise<Set<string>> =>
  hashSet(
    db,
    sql`select address_hash as hash from opt_out where ${among(hashes)}
      union select address_hash from suppression where reason = 'complained' and ${among(hashes)}`,
  );

/** Which of these keyed address hashes are of addresses that take no mail. */
export const listUndeliverable = (db: Database, hashes: string[]): Promise<Set<string>> =>
  hashSet(
    db,
    sql`select address_hash as hash from suppression
      where reason = 'bounced' and ${among(hashes)}`,
  );

const among = (hashes: string[]) =>
  sql`address_hash in (select value from json_each(${JSON.stringify(hashes)}))`;

async function hashSet(db: Database, query: SQL): Promise<Set<string>> {
  const rows = await db.all<{ hash: string }>(query);
  return new Set(rows.map(({ hash }) => hash));
}

const how = (condition: ReturnType<typeof sql>) =>
  sql<number>`coalesce(sum(${condition}), 0)`.mapWith(Number);

/**
 * Whoever has begun was reached, even where the mail was called off because they were faster than it. Who has
 * declined is left out: of a confidential round that is not told.
 */
export const hasBegun = inArray(invitation.status, ["started", "completed"]);

/** A round's invitations, counted by tier. */
export const countInvitations = (db: Database, roundId: string) =>
  db
    .select({
      tier: invitation.tier,
      invited: count(),
      sent: how(sql`${invitation.delivery} <> 'queued' or ${hasBegun}`),
      bounced: how(sql`${invitation.delivery} = 'bounced'`),
      completed: how(sql`${invitation.status} = 'completed'`),
      declined: how(sql`${invitation.status} = 'declined'`),
    })
    .from(invitation)
    .where(eq(invitation.roundId, roundId))
    .groupBy(invitation.tier);

/** The colleagues proposed in a round, with who proposed them, the oldest first. */
export const listNominations = (db: Database, roundId: string) =>
  db
    .select({
      invitationId: nomination.invitationId,
      name: nomination.name,
      email: nomination.email,
      status: nomination.status,
      createdAt: nomination.createdAt,
      firstName: contact.firstName,
      lastName: contact.lastName,
    })
    .from(nomination)
    .innerJoin(invitation, eq(invitation.id, nomination.invitationId))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(eq(nomination.roundId, roundId))
    .orderBy(asc(nomination.createdAt), asc(nomination.invitationId));

/** A nomination of this round with the invitation it came from. */
export const findNomination = (db: Database, roundId: string, invitationId: string) =>
  db
    .select({ nomination, tier: invitation.tier, templateVersionId: invitation.templateVersionId })
    .from(nomination)
    .innerJoin(invitation, eq(invitation.id, nomination.invitationId))
    .where(and(eq(nomination.roundId, roundId), eq(nomination.invitationId, invitationId)))
    .get();

type Decision = { roundId: string; invitationId: string; by: string; at: Date };

/** First in a batch: only a proposed nomination of an open round is decided, and only once. */
const decide = (
  db: Database,
  decision: Decision,
  status: "accepted" | "refused",
  when: SQL = sql`true`,
) =>
  db
    .update(nomination)
    .set({ status, decidedBy: decision.by })
    .where(
      sql`invitation_id = ${decision.invitationId} and round_id = ${decision.roundId}
        and status = 'proposed'
        and exists (select 1 from round where id = ${decision.roundId} and status = 'open')
        and ${when}`,
    )
    .returning({ id: nomination.invitationId });

/** Second: written if the decision was ours; what follows may then ask for `changes() = 1` again. */
const auditDecision = (db: Database, decision: Decision, action: string, reason: string | null) => {
  const { at, by: actor, roundId: subjectId, invitationId } = decision;
  const detail = { invitationId, reason };
  const entry = { at, actor, action, subjectType: "round", subjectId, detail };
  return insertAuditWhen(db, entry, ifWon);
};

/** Refuses a nomination. Gives false when it was decided already or the round is over. */
export async function updateToRefused(db: Database, decision: Decision): Promise<boolean> {
  const [won] = await db.batch([
    decide(db, decision, "refused"),
    auditDecision(db, decision, "nomination.refused", null),
  ]);
  return won.length === 1;
}

type Acceptance = Decision & {
  reason: string | null;
  /** Null when this person is a contact already. */
  newContact: typeof contact.$inferInsert | null;
  invitation: NewInvitation;
  mail: typeof message.$inferInsert;
};

/**
 * Accepts a nomination: makes the contact where there is none and invites that person, who may be invited
 * already. Gives false when it was decided already, the round is over, or the contact has come into being since.
 */
export async function updateToAccepted(db: Database, acceptance: Acceptance): Promise<boolean> {
  const { newContact, invitation: row, invitationId } = acceptance;
  const accepted = sql`exists (select 1 from contact where id = ${row.contactId}) and exists
    (select 1 from nomination where invitation_id = ${invitationId} and status = 'accepted')`;
  const [won] = await db.batch([
    decide(db, acceptance, "accepted", newContact ? unknownAddress(newContact) : sql`true`),
    auditDecision(db, acceptance, "nomination.accepted", acceptance.reason),
    ...(newContact ? [insertContactWhen(db, newContact, ifWon)] : []),
    insertInvitations(db, acceptance, [row], accepted),
    insertMessages(
      db,
      [acceptance.mail],
      sql`exists (select 1 from invitation where id = ${row.id})`,
    ),
  ]);
  return won.length === 1;
}

/** Another nomination may have made this contact a moment ago; then the caller looks again. */
const unknownAddress = ({ accountId, email }: typeof contact.$inferInsert) =>
  sql`not exists (select 1 from contact where account_id = ${accountId} and email = ${email})`;

const insertContactWhen = (db: Database, row: typeof contact.$inferInsert, when: SQL) =>
  db.insert(contact).select(
    sql`select ${row.id}, ${row.accountId}, ${row.firstName}, ${row.lastName}, ${row.email},
        ${row.tier}, 'other', null, null, null, 0, 'active', null, ${row.createdAt.getTime()},
        ${row.updatedAt.getTime()}, 0, null where ${when}`,
  );
