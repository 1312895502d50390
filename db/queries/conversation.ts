import type { Reach } from "#worker/domain/account/rules.ts";
import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, contact, conversation, report, response, round, staff } from "../schema.ts";
import { insertAudit, type AuditEntry } from "./audit.ts";
import { accountWithin } from "./reach.ts";

/** Keeps a record of a conversation, with its audit entry. */
export const insertConversation = (
  db: Database,
  row: typeof conversation.$inferInsert,
  audit: AuditEntry,
) => db.batch([db.insert(conversation).values(row), insertAudit(db, audit)]);

const itsPeople = {
  firstName: contact.firstName,
  lastName: contact.lastName,
  email: contact.email,
  recorder: sql<string | null>`${staff.name}`.as("recorder"),
};

/** A record of a conversation at an account within reach. */
export const findConversation = (db: Database, reach: Reach, id: string) =>
  db
    .select({
      ...getTableColumns(conversation),
      ...itsPeople,
      accountName: sql<string>`${account.name}`.as("account_name"),
      contactStatus: sql<string>`${contact.status}`.as("contact_status"),
      roundStatus: sql<string | null>`${round.status}`.as("round_status"),
    })
    .from(conversation)
    .leftJoin(round, eq(round.id, conversation.roundId))
    .innerJoin(account, eq(account.id, conversation.accountId))
    .innerJoin(contact, eq(contact.id, conversation.contactId))
    .leftJoin(staff, eq(staff.id, conversation.recordedBy))
    .where(and(eq(conversation.id, id), accountWithin(reach)))
    .get();

/** The conversations of an account, the last held on top. */
export const listConversations = (db: Database, accountId: string, limit: number) =>
  db
    .select({
      id: conversation.id,
      heldOn: conversation.heldOn,
      recordedAt: conversation.recordedAt,
      confirmedAt: conversation.confirmedAt,
      ...itsPeople,
    })
    .from(conversation)
    .innerJoin(contact, eq(contact.id, conversation.contactId))
    .leftJoin(staff, eq(staff.id, conversation.recordedBy))
    .where(eq(conversation.accountId, accountId))
    .orderBy(desc(conversation.heldOn), desc(conversation.id))
    .limit(limit);

// Whoever cannot say has not spoken of a topic.
const spoken = sql`answer.value <> 'na' and answer.key not like '%.comment'`;

// What was confirmed into a round is known with the round, when it has closed.
const knownAnswers = sql`coalesce(iif(${conversation.roundId} is null,
  ${conversation.confirmedAnswers}, null), ${conversation.answers})`;

/**
 * Keys of the questions that the account's people answered in a year: in annual reviews that have closed, and
 * in recorded conversations. An open round adds nothing: not even which topics were answered is to be seen.
 */
export async function listAnsweredKeys(db: Database, accountId: string, year: number) {
  const [linked, recorded] = await db.batch([
    db
      .selectDistinct({ key: sql<string>`answer.key`.as("key") })
      .from(report)
      .innerJoin(round, and(eq(round.id, report.roundId), eq(round.status, "closed")))
      .innerJoin(response, eq(response.roundId, report.roundId))
      .innerJoin(sql`json_each(${response.answers}) as answer`, spoken)
      .where(
        and(
          eq(report.accountId, accountId),
          eq(report.year, year),
          eq(report.kind, "annual_review"),
        ),
      ),
    db
      .selectDistinct({ key: sql<string>`answer.key`.as("key") })
      .from(conversation)
      .innerJoin(sql`json_each(${knownAnswers}) as answer`, spoken)
      .where(
        and(
          eq(conversation.accountId, accountId),
          sql`${conversation.heldOn} between ${`${year}-01-01`} and ${`${year}-12-31`}`,
        ),
      ),
  ]);
  return [...linked, ...recorded].map(({ key }) => key);
}

/** These records with account and contact, whoever asks: for the mail that carries their link. */
export const listConversationsTo = (db: Database, ids: string[]) =>
  db
    .select({ conversation, account, contact })
    .from(conversation)
    .innerJoin(account, eq(account.id, conversation.accountId))
    .innerJoin(contact, eq(contact.id, conversation.contactId))
    .where(sql`${conversation.id} in (select value from json_each(${JSON.stringify(ids)}))`);
