import { insertMessages, messageRow } from "#db/queries/message.ts";
import { listDueReminders } from "#db/queries/reminder.ts";
import type { Ctx } from "../context.ts";
import { dueSteps, quietTime } from "../domain/round/reminder-rules.ts";
import { loadSettings } from "../domain/setting/actions.ts";

const atOnce = 1000;
const mostParts = 10;

/**
 * Reminds who has not answered. Whoever opted out is not told apart here: the look right before sending
 * cancels that message, and its row keeps the next sweep from asking again.
 */
export async function mailReminders(ctx: Ctx): Promise<void> {
  const { reminderDays, timeZone } = await loadSettings(ctx);
  const steps = dueSteps(reminderDays, ctx.now, timeZone);
  const quiet = new Date(ctx.now.getTime() - quietTime);
  for (let part = 0; part < mostParts && steps.length > 0; part++) {
    const due = await listDueReminders(ctx.db, steps, { now: ctx.now, quiet, limit: atOnce });
    const messages = due.map(({ id, roundId, email, step, last }) =>
      messageRow(
        {
          id: `reminder/${id}/${step}`,
          kind: "reminder",
          recipient: email,
          invitationId: id,
          roundId,
          data: { step, last },
        },
        ctx.now,
      ),
    );
    if (messages.length > 0) {
      await insertMessages(ctx.db, messages);
      await ctx.mail.wake(messages.map(({ id }) => id));
    }
    if (due.length < atOnce) return;
  }
}
