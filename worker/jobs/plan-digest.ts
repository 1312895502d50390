import { listOwnersToTell } from "#db/queries/action-notice.ts";
import { insertMessages, messageRow } from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";
import { digestWeek } from "../domain/action/notice-rules.ts";
import { loadSettings } from "../domain/setting/actions.ts";

/** On Monday morning, tells everyone what of the plans is theirs this week. */
export async function mailPlanDigests(ctx: Ctx): Promise<void> {
  const { timeZone } = await loadSettings(ctx);
  const week = digestWeek(ctx.now, timeZone);
  if (!week) return;
  const messages = (await listOwnersToTell(ctx.db, week)).map(({ id, email }) =>
    messageRow(
      {
        id: `plan-digest/${id}/${week.monday}`,
        kind: "plan_digest",
        recipient: email,
        staffId: id,
        data: week,
      },
      ctx.now,
    ),
  );
  if (messages.length === 0) return;
  await insertMessages(ctx.db, messages);
  await ctx.mail.wake(messages.map(({ id }) => id));
}
