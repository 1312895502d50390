import type { Answers } from "#worker/domain/survey/schema.ts";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  account,
  contact,
  conversation,
  invitation,
  round,
  setting,
  templateVersion,
} from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { insertMessages, type messageRow } from "./message.ts";

/** The record behind the hash of a token, with whom it is about and the supplier's letter paper. */
export const findRecord = (db: Database, tokenHash: string) =>
  db
    .select({
      conversation,
      contact,
      accountName: sql<string>`${account.name}`.as("account_name"),
      settings: setting,
    })
    .from(conversation)
    .innerJoin(account, eq(account.id, conversation.accountId))
    .innerJoin(contact, eq(contact.id, conversation.contactId))
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(conversation.tokenHash, tokenHash))
    .get();

/** This person's invitation to an annual review that is open and that they have not answered. */
export const findUnansweredReview = (db: Database, contactId: string) =>
  db
    .select({ invitation, questionnaire: templateVersion.definition })
    .from(invitation)
    .innerJoin(round, eq(round.id, invitation.roundId))
    .innerJoin(templateVersion, eq(templateVersion.id, invitation.templateVersionId))
    .where(
      and(
        eq(invitation.contactId, contactId),
        eq(invitation.revision, 0),
        ne(invitation.status, "revoked"),
        eq(round.kind, "annual_review"),
        eq(round.status, "open"),
      ),
    )
    .get();

type Confirmed = { id: string; answers: Answers; now: Date };

/**
 * Marks a record as confirmed, once. With an invitation it also says whether the record became the response
 * to it: for the end of the batch that tried. Alone it may be awaited.
 */
export const updateConfirmed = (
  db: Database,
  { id, answers, now }: Confirmed,
  invited?: { roundId: string; id: string },
) =>
  db
    .update(conversation)
    .set({
      confirmedAt: now,
      confirmedAnswers: answers,
      roundId: invited
        ? sql`(select round_id from response where round_id = ${invited.roundId}
            and id = ${invited.id} and conversation_id = ${id})`
        : null,
    })
    .where(and(eq(conversation.id, id), isNull(conversation.confirmedAt)));

/** Mails a record to its contact, once. False: it was mailed or confirmed already. */
export async function updateMailed(
  db: Database,
  id: string,
  mail: ReturnType<typeof messageRow>,
  audit: AuditEntry,
): Promise<boolean> {
  const [mailed] = await db.batch([
    db
      .update(conversation)
      .set({ mailedAt: audit.at })
      .where(
        and(
          eq(conversation.id, id),
          isNull(conversation.mailedAt),
          isNull(conversation.confirmedAt),
        ),
      ),
    insertAuditWhen(db, audit, ifWon),
    insertMessages(db, [mail], ifWon),
  ]);
  return mailed.meta.changes === 1;
}
