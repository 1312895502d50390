import { listOldRounds, updateToBlanked } from "#db/queries/retention.ts";
import { subMonths } from "date-fns";
import type { Ctx } from "../../context.ts";
import { loadSettings } from "../setting/actions.ts";
import type { Settings } from "../setting/schema.ts";

const roundsPerSweep = 100;

/** What closed before this is kept no longer. */
export const keptSince = (now: Date, { retentionMonths }: Pick<Settings, "retentionMonths">) =>
  subMonths(now, retentionMonths);

/**
 * Deletes what people wrote in rounds that closed longer ago than the settings keep it, with the names and addresses
 * in them; figures stay. A hundred rounds a sweep, each once.
 */
export async function blankOldRounds(ctx: Ctx): Promise<void> {
  const before = keptSince(ctx.now, await loadSettings(ctx));
  for (const roundId of await listOldRounds(ctx.db, before, roundsPerSweep))
    await updateToBlanked(ctx.db, roundId, { at: ctx.now, before });
}
