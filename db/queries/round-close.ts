import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { WebhookEvent } from "#worker/domain/webhook/schema.ts";
import type { Verification } from "#worker/domain/reports/figures.ts";
import type { Database } from "../client.ts";
import {
  contact,
  invitation,
  type message,
  report,
  reportArea,
  reportComment,
  round,
  type sealedReceipt,
} from "../schema.ts";
import { insertCases, type NewCase } from "./case.ts";
import { insertMessages } from "./message.ts";
import { insertActionWebhooks, insertWebhooks } from "./webhook.ts";
import { judgeActions } from "./verification.ts";
import { insertReceipt } from "./sealed.ts";
import { insertSuggestions, type SuggestionRow } from "./suggestion.ts";
import {
  auditChange,
  cancelMessages,
  clearDrafts,
  forgetConfidential,
  madeBy,
  type Change,
} from "./round-change.ts";

/** What a close rests on: it changes with every answer, every invitation and every move of the deadline. */
export type Mark = { responses: number; revisions: number; invited: number; closesAt: number };

const counted = (roundId: string) => ({
  responses: sql<number>`(select count(*) from response where round_id = ${roundId})
    + (select count(*) from sealed_response where round_id = ${roundId})`,
  revisions: sql<number>`(select coalesce(sum(revision), 0) from response where round_id = ${roundId})`,
  invited: sql<number>`(select count(*) from invitation where round_id = ${roundId})`,
  closesAt: sql<number>`(select closes_at from round where id = ${roundId})`,
});

/** The mark of a round now; taken before its answers are read. */
export async function findMark(db: Database, roundId: string): Promise<Mark> {
  const [mark] = await db
    .select(counted(roundId))
    .from(round)
    .where(sql`id = ${roundId}`);
  return mark ?? { responses: 0, revisions: 0, invited: 0, closesAt: 0 };
}

const unchangedSince = (roundId: string, mark: Mark): SQL => {
  const now = counted(roundId);
  return sql`${now.responses} = ${mark.responses} and ${now.revisions} = ${mark.revisions}
    and ${now.invited} = ${mark.invited} and ${now.closesAt} = ${mark.closesAt}`;
};

export type ReportRows = {
  report: typeof report.$inferInsert;
  areas: (typeof reportArea.$inferInsert)[];
  comments: (typeof reportComment.$inferInsert)[];
  verifications: Verification[];
};

const insertReport = (db: Database, row: ReportRows["report"], when: SQL) =>
  db.insert(report).select(
    sql`select ${row.roundId}, ${row.accountId}, ${row.kind}, ${row.method}, ${row.closedAt.getTime()},
      ${row.year}, ${row.invited}, ${row.completed}, ${row.clientPoints ?? null},
      ${row.selfPoints ?? null}, ${row.gap ?? null}, ${row.managerId ?? null}, ${row.graded ?? null},
      ${row.clientLow ?? null}, ${row.clientHigh ?? null}, ${JSON.stringify(row.missingTiers ?? [])},
      ${row.moves ? JSON.stringify(row.moves) : null}, ${JSON.stringify(row.areaMeans ?? {})},
      ${JSON.stringify(row.figures)} where ${when}`,
  );

const insertAreas = (db: Database, rows: ReportRows["areas"], when: SQL) =>
  db.insert(reportArea).select(
    sql`select value->>'roundId', value->>'area', value->>'tier', value->>'mean', value->>'low',
      value->>'high', value->>'n', value->>'invited', value->>'favourable'
      from json_each(${JSON.stringify(rows)}) where ${when}`,
  );

const commentChunk = 200;
const insertComments = (db: Database, rows: ReportRows["comments"], when: SQL) =>
  Array.from({ length: Math.ceil(rows.length / commentChunk) }, (_, i) =>
    db.insert(reportComment).select(
      sql`select value->>'roundId', value->>'questionKey', value->>'position', value->>'tier',
        value->>'text', value->>'contactId'
        from json_each(${JSON.stringify(rows.slice(i * commentChunk, (i + 1) * commentChunk))})
        where ${when}`,
    ),
  );

type Closing = Change & {
  /** Null when the deadline closes it. */
  closedBy: string | null;
  reason: string | null;
  mark: Mark;
  rows: ReportRows;
  messages: (typeof message.$inferInsert)[];
  cases: NewCase[];
  webhooks: WebhookEvent[];
  suggestions: SuggestionRow[];
  /** Of a confidential round; null of a named one. */
  receipt: typeof sealedReceipt.$inferInsert | null;
};

/** The account's most senior contact, if invited to this named round and still silent. */
export const findSilentSenior = (db: Database, roundId: string) =>
  db
    .select({ invitationId: invitation.id, contactId: contact.id })
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .innerJoin(round, eq(round.id, invitation.roundId))
    .where(
      and(
        eq(invitation.roundId, roundId),
        eq(round.confidentiality, "named"),
        eq(contact.mostSenior, true),
        inArray(invitation.status, ["invited", "started", "postponed"]),
        // Whose invitation is still held back by a portfolio launch was never asked.
        sql`not exists (select 1 from message where id = 'invitation/' || ${invitation.id}
          and status = 'queued' and data ->> 'launchId' is not null)`,
      ),
    )
    .get();

/**
 * Closes an open round with its report, all or nothing; a confidential round's answers are gone with it. Gives
 * false when it is open no more, or when an answer or an invitation came since `mark` was taken.
 */
export async function updateToClosed(db: Database, closing: Closing): Promise<boolean> {
  const { roundId, changeId, at, closedBy, reason, rows } = closing;
  const close = db
    .update(round)
    .set({ status: "closed", closedAt: at, closedBy, closeReason: reason, changeId })
    .where(sql`id = ${roundId} and status = 'open' and ${unchangedSince(roundId, closing.mark)}`)
    .returning({ id: round.id });
  const when = madeBy(closing);
  const rest: BatchItem<"sqlite">[] = [
    insertReport(db, rows.report, when),
    insertAreas(db, rows.areas, when),
    ...insertComments(db, rows.comments, when),
    ...judgeActions(db, closing, rows.verifications, when),
    ...(closing.receipt ? [insertReceipt(db, closing.receipt, when)] : []),
    ...forgetConfidential(db, closing),
    clearDrafts(db, closing),
    cancelMessages(db, closing),
    insertMessages(db, closing.messages, when),
    ...(closing.cases.length > 0 ? [insertCases(db, closing.cases, when)] : []),
    insertWebhooks(db, closing.webhooks, when),
    insertActionWebhooks(db, sql`action.account_id = ${rows.report.accountId}`, closing.at),
    insertSuggestions(db, closing.suggestions, when),
    auditChange(db, closing, "round.closed", { reason }),
  ];
  const [won] = await db.batch([close, ...rest]);
  return won.length === 1;
}
