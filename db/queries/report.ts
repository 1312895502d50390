import type { Reach } from "#worker/domain/account/rules.ts";
import type { ContactFunction, Tier } from "#worker/domain/contact/schema.ts";
import { and, asc, count, desc, eq, gt, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import {
  account,
  accountManagement,
  contact,
  conversation,
  invitation,
  report,
  type reportArea,
  reportComment,
  response,
  round,
  selfGrade,
  staff,
  templateVersion,
} from "../schema.ts";
import { roundWithin } from "./reach.ts";

export type ReportRow = typeof report.$inferSelect;
export type ReportAreaRow = typeof reportArea.$inferSelect;
export type ReportCommentRow = typeof reportComment.$inferSelect;

/** One page of a round's responses, in order of their ids; `after` is the last id of the page before. */
export const listResponses = (db: Database, roundId: string, after: string, limit: number) =>
  db
    .select({ id: response.id, tier: response.tier, answers: response.answers })
    .from(response)
    .where(and(eq(response.roundId, roundId), gt(response.id, after)))
    .orderBy(asc(response.id))
    .limit(limit);

/** The round with its self-grade and who manages its account: what a report starts from. */
export const findRoundToReport = (db: Database, roundId: string) =>
  db
    .select({ round, selfGrade, managerId: account.accountManagerId })
    .from(round)
    .innerJoin(account, eq(account.id, round.accountId))
    .leftJoin(selfGrade, eq(selfGrade.roundId, round.id))
    .where(eq(round.id, roundId))
    .get();

/** The questionnaires a round pinned, by tier. */
export const listPinnedQuestionnaires = (db: Database, roundId: string) =>
  db
    .selectDistinct({ tier: invitation.tier, questionnaire: templateVersion.definition })
    .from(invitation)
    .innerJoin(templateVersion, eq(templateVersion.id, invitation.templateVersionId))
    .where(eq(invitation.roundId, roundId));

/** Who was asked, counted by tier and function. */
export const listInvitedCounts = (
  db: Database,
  roundId: string,
): Promise<{ tier: Tier; function: ContactFunction; count: number }[]> =>
  db
    .select({ tier: invitation.tier, function: contact.function, count: count() })
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(eq(invitation.roundId, roundId))
    .groupBy(invitation.tier, contact.function);

/** The people an account has, counted by tier; who left does not count. */
export const listKnownCounts = (db: Database, accountId: string) =>
  db
    .select({ tier: contact.tier, count: count() })
    .from(contact)
    .where(and(eq(contact.accountId, accountId), eq(contact.status, "active")))
    .groupBy(contact.tier);

/** What the account's most senior contact answered in this round; undefined when nothing. */
export const findSeniorResponse = (db: Database, roundId: string) =>
  db
    .select({ contactId: contact.id, answers: response.answers })
    .from(response)
    .innerJoin(invitation, eq(invitation.id, response.id))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(and(eq(response.roundId, roundId), eq(contact.mostSenior, true)))
    .get();

/** Contact of each response of a named round. */
export const listRespondents = (db: Database, roundId: string) =>
  db
    .select({ responseId: response.id, contactId: invitation.contactId })
    .from(response)
    .innerJoin(invitation, eq(invitation.id, response.id))
    .where(eq(response.roundId, roundId));

/** The report of the account's last round of this kind that closed before an instant. */
export const findPreviousReport = (
  db: Database,
  accountId: string,
  kind: ReportRow["kind"],
  before: Date,
) =>
  db
    .select()
    .from(report)
    .where(and(eq(report.accountId, accountId), eq(report.kind, kind), lt(report.closedAt, before)))
    .orderBy(desc(report.closedAt))
    .get();

const closer = alias(staff, "closer");

/** A round within reach with its account, its report when there is one, and who closed it by hand. */
export const findReport = (db: Database, reach: Reach, roundId: string) =>
  db
    .select({ round, account, report, closer: { name: closer.name } })
    .from(round)
    .innerJoin(account, eq(account.id, round.accountId))
    .leftJoin(report, eq(report.roundId, round.id))
    .leftJoin(closer, eq(closer.id, round.closedBy))
    .where(and(eq(round.id, roundId), roundWithin(reach)))
    .get();

const named = {
  id: contact.id,
  firstName: contact.firstName,
  lastName: contact.lastName,
  jobTitle: contact.jobTitle,
};

/** A report's comments in their order, with the writer where the round is named. */
const commentsOf = (db: Database, roundId: string) =>
  db
    .select({
      questionKey: reportComment.questionKey,
      tier: reportComment.tier,
      text: reportComment.text,
      contact: named,
    })
    .from(reportComment)
    .leftJoin(contact, eq(contact.id, reportComment.contactId))
    .where(eq(reportComment.roundId, roundId))
    .orderBy(asc(reportComment.questionKey), asc(reportComment.position));

/** Name and title of one contact of this account. */
const namedContact = (db: Database, accountId: string, contactId: string) =>
  db
    .select(named)
    .from(contact)
    .where(
      and(
        eq(contact.id, contactId),
        // Whoever has moved to another account since was asked here all the same.
        sql`(${contact.accountId} = ${accountId} or exists (select 1 from invitation i
          join round r on r.id = i.round_id
          where i.contact_id = ${contactId} and r.account_id = ${accountId}))`,
      ),
    );

const managementOf = (db: Database, accountId: string, staffId: string) =>
  db
    .select({
      accountManagerId: account.accountManagerId,
      lineManagerId: staff.lineManagerId,
      viewerManaged: accountManagement.staffId,
    })
    .from(account)
    .leftJoin(staff, eq(staff.id, account.accountManagerId))
    .leftJoin(
      accountManagement,
      and(eq(accountManagement.accountId, account.id), eq(accountManagement.staffId, staffId)),
    )
    .where(eq(account.id, accountId));

/** What decides whether a viewer meets the firewall: who manages the account, and whether the viewer ever did. */
export const findManagement = (db: Database, accountId: string, staffId: string) =>
  managementOf(db, accountId, staffId).get();

type Shown = { roundId: string; accountId: string; viewerId: string; seniorId: string | null };

/**
 * What a report is shown with, in one call: how its viewer stands to the account (see `findManagement`), its comments,
 * the name of who is most senior, and the questionnaires that were pinned.
 */
export async function findReportParts(db: Database, shown: Shown) {
  const { roundId, accountId, viewerId, seniorId } = shown;
  const [[management], comments, [senior], pinned] = await db.batch([
    managementOf(db, accountId, viewerId),
    commentsOf(db, roundId),
    namedContact(db, accountId, seniorId ?? ""),
    listPinnedQuestionnaires(db, roundId),
  ]);
  return { management, comments, senior, pinned };
}

/** One page of a named round's responses with who gave them, and who of ours recorded them, in order of ids. */
export const listNamedResponses = (db: Database, roundId: string, after: string, limit: number) =>
  db
    .select({
      id: response.id,
      tier: response.tier,
      answers: response.answers,
      submittedAt: response.submittedAt,
      contact: named,
      recordedBy: staff.name,
    })
    .from(response)
    .innerJoin(invitation, eq(invitation.id, response.id))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .leftJoin(conversation, eq(conversation.id, response.conversationId))
    .leftJoin(staff, eq(staff.id, conversation.recordedBy))
    .where(and(eq(response.roundId, roundId), gt(response.id, after)))
    .orderBy(asc(response.id))
    .limit(limit);
