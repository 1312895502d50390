import { TZDate } from "@date-fns/tz";
import { lightFormat } from "date-fns";
import { listPostponedUntil, updateResumed } from "#db/queries/follow-up.ts";
import { messageRow } from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";
import { loadSettings } from "../domain/setting/actions.ts";

/** On the day people chose, invites them again. */
export async function mailPostponed(ctx: Ctx): Promise<void> {
  const due = await listPostponedUntil(ctx.db, ctx.now);
  if (due.length === 0) return;
  const { timeZone } = await loadSettings(ctx);
  const messages = due.map(({ id, roundId, postponedUntil, email }) => {
    const day = lightFormat(new TZDate(postponedUntil!, timeZone), "yyyy-MM-dd");
    return messageRow(
      {
        id: `postponed/${id}/${day}`,
        kind: "postponed",
        recipient: email,
        invitationId: id,
        roundId,
      },
      ctx.now,
    );
  });
  await updateResumed(
    ctx.db,
    due.map(({ id }) => id),
    ctx.now,
    messages,
  );
  await ctx.mail.wake(messages.map(({ id }) => id));
}
