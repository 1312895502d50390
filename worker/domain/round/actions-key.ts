import { insertMessages, messageRow } from "#db/queries/message.ts";
import { listSpentKeys, updateKey, updateKeyGone } from "#db/queries/round-key.ts";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { requireRound } from "./actions.ts";

const keysPerSweep = 50;
/** A key that was made a moment ago may not be readable everywhere yet; after this it is a matter for a person. */
const patience = 60 * 60 * 1000;

/** The key of a confidential round that was opened before answers were sealed: from now on they are. */
export async function giveKey(ctx: Ctx, roundId: string): Promise<string> {
  const made = await ctx.sealing.makeKey(roundId);
  const [standing] = await updateKey(ctx.db, roundId, made);
  // No longer open: what is sealed to a key that nobody uses is not stored either.
  return standing?.publicKey ?? made;
}

/** Deletes the key of a round that is over, then notes that it is gone. May be repeated. */
export async function forgetKey(ctx: Ctx, roundId: string, publicKey: string): Promise<void> {
  await ctx.sealing.forgetKeys(roundId, publicKey);
  await updateKeyGone(ctx.db, roundId);
}

/** Deletes what a close or a cancellation that was cut short left behind. */
export async function forgetSpentKeys(ctx: Ctx): Promise<void> {
  for (const { id, publicKey } of await listSpentKeys(ctx.db, keysPerSweep))
    await forgetKey(ctx, id, publicKey);
}

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
