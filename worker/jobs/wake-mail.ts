import { listDue } from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";

const patience = 60 * 1000;
const atOnce = 2000;

/** Wakes messages that have waited for over a minute: their queue message was lost, or is not due before now. */
export async function wakeMail(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - patience);
  await ctx.mail.wake(await listDue(ctx.db, before, ctx.now, atOnce));
}
