import { and, asc, eq, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, message, personalNote } from "../schema.ts";
import { insertAuditWhen, type AuditEntry } from "./audit.ts";
import { insertMessages } from "./message.ts";

export type NewNote = typeof personalNote.$inferInsert;

/** The notes of a round, the oldest first. */
export const listNotes = (db: Database, roundId: string) =>
  db
    .select({
      contactId: personalNote.contactId,
      firstName: contact.firstName,
      lastName: contact.lastName,
      sentAt: personalNote.sentAt,
    })
    .from(personalNote)
    .innerJoin(contact, eq(contact.id, personalNote.contactId))
    .where(eq(personalNote.roundId, roundId))
    .orderBy(asc(personalNote.sentAt), asc(contact.lastName), asc(contact.id));

/** The notes of these rounds to these contacts, with whom each is for. */
export const listNotesTo = (db: Database, keys: { roundId: string; contactId: string }[]) =>
  db
    .select({ note: personalNote, firstName: contact.firstName, lastName: contact.lastName })
    .from(personalNote)
    .innerJoin(contact, eq(contact.id, personalNote.contactId))
    .where(
      sql`(${personalNote.roundId}, ${personalNote.contactId}) in (
        select value->>'roundId', value->>'contactId' from json_each(${JSON.stringify(keys)}))`,
    );

/**
 * Keeps notes with the mails that bring them, as long as the round is a draft. Who has one of this round
 * already keeps that one and gets no second mail.
 */
export const insertNotes = (
  db: Database,
  roundId: string,
  notes: NewNote[],
  mails: (typeof message.$inferInsert)[],
  entry: AuditEntry,
) => {
  const isDraft = sql`exists (select 1 from round where id = ${roundId} and status = 'draft')`;
  const list = JSON.stringify(notes.map((one) => ({ ...one, sentAt: one.sentAt.getTime() })));
  return db.batch([
    db
      .insert(personalNote)
      .select(
        sql`select value->>'roundId', value->>'contactId', value->>'text', value->>'optOutHash',
          value->>'sentBy', value->>'sentAt' from json_each(${list}) where ${isDraft}`,
      )
      .onConflictDoNothing(),
    insertMessages(db, mails, isDraft),
    insertAuditWhen(db, entry, isDraft),
  ]);
};

/**
 * Notes to one contact become those of another, as long as `merged` holds and the other has none of the round: who
 * opts out by an old note means the address that stays. One that waits goes there, and is what it was.
 */
export const moveNotes = (
  db: Database,
  from: string,
  into: { id: string; email: string },
  merged: SQL,
) => {
  const waits = sql`status = 'queued' and kind = 'personal_note'`;
  return [
    db
      .update(message)
      .set({ recipient: into.email })
      .where(
        sql`${waits} and ${merged} and id in (select 'personal-note/' || round_id || '/' || ${from}
          from personal_note where contact_id = ${from})`,
      ),
    db
      .update(personalNote)
      .set({ contactId: into.id })
      .where(
        and(
          eq(personalNote.contactId, from),
          merged,
          sql`not exists (select 1 from personal_note other
            where other.round_id = ${personalNote.roundId} and other.contact_id = ${into.id})`,
          sql`not exists (select 1 from message where ${waits}
            and id = 'personal-note/' || ${personalNote.roundId} || '/' || ${from})`,
        ),
      ),
  ] as const;
};
