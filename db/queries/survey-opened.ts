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
  webhookEndpoint,
} from "../schema.ts";

const asker = alias(staff, "asker");
const sponsor = alias(staff, "sponsor");

/** What it takes to take answers, whoever opens the page. */
const asked = {
  round: {
    id: round.id,
    accountId: round.accountId,
    kind: round.kind,
    status: round.status,
    confidentiality: round.confidentiality,
    closesAt: round.closesAt,
    closedAt: round.closedAt,
    administratorId: round.administratorId,
    publicKey: round.publicKey,
  },
  questionnaire: templateVersion.definition,
  settings: setting,
};

/** What a page that asks prints besides: for whom, and who is asking. */
const named = {
  account: { name: account.name, accountManagerId: account.accountManagerId },
  asker: { name: asker.name },
  sponsor: { name: sponsor.name, phone: sponsor.phone },
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
// A deployment without webhooks, which is most, writes none with an answer.
const anyWebhook = sql<number>`exists (select 1 from ${webhookEndpoint} where ${webhookEndpoint.status} = 'active')`;
// Only a confidential page prints the sponsor's phone, so only that one reads it.
const sponsors = and(
  eq(sponsor.id, account.sponsorId),
  eq(round.confidentiality, "confidential"),
  isNull(sponsor.deactivatedAt),
);

/** One person: what they were asked, and what they have sent (a confidential response never carries the invitation's id). */
const invited = {
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
};
const own = and(eq(response.roundId, round.id), eq(response.id, invitation.id));
const thisLink = eq(invitation.tokenHash, sql.placeholder("tokenHash"));

const preparePage = (db: Database) =>
  db
    .select({ ...asked, ...named, ...invited })
    .from(invitation)
    .innerJoin(round, eq(round.id, invitation.roundId))
    .innerJoin(account, eq(account.id, round.accountId))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .leftJoin(templateVersion, eq(templateVersion.id, unread))
    .leftJoin(asker, asks)
    .leftJoin(sponsor, sponsors)
    .leftJoin(response, own)
    .leftJoin(setting, eq(setting.id, 1))
    .where(thisLink)
    .prepare();

const prepareForm = (db: Database) =>
  db
    .select({ ...asked, ...invited, told: anyWebhook })
    .from(invitation)
    .innerJoin(round, eq(round.id, invitation.roundId))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .leftJoin(templateVersion, eq(templateVersion.id, unread))
    .leftJoin(response, own)
    .leftJoin(setting, eq(setting.id, 1))
    .where(thisLink)
    .prepare();

// The busiest reads of the product: built once for each database, not once a request.
const prepared = new WeakMap<Database, { page: Page; form: Form }>();
type Page = ReturnType<typeof preparePage>;
type Form = ReturnType<typeof prepareForm>;

function preparedFor(db: Database) {
  const known = prepared.get(db) ?? { page: preparePage(db), form: prepareForm(db) };
  prepared.set(db, known);
  return known;
}

/** Everything about one personal link, in one read; undefined when no invitation has this token's hash. */
export const findSurvey = (db: Database, tokenHash: string) =>
  withQuestions(async (read) => preparedFor(db).page.get({ tokenHash, read }));

/** The same for taking what is sent: without who asks for whom, but whether another system is told of answers. */
export const findSurveyToAnswer = (db: Database, tokenHash: string) =>
  withQuestions(async (read) => preparedFor(db).form.get({ tokenHash, read }));

type Read = { questionnaire: Questionnaire | null; invitation: { templateVersionId: string } };

/** Reads the questionnaire along unless this instance knows it. */
async function withQuestions<Found extends Read>(
  find: (read: string) => Promise<Found | undefined>,
) {
  const known = versions;
  const found = await find(` ${[...known.keys()].join(" ")} `);
  if (!found) return undefined;
  const { templateVersionId } = found.invitation;
  const questionnaire = found.questionnaire ?? known.get(templateVersionId)!;
  // A new map rather than an emptied one: a read under way relies on what it said it knew.
  if (versions.size >= mostVersions) versions = new Map();
  versions.set(templateVersionId, questionnaire);
  return { ...found, questionnaire };
}

/** The same for a test link: nobody's invitation, nothing sent. */
export const findTestSurvey = (db: Database, tokenHash: string) =>
  db
    .select({ ...asked, ...named, tier: testLink.tier, tester: staff.name })
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
