import { and, asc, eq, isNull, ne, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  action,
  clientCase,
  contact,
  conversation,
  invitation,
  message,
  optOut,
  planAgreement,
  planReply,
  referenceAsk,
  reportComment,
  round,
} from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { moveClientLinks } from "./client-link.ts";
import { moveNotes } from "./personal-note.ts";

/** Whom a contact can be merged with: everybody else at the account, by name. */
export const listOthers = (db: Database, accountId: string, contactId: string) =>
  db
    .select({
      id: contact.id,
      firstName: contact.firstName,
      lastName: contact.lastName,
      email: contact.email,
    })
    .from(contact)
    .where(
      and(
        eq(contact.accountId, accountId),
        ne(contact.id, contactId),
        isNull(contact.mergedIntoId),
      ),
    )
    .orderBy(asc(contact.lastName), asc(contact.firstName), asc(contact.id));

const twinIn = (into: string) =>
  sql<number>`exists (select 1 from invitation twin
    where twin.round_id = ${invitation.roundId} and twin.contact_id = ${into})`;

/** What belongs to a contact, and where the other one was invited too. */
export async function findBelongings(
  db: Database,
  { accountId, from, into }: { accountId: string; from: string; into: string },
) {
  const [rounds, [comments], [cases]] = await db.batch([
    db
      .select({
        name: sql<string>`${round.name}`.as("round_name"),
        open: sql<number>`${round.status} = 'open'`.as("is_open"),
        both: twinIn(into).as("both_invited"),
      })
      .from(invitation)
      .innerJoin(round, eq(round.id, invitation.roundId))
      .where(eq(invitation.contactId, from)),
    db
      .select({ count: sql<number>`count(*)`.as("comments") })
      .from(reportComment)
      .where(commentsOf(accountId, from)),
    db
      .select({ count: sql<number>`count(*)`.as("cases") })
      .from(clientCase)
      .where(and(eq(clientCase.accountId, accountId), eq(clientCase.contactId, from))),
  ]);
  return { rounds, comments: comments!.count, cases: cases!.count };
}

const commentsOf = (accountId: string, contactId: string) =>
  and(
    sql`${reportComment.roundId} in (select id from round where account_id = ${accountId})`,
    eq(reportComment.contactId, contactId),
  );

export type Merge = {
  accountId: string;
  from: { id: string; email: string; mostSenior: boolean; doNotSurvey: boolean };
  into: { id: string; email: string };
  /** The hash of the address that stays, where the one that goes wants no more mail. */
  optOutHash: string | null;
  audit: AuditEntry;
};

/** What the record that stays takes over: the mark if nobody else has it, and whatever it does not say itself. */
const completeContact = (db: Database, { accountId, from, into, audit }: Merge) => {
  const other = (column: string) =>
    sql`(select ${sql.raw(column)} from contact gone where gone.id = ${from.id})`;
  const free = sql`not exists (select 1 from contact senior
    where senior.account_id = ${accountId} and senior.most_senior = 1 and senior.id <> ${into.id})`;
  return db.update(contact).set({
    mostSenior: sql`${contact.mostSenior} or (${from.mostSenior ? 1 : 0} and status = 'active' and ${free})`,
    doNotSurvey: sql`max(${contact.doNotSurvey}, ${from.doNotSurvey ? 1 : 0})`,
    jobTitle: sql`coalesce(${contact.jobTitle}, ${other("job_title")})`,
    department: sql`coalesce(${contact.department}, ${other("department")})`,
    locale: sql`coalesce(${contact.locale}, ${other("locale")})`,
    preferences: sql`coalesce(${contact.preferences}, ${other("preferences")})`,
    function: sql`iif(${contact.function} = 'other', ${other("function")}, ${contact.function})`,
    updatedAt: audit.at,
  });
};

const revoke = (db: Database) => db.update(invitation).set({ status: "revoked", draft: null });

/** Unanswered invitations of one contact in open rounds to which the other is invited as well. */
const spare = (contactId: string, twin: string, twinStatus: SQL) => sql`contact_id = ${contactId}
  and status not in ('completed', 'revoked')
  and exists (select 1 from round where round.id = ${invitation.roundId} and round.status = 'open')
  and exists (select 1 from invitation twin where twin.round_id = ${invitation.roundId}
    and twin.contact_id = ${twin} and ${twinStatus})`;

const chosen = (contactId: string) =>
  sql`exists (select 1 from json_each(contact_ids) where value = ${contactId})`;

/** In drafts the one that stays is chosen where the other one was. */
const chooseInstead = (db: Database, from: string, into: string) =>
  db.update(round).set({
    contactIds: sql`(select json_group_array(distinct iif(value = ${from}, ${into}, value))
      from json_each(contact_ids))`,
  });

/** Invitations, of an open round's two links one, and the mail that waits. */
const moveInvitations = (db: Database, { from, into }: Merge, merged: SQL) =>
  [
    revoke(db).where(and(spare(into.id, from.id, sql`twin.status = 'completed'`), merged)),
    revoke(db).where(and(spare(from.id, into.id, sql`twin.status <> 'revoked'`), merged)),
    db
      .update(invitation)
      .set({ contactId: into.id })
      .where(and(eq(invitation.contactId, from.id), sql`not ${twinIn(into.id)}`, merged)),
    db
      .update(message)
      .set({ recipient: into.email })
      .where(
        sql`status = 'queued' and kind <> 'receipt' and recipient = ${from.email} and ${merged}
          and invitation_id in (select id from invitation where contact_id = ${into.id})`,
      ),
  ] as const;

type Move = { accountId: string; from: string; into: string };

/** In the action plan: the counterpart, who agreed, and what they replied. */
const movePlan = (db: Database, { accountId, from, into }: Move, merged: SQL) => [
  db
    .update(action)
    .set({ counterpartId: into })
    .where(and(eq(action.accountId, accountId), eq(action.counterpartId, from), merged)),
  db
    .update(action)
    .set({ agreedBy: into })
    .where(and(eq(action.accountId, accountId), eq(action.agreedBy, from), merged)),
  ...[planAgreement, planReply].map((table) =>
    db
      .update(table)
      .set({ contactId: into })
      .where(and(eq(table.accountId, accountId), eq(table.contactId, from), merged)),
  ),
];

/** Comments in reports, cases, the plan, recorded conversations, the choice of drafts, and the wish for no more mail. */
const moveTheRest = (db: Database, { accountId, from, into, ...merge }: Merge, merged: SQL) => [
  db
    .update(reportComment)
    .set({ contactId: into.id })
    .where(and(commentsOf(accountId, from.id), merged)),
  db
    .update(clientCase)
    .set({ contactId: into.id })
    .where(and(eq(clientCase.accountId, accountId), eq(clientCase.contactId, from.id), merged)),
  db
    .update(conversation)
    .set({ contactId: into.id })
    .where(and(eq(conversation.accountId, accountId), eq(conversation.contactId, from.id), merged)),
  ...moveNotes(db, from.id, into, merged),
  ...moveClientLinks(db, { from, into, accountId, at: merge.audit.at }, merged),
  ...movePlan(db, { accountId, from: from.id, into: into.id }, merged),
  db
    .update(referenceAsk)
    .set({ contactId: into.id })
    .where(and(eq(referenceAsk.accountId, accountId), eq(referenceAsk.contactId, from.id), merged)),
  chooseInstead(db, from.id, into.id).where(
    and(eq(round.accountId, accountId), eq(round.status, "draft"), merged, chosen(from.id)),
  ),
  ...(merge.optOutHash === null
    ? []
    : [
        db
          .insert(optOut)
          .values({ addressHash: merge.optOutHash, createdAt: merge.audit.at })
          .onConflictDoNothing(),
      ]),
];

/**
 * Merges one contact into another of the same account, all or nothing. Invitations follow, and with them
 * answers and nominations; where both were invited to one round each keeps the invitation, and of an open round
 * one link is left. False: one of the two was merged meanwhile.
 */
export async function updateMerged(db: Database, merge: Merge): Promise<boolean> {
  const { accountId, from, into, audit } = merge;
  const merged = sql`exists (select 1 from contact gone
    where gone.id = ${from.id} and gone.merged_into_id = ${into.id})`;
  const [marked] = await db.batch([
    db
      .update(contact)
      .set({ mergedIntoId: into.id, status: "left", mostSenior: false, updatedAt: audit.at })
      .where(
        and(
          eq(contact.id, from.id),
          isNull(contact.mergedIntoId),
          sql`exists (select 1 from contact kept where kept.id = ${into.id}
            and kept.account_id = ${accountId} and kept.merged_into_id is null)`,
        ),
      ),
    insertAuditWhen(db, audit, ifWon),
    completeContact(db, merge).where(and(eq(contact.id, into.id), merged)),
    ...moveInvitations(db, merge, merged),
    ...moveTheRest(db, merge, merged),
  ]);
  return marked.meta.changes > 0;
}
