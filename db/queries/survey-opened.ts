import type { Questionnaire } from "#worker/domain/survey/schema.ts";
import { and, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import {
  account,
  contact,
  invitation,
  response,
  round,
  setting,
  staff,
  templateVersion,
  testLink,
} from "../schema.ts";

const asker = alias(staff, "asker");
const sponsor = alias(staff, "sponsor");

/** What every survey page prints, whoever opens it. */
const shown = {
  round: {
    id: round.id,
    kind: round.kind,
    status: round.status,
    confidentiality: round.confidentiality,
    closesAt: round.closesAt,
    closedAt: round.closedAt,
    administratorId: round.administratorId,
    publicKey: round.publicKey,
  },
  account: { id: account.id, name: account.name, accountManagerId: account.accountManagerId },
  asker: { name: asker.name },
  sponsor: { name: sponsor.name, phone: sponsor.phone },
  questionnaire: templateVersion.definition,
  settings: setting,
};

// A version is named by the hash of what it asks, so what this instance has read once it need not read again.
const mostVersions = 16;
let versions = new Map<string, Questionnaire>();
const unread = sql`iif(instr(${sql.placeholder("read")}, ' ' || ${invitation.templateVersionId} || ' ') > 0,
  null, ${invitation.templateVersionId})`;

// Who asks: the account manager, or the independent administrator of a confidential round.
const asks = and(
  eq(
    asker.id,
    sql`iif(${round.confidentiality} = 'confidential', ${round.administratorId}, ${account.accountManagerId})`,
  ),
  isNull(asker.deactivatedAt),
);
// Only a confidential page prints the sponsor's phone, so only that one reads it.
const sponsors = and(
  eq(sponsor.id, account.sponsorId),
  eq(round.confidentiality, "confidential"),
  isNull(sponsor.deactivatedAt),
);

/**
 * Everything about one personal link, in one read: person, round, what is asked, and what this person has sent
 * (a confidential response never carries the invitation's id, so none is found).
 */
const prepareSurvey = (db: Database) =>
  db
    .select({
      ...shown,
      invitation: {
        id: invitation.id,
        tier: invitation.tier,
        status: invitation.status,
        revision: invitation.revision,
        draft: invitation.draft,
        postponedUntil: invitation.postponedUntil,
        templateVersionId: invitation.templateVersionId,
      },
      contact: {
        id: contact.id,
        firstName: contact.firstName,
        lastName: contact.lastName,
        email: contact.email,
        function: contact.function,
      },
      sent: response.answers,
    })
    .from(invitation)
    .innerJoin(round, eq(round.id, invitation.roundId))
    .innerJoin(account, eq(account.id, round.accountId))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .leftJoin(templateVersion, eq(templateVersion.id, unread))
    .leftJoin(asker, asks)
    .leftJoin(sponsor, sponsors)
    .leftJoin(response, and(eq(response.roundId, round.id), eq(response.id, invitation.id)))
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(invitation.tokenHash, sql.placeholder("tokenHash")))
    .prepare();

// The busiest read of the product: built once for each database, not once a request.
const prepared = new WeakMap<Database, ReturnType<typeof prepareSurvey>>();

/** The survey behind the hash of a token; undefined when no invitation has it. */
export async function findSurvey(db: Database, tokenHash: string) {
  const query = prepared.get(db) ?? prepareSurvey(db);
  prepared.set(db, query);
  const known = versions;
  const found = await query.get({ tokenHash, read: ` ${[...known.keys()].join(" ")} ` });
  if (!found) return undefined;
  const { templateVersionId, ...invited } = found.invitation;
  const questionnaire = found.questionnaire ?? known.get(templateVersionId)!;
  // A new map rather than an emptied one: a read under way relies on what it said it knew.
  if (versions.size >= mostVersions) versions = new Map();
  versions.set(templateVersionId, questionnaire);
  return { ...found, invitation: invited, questionnaire };
}

/** The same for a test link: nobody's invitation, nothing sent. */
export const findTestSurvey = (db: Database, tokenHash: string) =>
  db
    .select({ ...shown, tier: testLink.tier, tester: staff.name })
    .from(testLink)
    .innerJoin(round, eq(round.id, testLink.roundId))
    .innerJoin(account, eq(account.id, round.accountId))
    .innerJoin(templateVersion, eq(templateVersion.id, testLink.templateVersionId))
    .innerJoin(staff, eq(staff.id, testLink.staffId))
    .leftJoin(asker, asks)
    .leftJoin(sponsor, sponsors)
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(testLink.tokenHash, tokenHash))
    .get();
