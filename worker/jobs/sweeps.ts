import { createCtx, type Ctx } from "../context.ts";
import type { Env } from "../env.ts";
import { forgetAttempts } from "../domain/session/actions-limit.ts";
import { proposeRounds } from "../domain/round/actions-propose.ts";
import { forgetSpentKeys } from "../domain/round/actions-key.ts";
import { keepOutside } from "../domain/person/actions-outside.ts";
import { noticeRestore } from "../domain/person/actions-restore.ts";
import { blankOldRounds } from "../domain/person/actions-retention.ts";
import { deliverWebhooks } from "../domain/webhook/actions-deliver.ts";
import { launchQueued } from "../domain/portfolio-launch/actions-run.ts";
import { closeDueRounds } from "./close-rounds.ts";
import { escalateActions } from "./overdue-actions.ts";
import { mailPlanDigests } from "./plan-digest.ts";
import { nudgeUntouched } from "./nudges.ts";
import { mailPostponed } from "./postponed.ts";
import { mailReminders } from "./reminders.ts";
import { mailSecondSittings } from "./second-sitting.ts";
import { wakeMail } from "./wake-mail.ts";

type Sweep = { name: string; run(ctx: Ctx): Promise<unknown> };

/** Every sweep there is, in order. Each may be run twice or skipped without harm, and reads "now" from ctx. */
const sweeps: Sweep[] = [
  // First: until it is settled, nothing may leave.
  { name: "notice a restore", run: noticeRestore },
  { name: "keep outside", run: keepOutside },
  { name: "close rounds", run: closeDueRounds },
  { name: "forget spent keys", run: forgetSpentKeys },
  { name: "mail the postponed", run: mailPostponed },
  { name: "mail reminders", run: mailReminders },
  { name: "mail second sittings", run: mailSecondSittings },
  { name: "propose rounds", run: proposeRounds },
  { name: "nudge about untouched rounds", run: nudgeUntouched },
  { name: "launch portfolios", run: launchQueued },
  { name: "mail digests of the plans", run: mailPlanDigests },
  { name: "escalate overdue actions", run: escalateActions },
  { name: "blank old rounds", run: blankOldRounds },
  { name: "forget sign-in attempts", run: forgetAttempts },
  { name: "wake mail", run: wakeMail },
  // Last: it waits for others’ servers.
  { name: "tell webhooks", run: deliverWebhooks },
];

/** Runs all sweeps at an instant; one that fails does not stop the others. */
export async function runSweeps(env: Env, now: Date): Promise<void> {
  const ctx = createCtx(env, { kind: "system" }, now);
  for (const sweep of sweeps) {
    try {
      await sweep.run(ctx);
    } catch (error) {
      console.error(`sweep ${sweep.name} failed`, error instanceof Error ? error.name : "unknown");
    }
  }
}
