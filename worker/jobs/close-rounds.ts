import type { Ctx } from "../context.ts";
import { closeRound, listDue } from "../domain/round/actions-close.ts";
import { isLocked, tellLocked } from "../domain/round/actions-locked.ts";

/** Closes every round whose deadline has passed. One that fails is tried again at the next sweep. */
export async function closeDueRounds(ctx: Ctx): Promise<void> {
  const failures: unknown[] = [];
  for (const roundId of await listDue(ctx)) {
    // Closed by another sweep in the meantime is refused, and as good.
    await closeRound(ctx, roundId, {}).catch(async (error: unknown) => {
      failures.push(error);
      if (isLocked(error)) await tellLocked(ctx, roundId);
    });
  }
  if (failures.length > 0) throw failures[0];
}
