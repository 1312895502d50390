import { and, eq, lte, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, invitation, response, round, templateVersion } from "../schema.ts";
import { insertMessages, type messageRow } from "./message.ts";
import { isOpen } from "./round-state.ts";

/** One sweep's worth; the next takes the rest. */
const atOnce = 500;
const day = 24 * 60 * 60 * 1000;

/** The keys of the second sitting, each as a row of `question`. */
const secondHalf = sql`json_each(${templateVersion.definition}, '$.sections') section,
  json_each(section.value, '$.questions') question
  where section.value->>'sitting' = 2
    and ${response.answers} -> ('$."' || (question.value->>'key') || '"') is not null`;

const halfMailed = sql`exists (select 1 from message where id = 'second-sitting/' || invitation.id)`;
const halfDone = sql`${invitation.status} = 'completed' and ${contact.accountId} = ${round.accountId}
  and not ${halfMailed} and not exists (select 1 from ${secondHalf})`;

/** Condition on `round`: an annual review that is open and in which somebody may be due the second sitting. */
export const mayBeHalfDone = (now: Date) =>
  sql`round.status = 'open' and round.kind = 'annual_review' and round.second_at <= ${now.getTime()}`;

/**
 * Who took the first sitting of an open annual review at `before` or earlier, has answered nothing of the
 * second, and was not mailed about it.
 */
export const listHalfDone = (db: Database, before: Date, now: Date) =>
  db
    .select({
      id: invitation.id,
      roundId: invitation.roundId,
      revision: invitation.revision,
      email: contact.email,
    })
    .from(round)
    .crossJoin(response)
    .innerJoin(invitation, eq(invitation.id, response.id))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .innerJoin(templateVersion, eq(templateVersion.id, invitation.templateVersionId))
    .where(
      and(
        mayBeHalfDone(now),
        eq(response.roundId, round.id),
        lte(response.submittedAt, before),
        halfDone,
      ),
    )
    .limit(atOnce);

/**
 * Queues the mails of the second sitting. If they were all there are, notes for every round that was looked at when
 * somebody will be due next: who has answered since `before` by then, and looked at daily, who answers from now on.
 */
export const updateHalfDone = (
  db: Database,
  messages: ReturnType<typeof messageRow>[],
  { before, now }: { before: Date; now: Date },
) =>
  db.batch([
    insertMessages(db, messages),
    db
      .update(round)
      .set({
        secondAt: sql`min(${now.getTime() + day}, coalesce((select min(response.submitted_at) from response
          where response.round_id = round.id and response.submitted_at > ${before.getTime()})
          + ${now.getTime() - before.getTime()}, ${now.getTime() + day}))`,
      })
      .where(messages.length < atOnce ? mayBeHalfDone(now) : sql`false`),
  ]);

/** Who postponed an open survey to `now` or earlier. */
export const listPostponedUntil = (db: Database, now: Date) =>
  db
    .select({
      id: invitation.id,
      roundId: invitation.roundId,
      postponedUntil: invitation.postponedUntil,
      email: contact.email,
    })
    .from(invitation)
    .innerJoin(round, eq(round.id, invitation.roundId))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .where(and(lte(invitation.postponedUntil, now), eq(invitation.status, "postponed"), isOpen))
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
        remindersDone: 0,
      })
      .where(
        and(
          sql`${invitation.id} in (select value from json_each(${JSON.stringify(ids)}))`,
          eq(invitation.status, "postponed"),
          lte(invitation.postponedUntil, now),
        ),
      ),
  ]);
