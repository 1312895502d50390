import {
  listActionsToEscalate,
  updateEscalated,
  type NoticedAction,
} from "#db/queries/action-notice.ts";
import { messageRow } from "#db/queries/message.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx } from "../context.ts";
import { escalationDay } from "../domain/action/notice-rules.ts";
import { loadSettings } from "../domain/setting/actions.ts";
import { noticeChain, noticeRecipients } from "../domain/staff/rules.ts";

const atOnce = 500;

/** Tells the line manager of whoever owns an action that is overdue for 14 days: once for each day it was due on. */
export async function escalateActions(ctx: Ctx): Promise<void> {
  const { timeZone } = await loadSettings(ctx);
  const until = escalationDay(ctx.now, timeZone);
  const late = until ? await listActionsToEscalate(ctx.db, until, atOnce) : [];
  if (late.length === 0) return;
  const staff = await listStaff(ctx.db);
  const told = late.flatMap((action) => {
    const chain = noticeChain(
      staff,
      action.ownerId ?? action.accountManagerId,
      ctx.config.ADMIN_EMAIL,
    );
    return noticeRecipients(chain, ["line_manager"]).map((recipient) => ({ action, recipient }));
  });
  const byReader = Map.groupBy(told, ({ recipient }) => recipient.email);
  const messages = [...byReader.values()].map((lines) =>
    noticeTo(
      ctx,
      lines[0]!.recipient,
      lines.map(({ action }) => action),
    ),
  );
  await updateEscalated(
    ctx.db,
    late.map(({ id }) => id),
    messages,
  );
  await ctx.mail.wake(messages.map(({ id }) => id));
}

function noticeTo(
  ctx: Ctx,
  { staffId, email }: { staffId: string | null; email: string },
  actions: NoticedAction[],
) {
  const [first] = actions;
  return messageRow(
    {
      id: `action-overdue/${staffId ?? "admin"}/${first!.id}/${first!.dueOn}`,
      kind: "action_overdue",
      recipient: email,
      staffId,
      data: { actionIds: actions.map(({ id }) => id) },
    },
    ctx.now,
  );
}
