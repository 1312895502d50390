import { listSpentKeys, updateKey, updateKeyGone } from "#db/queries/round-key.ts";
import { deleteReceiptsBefore, listSealedIds } from "#db/queries/sealed.ts";
import { addDays } from "date-fns";
import type { Ctx } from "../../context.ts";
import type { Round } from "./schema.ts";

const keysPerSweep = 50;

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

/** Deletes what a close or a cancellation that was cut short left behind, and receipts whose time is over. */
export async function forgetSpentKeys(ctx: Ctx): Promise<void> {
  await deleteReceiptsBefore(ctx.db, ctx.now);
  for (const { id, publicKey } of await listSpentKeys(ctx.db, keysPerSweep))
    await forgetKey(ctx, id, publicKey);
}

/** How long a page that was left open may still learn whether its answers got in. */
const receiptDays = 7;

/** What will tell whether answers to a confidential round were in at its close; null for a named one. */
export async function prepareReceipt(
  ctx: Ctx,
  { id: roundId, confidentiality }: Pick<Round, "id" | "confidentiality">,
) {
  if (confidentiality === "named") return null;
  const ids = await listSealedIds(ctx.db, roundId);
  const hashes = await Promise.all(ids.map((id) => ctx.tokens.hash(id)));
  return { roundId, hashes: hashes.toSorted(), keptUntil: addDays(ctx.now, receiptDays) };
}
