import type { DueStep } from "#worker/domain/round/reminder-rules.ts";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, invitation, round } from "../schema.ts";
import { isOpen } from "./round-state.ts";

/**
 * Another mail of the round to this person that keeps a reminder back: one on its way, one sent within the
 * quiet time, or one sent since the reminder was due, which then stands in its place.
 */
const heldBack = (now: Date, quiet: Date) => sql`exists (
  select 1 from message m
  where m.invitation_id = invitation.id and m.kind <> 'receipt' and m.recipient = contact.email
    and (m.status = 'queued' or (m.status = 'sent' and (m.sent_at > ${quiet.getTime()}
      or m.sent_at >= invitation.invited_at + ${now.getTime()} - (step.value ->> 'by')))))`;

const written = sql`exists (
  select 1 from message where id = 'reminder/' || invitation.id || '/' || (step.value ->> 'step'))`;

/**
 * Who is due a reminder at `now`, each with the latest step that is: invited to an open round, reached, still at
 * the client, and silent so far. `quiet` is the instant since which no other mail may have been sent to them.
 */
export const listDueReminders = (
  db: Database,
  steps: DueStep[],
  { now, quiet, limit }: { now: Date; quiet: Date; limit: number },
) => {
  const rows = steps.map(({ step, last, invitedBy, invitedAfter }) => ({
    step,
    last,
    by: invitedBy.getTime(),
    after: invitedAfter?.getTime() ?? null,
  }));
  return db
    .select({
      id: invitation.id,
      roundId: invitation.roundId,
      email: contact.email,
      step: sql<number>`step.value ->> 'step'`,
      last: sql`step.value ->> 'last'`.mapWith(Boolean),
    })
    .from(round)
    .innerJoin(invitation, eq(invitation.roundId, round.id))
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .innerJoin(
      sql`json_each(${JSON.stringify(rows)}) as step`,
      sql`${invitation.invitedAt} <= (step.value ->> 'by') and ((step.value ->> 'after') is null
        or ${invitation.invitedAt} > (step.value ->> 'after'))`,
    )
    .where(
      and(
        isOpen,
        gt(round.closesAt, now),
        inArray(invitation.status, ["invited", "started"]),
        sql`${invitation.delivery} not in ('queued', 'bounced', 'complained')`,
        eq(contact.status, "active"),
        sql`not ${written}`,
        sql`not ${heldBack(now, quiet)}`,
      ),
    )
    .limit(limit);
};
