import type { FoundRound } from "#db/queries/round.ts";
import type { StaffCtx } from "../../context.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { requireRound } from "./actions.ts";

/**
 * A closed round within reach, for those who may take its report outside: not an independent administrator, who may
 * be an outsider. Refuses `round_open` before the close and `round_cancelled`.
 */
export async function requireClosed(
  ctx: StaffCtx,
  roundId: string,
): Promise<Outcome<{ found: FoundRound }>> {
  const found = await requireRound(ctx, roundId);
  if (ctx.actor.role === "independent_administrator")
    throw new AppError("forbidden", "Those who look after the account decide who else sees this.");
  const { status } = found.round;
  if (status === "cancelled")
    return refuse("round_cancelled", "This round was cancelled, so it has no report.");
  if (status !== "closed")
    return refuse("round_open", "This round is not closed yet. Its report is made at the close.");
  return { ok: true, found };
}
