import { listQueuedAccounts, updateTried } from "#db/queries/portfolio-launch-run.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx, StaffActor } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { launchRound, type Pacing } from "../round/actions-launch.ts";
import { loadSettings } from "../setting/actions.ts";
import { activeOf } from "../staff/rules.ts";
import { closingDay } from "./actions-new.ts";
import { sharedExplanation } from "./form-rules.ts";
import { leavesAt } from "./trickle-rules.ts";

/** Launching one account takes about a dozen calls of the database, and a sweep may make a thousand. */
const accountsPerSweep = 40;

type Queued = Awaited<ReturnType<typeof listQueuedAccounts>>[number];

/**
 * Launches what waits in portfolio launches, one account after the other and each all or nothing, in the name and
 * reach of who started it. What a gate refuses leaves the queue; what was launched meanwhile counts as done.
 */
export async function launchQueued(ctx: Ctx): Promise<void> {
  const queued = await listQueuedAccounts(ctx.db, accountsPerSweep);
  if (queued.length === 0) return;
  const staff = await listStaff(ctx.db);
  const { timeZone } = await loadSettings(ctx);
  for (const one of queued) {
    const starter = activeOf(staff, one.launch.startedBy);
    const actor = starter && ({ ...starter, kind: "staff", scope: "write" } satisfies StaffActor);
    const tried = { launchId: one.launch.id, accountId: one.accountId, queuedAt: one.queuedAt };
    const result = actor ? await launchOne({ ...ctx, actor }, one, timeZone) : "refused";
    if (result === "again") continue;
    await updateTried(ctx.db, tried, {
      queuedAt: result === "failed" ? ctx.now : null,
      refusedAt: result === "refused" ? ctx.now : null,
    });
  }
}

/** `again`: the draft changed, or the launch was stopped, just now. `failed`: it is the last in the queue from now on. */
async function launchOne(
  ctx: Ctx,
  { launch, roundId, ...account }: Queued,
  ours: string,
): Promise<"done" | "refused" | "again" | "failed"> {
  const timeZone = account.timeZone ?? ours;
  const { days: _, ...trickle } = launch.trickle;
  const pacing: Pacing = {
    launchId: launch.id,
    closesAt: closingDay(ctx.now, launch.windowDays, ours),
    explanation: launch.explanation && sharedExplanation(launch.name, launch.explanation),
    pace: (mail) => ({
      ...mail,
      sendAfter: leavesAt(ctx.random(), ctx.now, launch.trickle, timeZone),
      data: { launchId: launch.id, trickle, timeZone },
    }),
  };
  try {
    const launched = await launchRound(ctx, roundId, { pacing });
    if (launched.ok || launched.reason === "round_not_draft") return "done";
    return launched.reason === "draft_changed" ? "again" : "refused";
  } catch (error) {
    if (error instanceof AppError) return "refused";
    console.error("launching a round failed", error instanceof Error ? error.name : "unknown");
    return "failed";
  }
}
