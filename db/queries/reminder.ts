import type { DueStep } from "#worker/domain/round/reminder-rules.ts";
import { sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, invitation, round } from "../schema.ts";
import { insertMessages, type messageRow } from "./message.ts";
import { isOpen } from "./round-state.ts";

/**
 * Everybody for whom a step has come that is not settled, as `invitation` with `step`, read from the index of what is
 * not: for each step, those who are at each of the steps before it.
 */
function unsettled(steps: DueStep[]) {
  const rows = steps.flatMap(({ step, last, invitedBy, invitedAfter }) =>
    Array.from({ length: step }, (_, done) => ({
      step,
      last,
      done,
      by: invitedBy.getTime(),
      after: invitedAfter?.getTime() ?? -1,
    })),
  );
  return sql`json_each(${JSON.stringify(rows)}) step
    cross join invitation on invitation.reminders_done = (step.value ->> 'done')
      and invitation.invited_at <= (step.value ->> 'by') and invitation.invited_at > (step.value ->> 'after')
    cross join round on round.id = invitation.round_id
    cross join contact on contact.id = invitation.contact_id`;
}

/** `quiet`: the instant since which no other mail may have been sent to them. */
type Times = { steps: DueStep[]; now: Date; quiet: Date };

/** Another mail of the round to this person, at the address they have now. */
const otherMail = (what: ReturnType<typeof sql>) => sql`exists (
  select 1 from message m
  where m.invitation_id = invitation.id and m.kind <> 'receipt' and m.recipient = contact.email and ${what})`;

/** One that was sent since the reminder was due stands in its place. */
const replaced = (now: Date) =>
  otherMail(sql`m.status = 'sent'
    and m.sent_at >= invitation.invited_at + ${now.getTime()} - (step.value ->> 'by')`);

const written = sql`exists (
  select 1 from message where id = 'reminder/' || invitation.id || '/' || (step.value ->> 'step'))`;

/** Nothing is to be done for this step, now or later; an invitation that is sent anew begins anew. */
const settled = (now: Date) => sql`(${round}.status <> 'open'
  or invitation.status in ('completed', 'declined', 'revoked')
  or invitation.delivery in ('bounced', 'complained') or ${written} or ${replaced(now)})`;

/** It leaves now: nothing is on its way to this person, and nothing was sent within the quiet time. */
const ready = ({ now, quiet }: Times) => sql`(${isOpen} and ${round.closesAt} > ${now.getTime()}
  and ${invitation.status} in ('invited', 'started') and ${invitation.delivery} <> 'queued'
  and ${contact.status} = 'active'
  and not ${otherMail(sql`(m.status = 'queued' or (m.status = 'sent' and m.sent_at > ${quiet.getTime()}))`)})`;

/** Whether a reminder is due to somebody, or one that is not called for has come up. */
export const areRemindersDue = (times: Times) =>
  sql`exists (select 1 from ${unsettled(times.steps)} where ${settled(times.now)} or ${ready(times)})`;

type Due = { id: string; roundId: string; email: string; step: number; last: number };

/**
 * Who is due a reminder at `now`, each with the latest step that is: invited to an open round, reached, still at
 * the client, and silent so far.
 */
export const listDueReminders = (db: Database, times: Times, limit: number) =>
  db.all<Due>(sql`select invitation.id as id, invitation.round_id as "roundId", contact.email as email,
      step.value ->> 'step' as step, step.value ->> 'last' as last
    from ${unsettled(times.steps)} where ${ready(times)} and not ${settled(times.now)} limit ${limit}`);

/** Queues reminders, and notes of whom nothing more is due until the next step, or ever; all or nothing. */
export const updateReminded = (
  db: Database,
  messages: ReturnType<typeof messageRow>[],
  { steps, now }: Times,
  limit: number,
) =>
  db.batch([
    insertMessages(db, messages),
    db
      .update(invitation)
      .set({ remindersDone: sql`found.step` })
      .from(
        sql`(select invitation.id as id, iif(round.status = 'open' and invitation.status <> 'completed',
          step.value ->> 'step', null) as step from ${unsettled(steps)} where ${settled(now)} limit ${limit}) as found`,
      )
      .where(sql`${invitation.id} = found.id`),
  ]);
