import { listHalfDone, updateHalfDone } from "#db/queries/follow-up.ts";
import { messageRow } from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";

const week = 7 * 24 * 60 * 60 * 1000;

/** Mails the second sitting of an annual review to who took the first a week ago, and not the second. */
export async function mailSecondSittings(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - week);
  const messages = (await listHalfDone(ctx.db, before, ctx.now)).map(
    ({ id, roundId, revision, email }) =>
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
  await updateHalfDone(ctx.db, messages, { before, now: ctx.now });
  await ctx.mail.wake(messages.map(({ id }) => id));
}
