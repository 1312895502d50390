import { and, eq, lte, notExists, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, invitation, message, response, round, templateVersion } from "../schema.ts";
import { insertMessages, type messageRow } from "./message.ts";
import { openRounds } from "./round-state.ts";

/** One sweep's worth; the next takes the rest. */
const atOnce = 500;

/** The keys of the second sitting, each as a row of `question`. */
const secondHalf = sql`json_each(${templateVersion.definition}, '$.sections') section,
  json_each(section.value, '$.questions') question
  where section.value->>'sitting' = 2
    and ${response.answers} -> ('$."' || (question.value->>'key') || '"') is not null`;

/**
 * Who took the first sitting of an open annual review at `before` or earlier, has answered nothing of the
 * second, and was not mailed about it.
 */
export const listHalfDone = (db: Database, before: Date) =>
  db
    .select({
      id: invitation.id,
      roundId: invitation.roundId,
      revision: invitation.revision,
      email: contact.email,
    })
    .from(round)
    .innerJoin(invitation, eq(invitation.roundId, round.id))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .innerJoin(templateVersion, eq(templateVersion.id, invitation.templateVersionId))
    .innerJoin(response, and(eq(response.roundId, round.id), eq(response.id, invitation.id)))
    .where(
      and(
        sql`${invitation.roundId} in ${openRounds}`,
        eq(round.kind, "annual_review"),
        eq(contact.accountId, round.accountId),
        eq(invitation.status, "completed"),
        lte(response.submittedAt, before),
        sql`not exists (select 1 from ${secondHalf})`,
        notExists(
          db
            .select({ one: sql`1` })
            .from(message)
            .where(eq(message.id, sql`'second-sitting/' || ${invitation.id}`)),
        ),
      ),
    )
    .limit(atOnce);

/** Who postponed an open survey to `now` or earlier. */
export const listPostponedUntil = (db: Database, now: Date) =>
  db
    .select({
      id: invitation.id,
      roundId: invitation.roundId,
      postponedUntil: invitation.postponedUntil,
      email: contact.email,
    })
    .from(round)
    .innerJoin(invitation, eq(invitation.roundId, round.id))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(
      and(
        sql`${invitation.roundId} in ${openRounds}`,
        eq(invitation.status, "postponed"),
        lte(invitation.postponedUntil, now),
      ),
    )
    .limit(atOnce);

/** Takes people back among the invited, and queues the mail that says so, all or nothing. */
export const updateResumed = (
  db: Database,
  ids: string[],
  now: Date,
  messages: ReturnType<typeof messageRow>[],
) =>
  db.batch([
    insertMessages(db, messages),
    db
      .update(invitation)
      .set({
        status: sql`iif(${invitation.draft} is null, 'invited', 'started')`,
        postponedUntil: null,
      })
      .where(
        and(
          sql`${invitation.id} in (select value from json_each(${JSON.stringify(ids)}))`,
          eq(invitation.status, "postponed"),
          lte(invitation.postponedUntil, now),
        ),
      ),
  ]);
