import { insertMessages, messageRow } from "#db/queries/message.ts";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { requireRound } from "./actions.ts";

/** A key that was made a moment ago may not be readable everywhere yet; after this it is a matter for a person. */
const patience = 60 * 60 * 1000;

/** Whether a close failed because the answers cannot be opened. */
export const isLocked = (error: unknown): error is AppError =>
  error instanceof AppError && error.reason === "answers_locked";

/** Tells the admin, once, of a round that is overdue because its answers cannot be opened. */
export async function tellLocked(ctx: Ctx, roundId: string): Promise<void> {
  const { round } = await requireRound(ctx, roundId);
  if (ctx.now.getTime() - round.closesAt.getTime() < patience) return;
  const id = `answers-locked/${roundId}`;
  const recipient = ctx.config.ADMIN_EMAIL;
  await insertMessages(ctx.db, [
    messageRow({ id, kind: "answers_locked", recipient, roundId }, ctx.now),
  ]);
  await ctx.mail.wake([id]);
}
