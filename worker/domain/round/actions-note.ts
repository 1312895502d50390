import { insertNotes, listNotes } from "#db/queries/personal-note.ts";
import { messageRow } from "#db/queries/message.ts";
import type { Ctx } from "../../context.ts";
import { invalid, type Outcome } from "../../errors.ts";
import { actorId, notDraft, requireRound } from "./actions.ts";
import { loadRecipients, type KnownRecipient } from "./actions-draft.ts";
import { texts, text, type Body } from "./body-rules.ts";
import { notable, noteSubject } from "./note-rules.ts";
import { Note } from "./schema.ts";

export type NoteFields = { note: string; noteTo: string[] };

/** What was typed as a personal note, and to whom it goes. */
export const readNoteFields = (body: Body): NoteFields => ({
  note: text(body, "note"),
  noteTo: texts(body, "noteTo"),
});

/**
 * Mails a personal note to some of those a draft will invite; nobody gets two in one round. Refuses `invalid`,
 * and `round_not_draft`: after the launch the invitation itself has arrived.
 */
export async function sendNotes(
  ctx: Ctx,
  roundId: string,
  fields: NoteFields,
): Promise<Outcome<{ sent: number }>> {
  const { round, account } = await requireRound(ctx, roundId);
  if (round.status !== "draft") return notDraft(round.status);
  const parsed = Note.safeParse(fields.note);
  if (!parsed.success) return invalid("note", `The note ${parsed.error.issues[0]!.message}.`);
  const recipients = await loadRecipients(ctx, account.id, round.contactIds);
  const earlier = new Set((await listNotes(ctx.db, roundId)).map(({ contactId }) => contactId));
  const ticked = new Set(fields.noteTo);
  const to = notable(recipients, earlier).filter(({ id }) => ticked.has(id));
  if (to.length === 0)
    return invalid("noteTo", "Nobody is chosen who has no note yet. Choose at least one.");
  await write(ctx, roundId, parsed.data, to);
  return { ok: true, sent: to.length };
}

async function write(ctx: Ctx, roundId: string, words: string, to: KnownRecipient[]) {
  const notes = await Promise.all(
    to.map(async ({ id: contactId }) => ({
      roundId,
      contactId,
      text: words,
      optOutHash: await ctx.tokens.hash(
        await ctx.tokens.make("opt-out", noteSubject({ roundId, contactId })),
      ),
      sentBy: actorId(ctx),
      sentAt: ctx.now,
    })),
  );
  const mails = to.map(({ id, email }) =>
    messageRow(
      { id: `personal-note/${roundId}/${id}`, kind: "personal_note", recipient: email, roundId },
      ctx.now,
    ),
  );
  await insertNotes(ctx.db, roundId, notes, mails, {
    at: ctx.now,
    actor: actorId(ctx),
    action: "round.notes_sent",
    subjectType: "round",
    subjectId: roundId,
    detail: { count: to.length },
  });
  await ctx.mail.wake(mails.map(({ id }) => id));
}
