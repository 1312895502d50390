import { anything, listAnswers } from "#db/queries/due.ts";
import { areRemindersDue } from "#db/queries/reminder.ts";
import { findSweepStart } from "#db/queries/restore.ts";
import type { SQL } from "drizzle-orm";
import { createCtx, type Ctx } from "../context.ts";
import type { Env } from "../env.ts";
import { forgetAttempts } from "../domain/session/actions-limit.ts";
import { proposeRounds } from "../domain/round/actions-propose.ts";
import { forgetSpentKeys } from "../domain/round/actions-key.ts";
import { keepOutside } from "../domain/person/actions-outside.ts";
import { escalationDay } from "../domain/action/notice-rules.ts";
import { noteSettings } from "../domain/setting/actions.ts";
import type { Settings } from "../domain/setting/schema.ts";
import { noticeRestore } from "../domain/person/actions-restore.ts";
import { blankOldRounds, keptSince } from "../domain/person/actions-retention.ts";
import { deliverWebhooks } from "../domain/webhook/actions-deliver.ts";
import { logBegins } from "../domain/webhook/rules.ts";
import { launchQueued } from "../domain/portfolio-launch/actions-run.ts";
import { closeDueRounds } from "./close-rounds.ts";
import { escalateActions } from "./overdue-actions.ts";
import { mailPlanDigests } from "./plan-digest.ts";
import { nudgedSpan, nudgeUntouched } from "./nudges.ts";
import { mailPostponed } from "./postponed.ts";
import { mailReminders, reminderTimes } from "./reminders.ts";
import { mailSecondSittings } from "./second-sitting.ts";
import { waitedSince, wakeMail } from "./wake-mail.ts";

/** `due`: what asks the database whether there is anything to do; a sweep without it always runs. */
type Sweep = {
  name: string;
  due?: (ctx: Ctx, settings: Settings) => SQL;
  run: (ctx: Ctx) => Promise<unknown>;
};

/** Every sweep there is, in order. Each may be run twice or skipped without harm, and reads "now" from ctx. */
const sweeps: Sweep[] = [
  { name: "keep outside", due: () => anything.toKeepOutside, run: keepOutside },
  { name: "close rounds", due: ({ now }) => anything.toClose(now), run: closeDueRounds },
  { name: "forget spent keys", due: ({ now }) => anything.spent(now), run: forgetSpentKeys },
  { name: "mail the postponed", due: ({ now }) => anything.postponed(now), run: mailPostponed },
  {
    name: "mail reminders",
    due: ({ now }, settings) => areRemindersDue(reminderTimes(now, settings)),
    run: mailReminders,
  },
  {
    name: "mail second sittings",
    due: ({ now }) => anything.halfDone(now),
    run: mailSecondSittings,
  },
  { name: "propose rounds", due: ({ now }) => anything.toPropose(now), run: proposeRounds },
  {
    name: "nudge about untouched rounds",
    due: (ctx) => anything.untouched(nudgedSpan(ctx)),
    run: nudgeUntouched,
  },
  { name: "launch portfolios", due: () => anything.toLaunch, run: launchQueued },
  // Asks by itself, on Mondays.
  { name: "mail digests of the plans", run: mailPlanDigests },
  {
    name: "escalate overdue actions",
    due: ({ now }, { timeZone }) => anything.toEscalate(escalationDay(now, timeZone)),
    run: escalateActions,
  },
  {
    name: "blank old rounds",
    due: ({ now }, settings) => anything.toBlank(keptSince(now, settings)),
    run: blankOldRounds,
  },
  {
    name: "forget sign-in attempts",
    due: ({ now }) => anything.attempts(now),
    run: forgetAttempts,
  },
  { name: "wake mail", due: (ctx) => anything.toWake(waitedSince(ctx), ctx.now), run: wakeMail },
  // Last: it waits for others’ servers.
  {
    name: "tell webhooks",
    due: ({ now }) => anything.toTell({ now, logBegins: logBegins(now) }),
    run: deliverWebhooks,
  },
];

/**
 * Runs all sweeps at an instant that have something to do; one that fails does not stop the others. Where nothing is
 * due, which is most minutes, the database is asked twice: where we stand, and for all sweeps at once.
 */
export async function runSweeps(env: Env, now: Date): Promise<void> {
  const ctx = createCtx(env, { kind: "system" }, now);
  const settings = await attempt("begin", () => begin(ctx));
  const due = settings && (await attempt("ask what is due", () => listDue(ctx, settings)));
  for (const { name, run } of due ?? sweeps) await attempt(name, () => run(ctx));
}

/** Reads where we stand. Until a restore of the database is settled, nothing may leave. */
async function begin(ctx: Ctx): Promise<Settings> {
  const { mark, settings } = await findSweepStart(ctx.db);
  await attempt("notice a restore", () => noticeRestore(ctx, mark));
  return noteSettings(ctx, settings);
}

async function listDue(ctx: Ctx, settings: Settings): Promise<Sweep[]> {
  const asked = sweeps.filter(({ due }) => due);
  const answers = await listAnswers(
    ctx.db,
    asked.map(({ due }) => due!(ctx, settings)),
  );
  const idle = new Set(asked.filter((_, at) => !answers[at]));
  return sweeps.filter((sweep) => !idle.has(sweep));
}

async function attempt<T>(name: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    console.error(`sweep ${name} failed`, error instanceof Error ? error.name : "unknown");
    return undefined;
  }
}
