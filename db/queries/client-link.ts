import { and, eq, isNull, or, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  account,
  clientLink,
  contact,
  invitation,
  message,
  round,
  setting,
  staff,
} from "../schema.ts";
import { countsAsAsked } from "./invited.ts";

/** The link with a token of this hash, its present one or the one before, whose it is, and what it is about. */
export const findClientLink = (db: Database, tokenHash: string) =>
  db
    .select({
      link: clientLink,
      email: contact.email,
      name: sql<string>`trim(${contact.firstName} || ' ' || ${contact.lastName})`.as("name"),
      accountName: sql<string>`${account.name}`.as("account_name"),
      round,
      releaser: sql<string | null>`${staff.name}`.as("releaser"),
      settings: setting,
    })
    .from(clientLink)
    .innerJoin(contact, eq(contact.id, clientLink.contactId))
    .innerJoin(account, eq(account.id, clientLink.accountId))
    .leftJoin(round, eq(round.id, clientLink.roundId))
    .leftJoin(staff, eq(staff.id, round.releasedBy))
    .leftJoin(setting, eq(setting.id, 1))
    .where(or(eq(clientLink.tokenHash, tokenHash), eq(clientLink.formerHash, tokenHash)))
    .get();

/** These links with contact, account and round: for the mail that brings them. */
export const listClientLinksTo = (db: Database, ids: string[]) =>
  db
    .select({ link: clientLink, contact, account, round })
    .from(clientLink)
    .innerJoin(contact, eq(contact.id, clientLink.contactId))
    .innerJoin(account, eq(account.id, clientLink.accountId))
    .leftJoin(round, eq(round.id, clientLink.roundId))
    .where(sql`${clientLink.id} in (select value from json_each(${JSON.stringify(ids)}))`);

/** Everybody who was invited to a round, as the contact stands now. */
export const listInvitedContacts = (db: Database, roundId: string) =>
  db
    .select({
      id: contact.id,
      firstName: contact.firstName,
      lastName: contact.lastName,
      email: contact.email,
      status: contact.status,
      doNotSurvey: contact.doNotSurvey,
    })
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(and(eq(invitation.roundId, roundId), countsAsAsked))
    .orderBy(contact.lastName, contact.firstName, contact.id);

/** To how many people a round's summary went, and how many of their links still stand. */
export async function countSummaries(db: Database, roundId: string) {
  const [row] = await db
    .select({
      sent: sql<number>`count(*)`.as("sent"),
      standing: sql<number>`coalesce(sum(${clientLink.revokedAt} is null), 0)`.as("standing"),
    })
    .from(clientLink)
    .where(and(eq(clientLink.roundId, roundId), eq(clientLink.kind, "summary")));
  return row ?? { sent: 0, standing: 0 };
}

type Person = { id: string; email: string };
type Move = { accountId: string; from: Person; into: Person; at: Date };

/**
 * Hands one contact's links to another, with the mail that brings them, as long as `merged` holds. Where both have
 * one, the other is revoked.
 */
export const moveClientLinks = (db: Database, { accountId, from, into, at }: Move, merged: SQL) => {
  const ofPerson = and(
    eq(clientLink.accountId, accountId),
    eq(clientLink.contactId, from.id),
    merged,
  );
  const twin = sql`exists (select 1 from client_link twin where twin.contact_id = ${into.id}
    and twin.kind = ${clientLink.kind} and twin.account_id = ${accountId}
    and twin.round_id is ${clientLink.roundId})`;
  return [
    db
      .update(clientLink)
      .set({ contactId: into.id })
      .where(and(ofPerson, sql`not ${twin}`)),
    db
      .update(clientLink)
      .set({ revokedAt: at })
      .where(and(ofPerson, isNull(clientLink.revokedAt))),
    db
      .update(message)
      .set({ recipient: into.email })
      .where(
        sql`status = 'queued' and kind = 'report_released' and recipient = ${from.email} and ${merged}
          and substr(id, 17, 22) in (select id from client_link where contact_id = ${into.id})`,
      ),
  ] as const;
};
