import { sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../client.ts";
import {
  actionChange,
  caseContact,
  caseEvidence,
  caseNote,
  clientCase,
  clientLink,
  conversation,
  invitation,
  message,
  nomination,
  personalNote,
  planAgreement,
  planReply,
  referenceAsk,
  report,
  reportComment,
  response,
  shareLink,
} from "../schema.ts";

/** What is to be blanked: of each table the rows that a condition on it names. */
export type Scope = Record<
  | "responses"
  | "invitations"
  | "reports"
  | "comments"
  | "nominations"
  | "notes"
  | "messages"
  | "cases"
  | "conversations"
  | "asks"
  | "shares"
  | "clientLinks"
  | "agreements"
  | "replies"
  | "changes",
  SQL
>;

export const nobody = "Erased person";
/**
 * An open round is to ask this person no more. A confidential one is left to count them as before: what changed there
 * would tell whether they had answered.
 */
const expected = sql`exists (select 1 from round where round.id = ${invitation.roundId}
  and round.status = 'open' and round.confidentiality = 'named')`;
/** A hash that no token has. */
const noToken = sql`'erased/' || id`;

/**
 * The statements that delete answers and blank names, addresses and words, for one batch. Figures, counts and
 * states stay; personal links are dead. Run again they change nothing.
 */
export const blankings = (db: Database, scope: Scope): BatchItem<"sqlite">[] => [
  db.delete(response).where(scope.responses),
  db
    .update(invitation)
    .set({
      draft: null,
      postponedUntil: null,
      tokenHash: noToken,
      optOutHash: noToken,
      status: sql`iif(${invitation.status} <> 'declined' and ${expected}, 'revoked', ${invitation.status})`,
    })
    .where(scope.invitations),
  db
    .update(report)
    .set({ figures: sql`json_set(${report.figures}, '$.senior', null)` })
    .where(scope.reports),
  db.delete(reportComment).where(scope.comments),
  db.update(nomination).set({ name: nobody, email: "" }).where(scope.nominations),
  db.delete(personalNote).where(scope.notes),
  db
    .update(message)
    .set({
      recipient: "",
      lastError: null,
      providerId: null,
      status: sql`iif(${message.status} = 'sent', 'sent', 'cancelled')`,
    })
    .where(scope.messages),
  ...blankCases(db, scope),
  ...blankConversations(db, scope),
  ...blankLinks(db, scope),
  ...blankPlan(db, scope),
];

const blankCases = (db: Database, { cases }: Scope) => {
  const theirs = sql`case_id in (select id from client_case where ${cases})`;
  return [
    ...[caseNote, caseContact, caseEvidence].map((table) => db.delete(table).where(theirs)),
    db.update(clientCase).set({ comment: null, rootCause: null, prevention: null }).where(cases),
  ];
};

/** Which topics came up is kept, for the coverage meter; what was said is not. */
const topicsOnly = (answers: SQL) =>
  sql`(select json_group_object(key, '') from json_each(${answers}))`;

const blankConversations = (db: Database, { conversations }: Scope) => [
  db
    .update(conversation)
    .set({
      answers: topicsOnly(sql`answers`),
      confirmedAnswers: sql`iif(confirmed_answers is null, null, ${topicsOnly(sql`confirmed_answers`)})`,
      tokenHash: noToken,
      optOutHash: noToken,
    })
    .where(conversations),
];

const blankLinks = (db: Database, { asks, shares, clientLinks }: Scope) => [
  db.update(referenceAsk).set({ text: "", note: null, optOutHash: noToken }).where(asks),
  db
    .update(shareLink)
    .set({ name: nobody, email: "", note: null, tokenHash: noToken, formerHash: null })
    .where(shares),
  db
    .update(clientLink)
    .set({ tokenHash: noToken, optOutHash: noToken, formerHash: null })
    .where(clientLinks),
];

const blankPlan = (db: Database, { agreements, replies, changes }: Scope) => [
  db
    .update(planAgreement)
    .set({ comment: null, expectations: null, successCriteria: null })
    .where(agreements),
  db.update(planReply).set({ text: null }).where(replies),
  db.update(actionChange).set({ comment: null }).where(changes),
];
