import {
  type SQL,
  and,
  asc,
  count,
  desc,
  eq,
  inArray,
  lt,
  ne,
  notExists,
  or,
  sql,
} from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, invitation, round } from "../schema.ts";
import { hasBegun } from "./invitation.ts";
import { countsAsAsked } from "./invited.ts";
import { risingFrom, type Position } from "./position.ts";

const how = (condition: SQL) => sql<number>`coalesce(sum(${condition}), 0)`.mapWith(Number);

/**
 * A round's invitations by tier: how many were invited, reached, begun and completed. Who has left since was invited all
 * the same: a number that falls only for who had not answered would tell who had, of a confidential round.
 */
export const countProgress = (db: Database, roundId: string) =>
  db
    .select({
      tier: invitation.tier,
      invited: count(),
      delivered: how(
        sql`${invitation.delivery} not in ('queued', 'bounced')
          or (${invitation.delivery} = 'queued' and ${hasBegun})`,
      ),
      started: how(sql`${invitation.status} in ('started', 'completed')`),
      completed: how(sql`${invitation.status} = 'completed'`),
      bounced: how(sql`${invitation.delivery} = 'bounced'`),
    })
    .from(invitation)
    .where(eq(invitation.roundId, roundId))
    .groupBy(invitation.tier);

/** The last round of this kind that the account closed before an instant, if there is one. */
export const findRoundBefore = (
  db: Database,
  { accountId, kind, before }: { accountId: string; kind: string; before: Date },
) =>
  db
    .select()
    .from(round)
    .where(
      and(
        eq(round.accountId, accountId),
        sql`${round.kind} = ${kind}`,
        eq(round.status, "closed"),
        lt(round.closedAt, before),
      ),
    )
    .orderBy(desc(round.closedAt))
    .limit(1)
    .get();

const silent = (roundId: string) =>
  and(
    eq(invitation.roundId, roundId),
    inArray(invitation.status, ["invited", "started", "postponed"]),
    eq(contact.status, "active"),
  );

const person = {
  id: invitation.id,
  contactId: contact.id,
  firstName: contact.firstName,
  lastName: contact.lastName,
  email: contact.email,
  jobTitle: contact.jobTitle,
  tier: invitation.tier,
  mostSenior: contact.mostSenior,
  status: invitation.status,
  postponedUntil: invitation.postponedUntil,
  delivery: invitation.delivery,
};

/** Who has not answered, declined or left, by name, from after a position. */
export const listSilent = (
  db: Database,
  roundId: string,
  { after, limit }: { after?: Position | undefined; limit: number },
) =>
  db
    .select(person)
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(and(silent(roundId), risingFrom([contact.lastName, invitation.id], after)))
    .orderBy(asc(contact.lastName), asc(invitation.id))
    .limit(limit);

/** Of those the ones worth a call: the most senior contact first, then the board. Not before their mail has left. */
export const listSilentSeniors = (db: Database, roundId: string, limit: number) =>
  db
    .select(person)
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(
      and(
        silent(roundId),
        ne(invitation.delivery, "queued"),
        or(eq(contact.mostSenior, true), eq(invitation.tier, "board")),
      ),
    )
    .orderBy(desc(contact.mostSenior), asc(contact.lastName), asc(invitation.id))
    .limit(limit);

/** Of a confidential round those who have answered too: who has not is not to be told from them. */
const corrected = (roundId: string) =>
  or(
    silent(roundId),
    and(
      eq(invitation.roundId, roundId),
      eq(invitation.status, "completed"),
      eq(contact.status, "active"),
      sql`exists (select 1 from round where id = ${roundId} and confidentiality = 'confidential')`,
    ),
  );

/** Who was written to under another address than the present one, and never under that. */
export const listCorrected = (db: Database, roundId: string, limit: number) =>
  db
    .select({ ...person, tokenVersion: invitation.tokenVersion })
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(
      and(
        corrected(roundId),
        sql`${invitation.delivery} <> 'complained'`,
        sql`exists (select 1 from message m where m.invitation_id = invitation.id
          and m.kind <> 'receipt')`,
        sql`not exists (select 1 from message m where m.invitation_id = invitation.id
          and m.kind <> 'receipt' and m.recipient = contact.email)`,
      ),
    )
    .orderBy(asc(contact.lastName), asc(invitation.id))
    .limit(limit);

/** Contacts of the account that this round does not ask, by name. */
export const listNotAsked = (
  db: Database,
  { roundId, accountId }: { roundId: string; accountId: string },
  limit: number,
) =>
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
        eq(contact.status, "active"),
        notExists(
          db
            .select({ one: sql`1` })
            .from(invitation)
            .where(
              and(
                eq(invitation.roundId, roundId),
                eq(invitation.contactId, contact.id),
                countsAsAsked,
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(contact.lastName), asc(contact.firstName), asc(contact.id))
    .limit(limit);
