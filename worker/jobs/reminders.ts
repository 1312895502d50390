import { messageRow } from "#db/queries/message.ts";
import { listDueReminders, updateReminded } from "#db/queries/reminder.ts";
import type { Ctx } from "../context.ts";
import { dueSteps, quietTime } from "../domain/round/reminder-rules.ts";
import { loadSettings } from "../domain/setting/actions.ts";
import type { Settings } from "../domain/setting/schema.ts";

const atOnce = 1000;
const mostParts = 10;
const settledAtOnce = 5000;

/** What is due at this instant, and since when no other mail may have been sent. */
export const reminderTimes = (
  now: Date,
  { reminderDays, timeZone }: Pick<Settings, "reminderDays" | "timeZone">,
) => ({
  steps: dueSteps(reminderDays, now, timeZone),
  now,
  quiet: new Date(now.getTime() - quietTime),
});

/**
 * Reminds who has not answered. Whoever opted out is not told apart here: the look right before sending
 * cancels that message, and its row keeps the next sweep from asking again.
 */
export async function mailReminders(ctx: Ctx): Promise<void> {
  const times = reminderTimes(ctx.now, await loadSettings(ctx));
  for (let part = 0; part < mostParts && times.steps.length > 0; part++) {
    const due = await listDueReminders(ctx.db, times, atOnce);
    const messages = due.map(({ id, roundId, email, step, last }) =>
      messageRow(
        {
          id: `reminder/${id}/${step}`,
          kind: "reminder",
          recipient: email,
          invitationId: id,
          roundId,
          data: { step, last: last === 1 },
        },
        ctx.now,
      ),
    );
    await updateReminded(ctx.db, messages, times, settledAtOnce);
    await ctx.mail.wake(messages.map(({ id }) => id));
    if (due.length < atOnce) return;
  }
}
