import { eq, sql, type Column } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  account,
  contact,
  invitation,
  nomination,
  round,
  templateVersion,
  testLink,
} from "../schema.ts";

const isIn = (column: Column, ids: string[]) =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;

/** The invitations with these ids, each with its contact. */
export const listRespondents = (db: Database, invitationIds: string[]) =>
  db
    .select({ invitation, contact })
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(isIn(invitation.id, invitationIds));

/** The rounds with these ids and those of these invitations, each with its account. */
export const listRoundsOf = (db: Database, roundIds: string[], invitationIds: string[]) =>
  db
    .select({ round, account })
    .from(round)
    .innerJoin(account, eq(account.id, round.accountId))
    .where(
      sql`${round.id} in (select value from json_each(${JSON.stringify(roundIds)}) union
        select ${invitation.roundId} from ${invitation} where ${isIn(invitation.id, invitationIds)})`,
    );

/** What people are asked, as it was pinned. */
export const listVersions = (db: Database, ids: string[]) =>
  db
    .select({ id: templateVersion.id, definition: templateVersion.definition })
    .from(templateVersion)
    .where(isIn(templateVersion.id, ids));

/** How many were invited to each of these rounds, and how many completed it. */
export const listTurnout = (db: Database, roundIds: string[]) =>
  db
    .select({
      roundId: invitation.roundId,
      invited: sql<number>`count(*)`,
      completed: sql<number>`sum(${invitation.status} = 'completed')`,
    })
    .from(invitation)
    .where(isIn(invitation.roundId, roundIds))
    .groupBy(invitation.roundId);

/** The test links with these ids. */
export const listTestLinks = (db: Database, ids: string[]) =>
  db.select().from(testLink).where(isIn(testLink.id, ids));

/** The colleagues that were named in place of these invitations. */
export const listNominationsOf = (db: Database, invitationIds: string[]) =>
  db.select().from(nomination).where(isIn(nomination.invitationId, invitationIds));
