import { listDue } from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";

const patience = 60 * 1000;
const atOnce = 2000;

/** Since when a message that is due waits in vain. */
export const waitedSince = ({ now }: Ctx) => new Date(now.getTime() - patience);

/** Wakes messages that have waited for over a minute: their queue message was lost, or is not due before now. */
export async function wakeMail(ctx: Ctx): Promise<void> {
  await ctx.mail.wake(await listDue(ctx.db, waitedSince(ctx), ctx.now, atOnce));
}
