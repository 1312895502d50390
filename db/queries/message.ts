import { and, asc, desc, eq, isNull, ne, sql, type SQL } from "drizzle-orm";
import { repeatable, type Database } from "../client.ts";
import { write } from "../prepared.ts";
import { contact, invitation, message, optOut, round, suppression } from "../schema.ts";
import { ifWon } from "./audit.ts";
import { fallingFrom, type Position } from "./position.ts";

export type MessageRow = typeof message.$inferSelect;
type NewMessage = typeof message.$inferInsert;

/** One mail to one person. The id names person and step, so that writing it twice sends it once. */
export type MessageIntent = Pick<NewMessage, "id" | "kind" | "recipient"> &
  Partial<Pick<NewMessage, "invitationId" | "staffId" | "roundId" | "data" | "sendAfter">>;

/** A queued message as a row, ready for any batch. `data` holds facts, never a link or a token. */
export const messageRow = (intent: MessageIntent, now: Date): NewMessage => ({
  invitationId: null,
  staffId: null,
  roundId: null,
  data: {},
  sendAfter: null,
  ...intent,
  status: "queued",
  createdAt: now,
});

/**
 * Adds messages, any number in one statement (for a batch of its caller's, or to be awaited by itself). A
 * message whose id is already there is left as it is; nothing is added unless `when` holds.
 */
export const insertMessages = (db: Database, rows: NewMessage[], when: SQL = sql`true`) =>
  insertFrom(db, sql`json_each(${JSON.stringify(rows.map(stored))})`, when);

const stored = (row: NewMessage) => ({
  ...row,
  sendAfter: row.sendAfter?.getTime() ?? null,
  createdAt: row.createdAt.getTime(),
});

const insertFrom = (db: Database, values: SQL, when: SQL) =>
  db
    .insert(message)
    .select(
      sql`select value->>'id', value->>'kind', value->>'recipient', value->>'invitationId',
        value->>'staffId', value->>'roundId', value->'data', value->>'status', value->>'sendAfter',
        0, null, null, value->>'createdAt', null, null, null from ${values} where ${when}`,
    )
    .onConflictDoNothing();

// What every submission writes.
const insertOne = write((db) =>
  insertFrom(db, sql`(select ${sql.placeholder("row")} as value)`, ifWon),
);

/** The same where the statement before changed one row. */
export const insertMessagesAfter = (db: Database, rows: NewMessage[]) => {
  const [only, ...more] = rows;
  return only && more.length === 0
    ? insertOne(db, { row: JSON.stringify(stored(only)) })
    : insertMessages(db, rows, ifWon);
};

const among = (ids: string[]) =>
  sql`${message.id} in (select value from json_each(${JSON.stringify(ids)}))`;
const queued = eq(message.status, "queued");

/**
 * Messages that wait, were written before `before`, and are due, as rows of one id. Two selections that begin alike,
 * because one with `or` in it would look at all that wait for a later time.
 */
export const dueMessages = (before: Date, now: Date) => {
  const waiting = sql`select id from message where status = 'queued' and created_at <= ${before.getTime()}`;
  return sql`(${waiting} and send_after is null
    union all ${waiting} and send_after <= ${now.getTime()})`;
};

/** Waiting messages that were written before `before` and are due, oldest first: only their ids. */
export async function listDue(db: Database, before: Date, now: Date, limit: number) {
  const rows = await db
    .select({ id: message.id })
    .from(message)
    .where(sql`${message.id} in ${dueMessages(before, now)}`)
    .orderBy(asc(message.createdAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

const truth = (condition: SQL) => sql`${condition}`.mapWith(Boolean);

const disturbedSince = (quiet: Date) => sql`exists (
  select 1 from message other
  where other.invitation_id = message.invitation_id and other.kind <> 'receipt'
    and other.id <> message.id and other.recipient = message.recipient
    and other.status = 'sent' and other.sent_at > ${quiet.getTime()})`;

/**
 * What decides whether a message may leave now; undefined when it no longer waits. `quiet` is the instant since
 * which another mail to the same person counts as a disturbance.
 */
export const findStanding = (
  db: Database,
  id: string,
  { addressHash, quiet }: { addressHash: string; quiet: Date },
) =>
  db
    .select({
      invitation: invitation.status,
      revision: invitation.revision,
      round: round.status,
      confidential: truth(sql`coalesce(${round.confidentiality} = 'confidential', 0)`),
      data: message.data,
      optedOut: truth(
        sql`coalesce(${contact.doNotSurvey}, 0)
          or exists(select 1 from ${optOut} where ${optOut.addressHash} = ${addressHash})
          or exists(select 1 from ${suppression} where ${suppression.addressHash} = ${addressHash})`,
      ),
      closesAt: round.closesAt,
      reachable: truth(
        sql`coalesce(${contact.status} = 'active' and ${contact.email} = ${message.recipient}
          and ${invitation.delivery} not in ('bounced', 'complained'), 0)`,
      ),
      disturbed: truth(disturbedSince(quiet)),
      createdAt: message.createdAt,
    })
    .from(message)
    .leftJoin(invitation, eq(invitation.id, message.invitationId))
    .leftJoin(contact, eq(contact.id, invitation.contactId))
    .leftJoin(round, eq(round.id, sql`coalesce(${invitation.roundId}, ${message.roundId})`))
    .where(and(eq(message.id, id), queued))
    .get();

/** Marks waiting messages as sent, and their invitations as delivered to the provider. */
export async function updateSent(
  db: Database,
  sent: { row: MessageRow; providerId: string | null }[],
  now: Date,
): Promise<void> {
  const [first, ...others] = sent.flatMap(({ row, providerId }) => [
    db
      .update(message)
      .set({ status: "sent", providerId, sentAt: now, lastError: null, attempts: row.attempts + 1 })
      .where(and(eq(message.id, row.id), queued)),
    db
      .update(invitation)
      // Whose mail was held back is invited when it leaves: from then on their reminders count.
      .set({ delivery: "sent", ...("trickle" in row.data && { invitedAt: now }) })
      .where(and(eq(invitation.id, row.invitationId ?? ""), eq(invitation.delivery, "queued"))),
  ]);
  if (first) await repeatable(db).batch([first, ...others]);
}

/** Ends a waiting message unsent. */
export const updateEnded = (
  db: Database,
  id: string,
  end: { status: "failed" | "cancelled"; lastError: string; attempts: number },
) =>
  db
    .update(message)
    .set(end)
    .where(and(eq(message.id, id), queued));

/**
 * Deletes a waiting message to somebody who has answered a confidential round meanwhile: called off, it would tell
 * when that was. True when it did.
 */
export async function deleteTelling(db: Database, id: string): Promise<boolean> {
  const answered = sql`exists (select 1 from invitation i join round r on r.id = i.round_id
    where i.id = ${message.invitationId} and i.status = 'completed' and r.confidentiality = 'confidential')`;
  const { meta } = await db.delete(message).where(and(eq(message.id, id), queued, answered));
  return meta.changes > 0;
}

/** Notes a try that came to nothing; the message waits on, until `sendAfter` at least. */
export const updateWaiting = (
  db: Database,
  id: string,
  waiting: { lastError: string; attempts: number; sendAfter: Date },
) =>
  db
    .update(message)
    .set(waiting)
    .where(and(eq(message.id, id), queued));

/** Nothing leaves at this time: for what is held. */
export const never = new Date("9999-12-31T00:00:00Z");

export type Move = { id: string; seen: Date | null; sendAfter: Date };

/** Plans never tried messages for another time, each only as long as it is still planned as it was seen. */
export function updateSendAfter(db: Database, moves: Move[], when: SQL = sql`true`) {
  const list = JSON.stringify(
    moves.map(({ id, seen, sendAfter }) => [id, seen?.getTime() ?? null, sendAfter.getTime()]),
  );
  return db
    .update(message)
    .set({ sendAfter: sql`move.value ->> 2` })
    .from(sql`json_each(${list}) as move`)
    .where(
      and(
        sql`${message.id} = move.value ->> 0 and ${message.sendAfter} is move.value ->> 1`,
        when,
        queued,
        isNull(message.batchId),
        eq(message.attempts, 0),
      ),
    );
}

/** Gives up those that were tried and still wait; the never tried are left to the sweep. */
export const updateUndeliverable = (db: Database, ids: string[]) =>
  db
    .update(message)
    .set({ status: "failed" })
    .where(and(among(ids), queued, sql`${message.attempts} > 0`));

/** Messages of every kind that left or wait, newest first, from after a position. */
export const listMessages = (
  db: Database,
  { after, limit }: { after: Position | undefined; limit: number },
): Promise<MessageRow[]> =>
  db
    .select()
    .from(message)
    .where(
      and(ne(message.status, "cancelled"), fallingFrom([message.createdAt, message.id], after)),
    )
    .orderBy(desc(message.createdAt), desc(message.id))
    .limit(limit);

/** One message, whatever its state. */
export const findMessage = (db: Database, id: string): Promise<MessageRow | undefined> =>
  db.select().from(message).where(eq(message.id, id)).get();
