import type { Reach } from "#worker/domain/account/rules.ts";
import type { ContactChange } from "#worker/domain/contact/change-schema.ts";
import {
  and,
  asc,
  eq,
  gt,
  getTableColumns,
  isNull,
  ne,
  notExists,
  notInArray,
  or,
  sql,
} from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, contact, invitation, response, round } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { auditMove, endAtOldAccount } from "./contact-move.ts";
import { orNever } from "./instant.ts";
import { countsAsAsked } from "./invited.ts";
import { insertCarriedOptOut } from "./opt-out.ts";
import { accountWithin } from "./reach.ts";
import { expectIfBack, revokeIfLeft } from "./round-running.ts";

export type ContactRow = typeof contact.$inferSelect;

/** Contacts of an account by address. `after` is the last address. */
export const listContacts = (
  db: Database,
  accountId: string,
  { after, limit }: { after: string | undefined; limit: number },
) =>
  db
    .select()
    .from(contact)
    .where(
      and(
        eq(contact.accountId, accountId),
        isNull(contact.mergedIntoId),
        after ? sql`${contact.email} > ${after}` : undefined,
      ),
    )
    .orderBy(asc(contact.email))
    .limit(limit);

const seniority = sql`case ${contact.tier} when 'board' then 1 when 'manager' then 2 else 3 end`;
const inOrder = [
  sql`${contact.status} = 'left'`,
  seniority,
  sql`not ${contact.mostSenior}`,
  asc(contact.lastName),
  asc(contact.firstName),
  asc(contact.id),
];

/** The same as people read them: board first, those who left last. */
export const listContactsBySeniority = (
  db: Database,
  accountId: string,
  { skip, limit }: { skip: number; limit: number },
) =>
  db
    .select()
    .from(contact)
    .where(and(eq(contact.accountId, accountId), isNull(contact.mergedIntoId)))
    .orderBy(...inOrder)
    .limit(limit)
    .offset(skip);

/**
 * When these contacts were last invited, and when they last answered: in named rounds only, since no answer of a
 * confidential one bears an invitation's id.
 */
export const listAsked = (db: Database, contactIds: string[]) =>
  db
    .select({
      contactId: invitation.contactId,
      lastAskedAt: sql`max(${invitation.invitedAt})`.mapWith(invitation.invitedAt),
      lastAnsweredAt: sql`max(${response.submittedAt})`.mapWith(orNever),
    })
    .from(invitation)
    .leftJoin(
      response,
      and(eq(response.roundId, invitation.roundId), eq(response.id, invitation.id)),
    )
    .where(
      and(
        sql`${invitation.contactId} in (select value from json_each(${JSON.stringify(contactIds)}))`,
        countsAsAsked,
      ),
    )
    .groupBy(invitation.contactId);

/** Active contacts of an account by tier and function: how many, and how many were invited after `since`. */
export const listCoverage = (db: Database, accountId: string, since: Date) =>
  db
    .select({
      tier: contact.tier,
      function: contact.function,
      known: sql<number>`count(*)`,
      asked: sql<number>`sum(exists (select 1 from invitation where contact_id = contact.id
        and invited_at > ${since.getTime()} and ${countsAsAsked}))`,
    })
    .from(contact)
    .where(and(eq(contact.accountId, accountId), eq(contact.status, "active")))
    .groupBy(contact.tier, contact.function);

/** A contact at an account within reach, with the account's name; undefined when there is none. */
export const findContact = (db: Database, reach: Reach, contactId: string) =>
  db
    .select({ ...getTableColumns(contact), accountName: account.name })
    .from(contact)
    .innerJoin(account, eq(account.id, contact.accountId))
    .where(and(eq(contact.id, contactId), isNull(contact.mergedIntoId), accountWithin(reach)))
    .get();

/** An annual review that is still open and that this contact has answered. */
export const findAnsweredReview = (db: Database, contactId: string) =>
  db
    .select({ id: round.id })
    .from(invitation)
    .innerJoin(round, eq(round.id, invitation.roundId))
    .where(
      and(
        eq(invitation.contactId, contactId),
        gt(invitation.revision, 0),
        eq(round.kind, "annual_review"),
        eq(round.status, "open"),
      ),
    )
    .get();

type Change = {
  id: string;
  accountId: string;
  email: string;
  values: ContactChange;
  /** The old and the new address, when it becomes another. */
  hashes: { from: string; to: string } | null;
};

/**
 * Changes a contact; a most senior mark moves here from whoever had it, and the open invitations of somebody who
 * left, or moved to another account, are revoked, in the same batch. Changes nothing when another contact of the
 * account has the address. Out: how many rows were won.
 */
export async function updateContact(
  db: Database,
  { id, accountId, email, values, hashes }: Change,
  { actor, at }: { actor: string; at: Date },
): Promise<number> {
  const address = values.email ?? email;
  const to = values.accountId ?? accountId;
  const move = to === accountId ? null : { contactId: id, from: accountId, to, actor, at };
  const free = notExists(
    db
      .select({ taken: sql`1` })
      .from(sql`contact as other`)
      .where(sql`other.account_id = ${to} and other.email = ${address} and other.id <> ${id}`),
  );
  const moves = values.mostSenior ? sql`${contact.mostSenior} = 1` : sql`false`;
  const subject = { subjectType: "contact", subjectId: id };
  const [, changed] = await db.batch([
    db
      .update(contact)
      .set({ mostSenior: false, updatedAt: at })
      .where(and(eq(contact.accountId, to), moves, ne(contact.id, id), free)),
    db
      .update(contact)
      .set({ ...(values as Partial<ContactRow>), updatedAt: at })
      .where(and(eq(contact.id, id), eq(contact.accountId, accountId), free)),
    ...(move ? [auditMove(db, move)] : []),
    insertAuditWhen(
      db,
      { at, actor, action: "contact_email_changed", ...subject },
      address === email ? sql`false` : ifWon,
    ),
    revokeIfLeft(db, id),
    ...(move ? endAtOldAccount(db, move) : []),
    expectIfBack(db, id),
    ...(hashes ? [insertCarriedOptOut(db, hashes, { contactId: id, email: address }, at)] : []),
  ]);
  return changed.meta.changes;
}

type NewContact = typeof contact.$inferInsert;

/** Adds a contact, with its audit entry. False, and nothing written: the account has this address already. */
export async function insertContact(db: Database, row: NewContact, audit: AuditEntry) {
  const [added] = await db.batch([
    db
      .insert(contact)
      .values(row)
      .onConflictDoNothing({ target: [contact.accountId, contact.email] }),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return added.meta.changes === 1;
}

/** Sets or takes back the mark of who is not to be surveyed. What stands already is left, without an entry. */
export const updateDoNotSurvey = (
  db: Database,
  contactId: string,
  doNotSurvey: boolean,
  audit: AuditEntry,
) =>
  db.batch([
    db
      .update(contact)
      .set({ doNotSurvey, updatedAt: audit.at })
      .where(and(eq(contact.id, contactId), ne(contact.doNotSurvey, doNotSurvey))),
    insertAuditWhen(db, audit, ifWon),
  ]);

/**
 * The open rounds in which this contact is still expected to answer. Of a confidential one nobody may know
 * whether that is so: it is listed for as long as it is open.
 */
export const listExpecting = (db: Database, contactId: string) =>
  db
    .select({ id: round.id, name: round.name, closesAt: round.closesAt })
    .from(invitation)
    .innerJoin(round, eq(round.id, invitation.roundId))
    .where(
      and(
        eq(invitation.contactId, contactId),
        eq(round.status, "open"),
        or(
          eq(round.confidentiality, "confidential"),
          notInArray(invitation.status, ["completed", "declined", "revoked"]),
        ),
      ),
    )
    .orderBy(asc(round.closesAt));
