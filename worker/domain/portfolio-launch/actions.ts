import { never } from "#db/queries/message.ts";
import { findLaunch, listLaunches as listLaunchRows } from "#db/queries/portfolio-launch.ts";
import {
  countMail,
  findLaunchFigures,
  listLaunchAccounts,
  type Shown,
} from "#db/queries/portfolio-launch-progress.ts";
import {
  listHeld,
  updateExplanation,
  updateHeld,
  updateToLaunch,
  updateToResumed,
  updateToStopped,
} from "#db/queries/portfolio-launch-run.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { StaffCtx } from "../../context.ts";
import { csvDay, writeCsv } from "../../csv.ts";
import { everyLine, pageOf, readPosition, type Listed } from "../../cursor.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { reachOf } from "../account/rules.ts";
import { inspectDrafts } from "../round/actions-draft.ts";
import { apartFromShared, type Failure } from "../round/gates-rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { requireAccounts } from "./actions-new.ts";
import { fewDays, leavesAt, type Hours } from "./trickle-rules.ts";

const perPage = 50;
const exportedAtOnce = 200;
const heldAtOnce = 500;
const mostLaunches = 100;
const day = 24 * 60 * 60 * 1000;

/** Launches that somebody sees: their own, leaders and admins all. */
export async function listLaunches(ctx: StaffCtx) {
  requireAccounts(ctx);
  return listLaunchRows(ctx.db, reachOf(ctx.actor), mostLaunches);
}

async function requireLaunch(ctx: StaffCtx, launchId: string) {
  requireAccounts(ctx);
  const launch = await findLaunch(ctx.db, reachOf(ctx.actor), launchId);
  if (!launch) throw new AppError("not_found", "There is no such portfolio launch.");
  return launch;
}

type Launch = Awaited<ReturnType<typeof requireLaunch>>;
type Page = Listed & { shown: Shown };
export type LaunchLine = Awaited<ReturnType<typeof listLines>>["lines"][number];

/** Accounts of a launch by name, each with what stands against its launch or how its mail goes. */
async function listLines(
  ctx: StaffCtx,
  { id: launchId, explanation }: Launch,
  { shown, cursor, limit }: Page,
) {
  const after = readPosition(cursor);
  const wanted = { shown, after, limit: limit + 1 };
  const rows = await listLaunchAccounts(ctx.db, reachOf(ctx.actor), launchId, wanted);
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.nameFolded, last.account.id]);
  const drafts = page.filter(({ round }) => round.status === "draft");
  const others = page.filter(({ round }) => round.status !== "draft");
  const states = await inspectDrafts(ctx, drafts);
  const counts = await countMail(
    ctx.db,
    others.map(({ round }) => round.id),
  );
  const failed = new Map(drafts.map(({ round }, at) => [round.id, states[at]!.failed]));
  const mail = new Map(counts.map((one) => [one.roundId, one]));
  return {
    lines: page.map(({ round, account, ...line }) => ({
      ...line,
      round: { id: round.id, status: round.status, closesAt: round.closesAt },
      account: { id: account.id, name: account.name },
      ...judge(failed.get(round.id) ?? [], explanation),
      mail: mail.get(round.id) ?? null,
    })),
    nextCursor,
  };
}

/** What still stands against a launch, and what is explained for all accounts. */
function judge(all: Failure[], explanation: string | null) {
  const failed = explanation === null ? all : apartFromShared(all);
  return { failed, explained: all.filter((one) => !failed.includes(one)) };
}

export type LaunchView = Awaited<ReturnType<typeof viewLaunch>>;

/** A launch's page: its settings, its figures, and a page of its accounts. */
export async function viewLaunch(ctx: StaffCtx, launchId: string, page: Omit<Page, "limit">) {
  const launch = await requireLaunch(ctx, launchId);
  const least = fewDays * day;
  const [{ accounts, people }, staff, list] = await Promise.all([
    findLaunchFigures(ctx.db, reachOf(ctx.actor), launchId, { never, least }),
    listStaff(ctx.db),
    listLines(ctx, launch, { ...page, limit: perPage }),
  ]);
  const nameOf = (id: string | null) => staff.find((one) => one.id === id)?.name ?? "";
  return { launch, accounts, people, createdBy: nameOf(launch.createdBy), ...list };
}

const changeOf = (ctx: StaffCtx, launchId: string) => ({
  launchId,
  changeId: ctx.newId(),
  at: ctx.now,
  by: ctx.actor.id,
});

/**
 * Has the sweep launch what has our own grade. May be repeated: what became ready since is launched then. Refuses
 * `launch_stopped` and `nothing_ready`.
 */
export async function startLaunch(
  ctx: StaffCtx,
  launchId: string,
): Promise<Outcome<{ queued: number }>> {
  const launch = await requireLaunch(ctx, launchId);
  if (launch.stoppedAt)
    return refuse("launch_stopped", "This launch is stopped. Let it go on, then launch the rest.");
  const queued = await updateToLaunch(ctx.db, reachOf(ctx.actor), changeOf(ctx, launchId));
  if (queued > 0) return { ok: true, queued };
  return refuse(
    "nothing_ready",
    "No account here that waits to be launched has our own grade yet.",
  );
}

/**
 * Keeps one explanation for every account of a launch where people were asked lately or a level is left out; null takes
 * it back for those not launched yet.
 */
export async function explainLaunch(
  ctx: StaffCtx,
  launchId: string,
  explanation: string | null,
): Promise<void> {
  await requireLaunch(ctx, launchId);
  await updateExplanation(ctx.db, changeOf(ctx, launchId), explanation);
}

/** Stops a launch: no round opens, and no invitation leaves that was not handed over. May be repeated. */
export async function stopLaunch(ctx: StaffCtx, launchId: string): Promise<void> {
  await requireLaunch(ctx, launchId);
  await updateToStopped(ctx.db, changeOf(ctx, launchId));
}

/** Lets a stopped launch go on; the mail it held is spread anew from now on. May be repeated. */
export async function resumeLaunch(ctx: StaffCtx, launchId: string): Promise<void> {
  const { trickle } = await requireLaunch(ctx, launchId);
  await updateToResumed(ctx.db, changeOf(ctx, launchId));
  for (;;) {
    const held = await listHeld(ctx.db, launchId, heldAtOnce);
    const moves = held.map(({ id, data }) => {
      const { timeZone } = data as { trickle: Hours; timeZone: string };
      return { id, sendAfter: leavesAt(ctx.random(), ctx.now, trickle, timeZone) };
    });
    const moved = moves.length > 0 && (await updateHeld(ctx.db, launchId, moves)) > 0;
    if (!moved || held.length < heldAtOnce) return;
  }
}

const csvHeading = [
  "Account",
  "Account manager",
  "State",
  "Our own grade",
  "What is missing",
  "Closes",
  "Mail waiting",
  "Mail sent",
  "Bounced",
  "Answered",
];

/** All accounts of a launch with how they stand, as CSV. */
export async function exportLaunch(ctx: StaffCtx, launchId: string): Promise<string> {
  const launch = await requireLaunch(ctx, launchId);
  const { timeZone } = await loadSettings(ctx);
  const lines = await everyLine(
    exportedAtOnce,
    (listed) => listLines(ctx, launch, { shown: "all", ...listed }),
    (page) => page.lines,
  );
  return writeCsv(
    csvHeading,
    lines.map((line) => csvLine(line, timeZone)),
  );
}

const csvLine = ({ account, manager, round, mail, ...line }: LaunchLine, timeZone: string) => [
  account.name,
  manager ?? "",
  round.status === "draft" && line.failed.length === 0 ? "ready" : round.status,
  line.selfGraded ? "given" : "missing",
  line.failed.map(({ message }) => message).join(" "),
  round.status === "draft" ? "" : csvDay(round.closesAt, timeZone),
  mail?.waiting ?? null,
  mail?.sent ?? null,
  mail?.bounced ?? null,
  mail?.answered ?? null,
];
