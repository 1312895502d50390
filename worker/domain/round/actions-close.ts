import { messageRow } from "#db/queries/message.ts";
import { updateToCancelled } from "#db/queries/round-change.ts";
import {
  findMark,
  findSilentSenior,
  updateToClosed,
  type ReportRows,
} from "#db/queries/round-close.ts";
import { listDueRounds, type FoundRound } from "#db/queries/round.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx } from "../../context.ts";
import { AppError, invalid, refuse, type Outcome, type Refusal } from "../../errors.ts";
import { prepareCases } from "../case/actions-raise.ts";
import { buildReport } from "../reports/actions.ts";
import { settle } from "../reports/mark-rules.ts";
import { activeOf, noticeChain, noticeRecipients } from "../staff/rules.ts";
import { webhookEvent } from "../webhook/actions-event.ts";
import { prepareSuggestions } from "../suggestion/actions-close.ts";
import { actorId, requireRound, viewRound } from "./actions.ts";
import { forgetKey, prepareReceipt } from "./actions-key.ts";
import { isLocked } from "./actions-locked.ts";
import type { Round, RoundStatus } from "./schema.ts";

/** A gap from which the leaders are told too, in grades. */
const alarmingGap = 2;
const mostAttempts = 8;
const roundsPerSweep = 50;

const notOpen = (status: RoundStatus): Refusal =>
  refuse(
    "round_not_open",
    status === "draft" ? "This round is not launched yet." : "This round is over already.",
  );

/**
 * Closes an open round, computes its report and tells the people around the account. By hand it is an early
 * closure, which the report prints with the reason. Refuses `round_not_open`.
 */
export async function closeRound(
  ctx: Ctx,
  roundId: string,
  { reason = null }: { reason?: string | null },
): Promise<Outcome<{ round: Round }>> {
  const found = await requireRound(ctx, roundId);
  if (found.round.status !== "open") return notOpen(found.round.status);
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const won = await attemptClose(ctx, found, reason).catch(keepLocked);
    if (won === true) return { ok: true, round: viewRound(await requireRound(ctx, roundId)) };
    // Either somebody else ended it, and the key is gone with it, or an answer came while the figures were made:
    // then they are made again.
    const { round } = await requireRound(ctx, roundId);
    if (round.status !== "open") return notOpen(round.status);
    if (won !== false) throw won;
    if (round.closesAt.getTime() !== found.round.closesAt.getTime())
      return refuse("deadline_moved", "The deadline was moved just now. Look at it, then decide.");
  }
  throw new AppError("conflict", "Answers are arriving right now. Try again in a minute.", {
    reason: "answers_arriving",
  });
}

function keepLocked(error: unknown): AppError {
  if (isLocked(error)) return error;
  throw error;
}

async function attemptClose(ctx: Ctx, found: FoundRound, reason: string | null): Promise<boolean> {
  const { round } = found;
  const mark = { ...(await findMark(ctx.db, round.id)), closesAt: round.closesAt.getTime() };
  const rows = await buildReport(ctx, round.id, ctx.now);
  const silence = await silenceOfSenior(ctx, found);
  const messages = [...(await closingNotices(ctx, found, rows)), ...silence.messages];
  const won = await updateToClosed(ctx.db, {
    roundId: round.id,
    changeId: ctx.newId(),
    at: ctx.now,
    by: actorId(ctx),
    closedBy: ctx.actor.kind === "staff" ? ctx.actor.id : null,
    reason,
    mark,
    rows,
    messages,
    cases: silence.cases,
    webhooks: [await closedEvent(ctx, found), ...silence.webhooks],
    suggestions: await prepareSuggestions(ctx, rows),
    receipt: await prepareReceipt(ctx, round),
  });
  if (!won) return false;
  await forgetKeyOf(ctx, round);
  await ctx.mail.wake(messages.map(({ id }) => id));
  return true;
}

/** The round is over whether or not its key can be deleted now: what is left, the next sweep deletes. */
const forgetKeyOf = async (ctx: Ctx, { id, publicKey }: FoundRound["round"]) =>
  publicKey === null ? undefined : forgetKey(ctx, id, publicKey).catch(() => undefined);

const closedEvent = (ctx: Ctx, { round, account }: FoundRound) =>
  webhookEvent(ctx, "round.closed", round.id, { roundId: round.id, accountId: account.id });

/** In a named round the silence of the most senior contact is a case for the sponsor. */
async function silenceOfSenior(ctx: Ctx, { round, account }: FoundRound) {
  const senior = await findSilentSenior(ctx.db, round.id);
  if (!senior) return { cases: [], messages: [], webhooks: [] };
  const source = { ...senior, accountId: account.id, roundId: round.id };
  return prepareCases(ctx, source, [{ trigger: "senior_silence", services: [], comment: null }]);
}

async function closingNotices(ctx: Ctx, { round, account }: FoundRound, { report }: ReportRows) {
  const staff = await listStaff(ctx.db);
  const chain = noticeChain(staff, account.accountManagerId, ctx.config.ADMIN_EMAIL);
  const alarming = settle(Math.abs(report.gap ?? 0)) >= alarmingGap;
  const told = noticeRecipients(
    chain,
    alarming ? ["account_manager", "line_manager", "leaders"] : ["account_manager", "line_manager"],
  );
  const administrator = activeOf(staff, round.administratorId);
  const others = told.filter(({ email }) => email !== administrator?.email);
  const all = administrator
    ? [...others, { staffId: administrator.id, email: administrator.email }]
    : told;
  return all.map(({ staffId, email }) =>
    messageRow(
      {
        id: `round-closed/${round.id}/${staffId ?? "admin"}`,
        kind: "round_closed",
        recipient: email,
        staffId,
        roundId: round.id,
        ...(alarming && { data: { alarming } }),
      },
      ctx.now,
    ),
  );
}

/** Ids of the rounds whose deadline has passed, a sweep's worth. */
export const listDue = async (ctx: Ctx): Promise<string[]> =>
  (await listDueRounds(ctx.db, ctx.now, roundsPerSweep)).map(({ id }) => id);

/**
 * Cancels a draft or an open round; its links say so, and there is no report. For leaders and admins, with a
 * reason. Refuses `round_over`.
 */
export async function cancelRound(
  ctx: Ctx,
  roundId: string,
  { reason }: { reason: string | null },
): Promise<Outcome<{ round: Round }>> {
  const found = await requireRound(ctx, roundId);
  if (ctx.actor.kind === "staff" && !["leader", "admin"].includes(ctx.actor.role))
    throw new AppError("forbidden", "Only a leader or an admin cancels a round.");
  if (!reason) return invalid("reason", "Say why the round is cancelled.");
  const change = { roundId, changeId: ctx.newId(), at: ctx.now, by: actorId(ctx) };
  if (!(await updateToCancelled(ctx.db, change, reason)))
    return refuse("round_over", "This round is over already.");
  await forgetKeyOf(ctx, found.round);
  return { ok: true, round: viewRound(await requireRound(ctx, roundId)) };
}
