import { listHalfDone } from "#db/queries/follow-up.ts";
import { insertMessages, messageRow } from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";

const week = 7 * 24 * 60 * 60 * 1000;

/** Mails the second sitting of an annual review to who took the first a week ago, and not the second. */
export async function mailSecondSittings(ctx: Ctx): Promise<void> {
  const halfDone = await listHalfDone(ctx.db, new Date(ctx.now.getTime() - week));
  const messages = halfDone.map(({ id, roundId, revision, email }) =>
    messageRow(
      {
        id: `second-sitting/${id}`,
        kind: "second_sitting",
        recipient: email,
        invitationId: id,
        roundId,
        data: { revision },
      },
      ctx.now,
    ),
  );
  if (messages.length === 0) return;
  await insertMessages(ctx.db, messages);
  await ctx.mail.wake(messages.map(({ id }) => id));
}
