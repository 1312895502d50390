import type { Ctx } from "../../context.ts";
import { giveKey } from "../round/actions-key.ts";
import { pack, type Unsealed } from "./seal-rules.ts";

/** One person's answers to a confidential round as they are stored: under an id that tells nothing, unreadable before the close. */
export async function sealAnswers(
  ctx: Ctx,
  round: { id: string; publicKey: string | null },
  given: Unsealed,
  id = ctx.newId(),
) {
  const publicKey = round.publicKey ?? (await giveKey(ctx, round.id));
  const place = { roundId: round.id, id };
  return { ...place, sealed: await ctx.sealing.seal(publicKey, place, pack(given)) };
}
