import { findMeeting, findReviewed, insertReview } from "#db/queries/account-review.ts";
import { findReviewPack } from "#db/queries/review-pack.ts";
import { subMonths } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { isOverdue as isLate } from "../action/rules.ts";
import { isOverdue } from "../case/rules.ts";
import { audiencesFor, seenBy, viewerOf, type Viewer } from "../reports/audience-rules.ts";
import { dayField } from "../round/rules.ts";
import { nextRoundDue } from "./cadence-rules.ts";
import type { ReviewNotes } from "./review-schema.ts";
import { nextDates, silenceOf } from "./review-rules.ts";
import { riskOf } from "./risk-rules.ts";
import { reachOf } from "./rules.ts";

const recentMonths = 12;

type Pack = Awaited<ReturnType<typeof findReviewPack>>;
type Reviewed = NonNullable<Awaited<ReturnType<typeof findReviewed>>>;

const readerOf = ({ actor }: StaffCtx) => ({ reach: reachOf(actor), staffId: actor.id });

async function requireReviewed(ctx: StaffCtx, accountId: string): Promise<Reviewed> {
  const found = await findReviewed(ctx.db, readerOf(ctx), accountId);
  if (!found) throw new AppError("not_found", "There is no such account.");
  return found;
}

export type AccountReview = Awaited<ReturnType<typeof readReview>>;

/** What an account's review meeting looks at, as far as the reader may see it, and what earlier meetings wrote down. */
export async function readReview(ctx: StaffCtx, accountId: string, timeZone: string) {
  const account = await requireReviewed(ctx, accountId);
  const since = subMonths(ctx.now, recentMonths);
  const pack = await findReviewPack(ctx.db, readerOf(ctx), accountId, since);
  const report = pack.last && lastReportFor(pack.last, viewerOf(ctx.actor, account));
  const surveyedAt = pack.rounds.find(({ completed }) => completed > 0)?.closedAt ?? null;
  const cases = pack.cases.map((one) => ({ ...one, overdue: isOverdue(one, ctx.now) }));
  const today = dayField(ctx.now, timeZone);
  return {
    account,
    today,
    newId: ctx.newId(),
    report,
    rounds: pack.rounds,
    surveyed: { at: surveyedAt, recently: surveyedAt !== null && surveyedAt >= since },
    actions: pack.actions.map((one) => ({ ...one, overdue: isLate(one, today) })),
    cases,
    coverage: pack.coverage,
    silent: pack.silent,
    risk: riskOf({
      ...judged(report),
      cases: {
        open: cases.filter(({ status }) => status !== "resolved").length,
        overdue: cases.filter(({ overdue }) => overdue).length,
      },
      seniorSilence: silenceOf(pack.senior.map(({ status }) => status)),
    }),
    next: datesOf(account, pack, { surveyedAt, today, timeZone }),
    meetings: pack.meetings,
  };
}

/** The last report's figures, with everything taken out that this viewer may not see. */
function lastReportFor(last: NonNullable<Pack["last"]>, viewer: Viewer) {
  const { figures, roundId, closedAt, seniorId, senior: name, jobTitle } = last;
  const senior = seniorId === null ? null : { id: seniorId, name: name ?? "", title: jobTitle };
  const stored = { figures, senior, comments: [] };
  const { grade, areas, response } = seenBy(stored, viewer, audiencesFor(viewer)[0]!);
  return { roundId, closedAt, grade, areas, response };
}

/** What of a report the risk is judged by. */
function judged(report: ReturnType<typeof lastReportFor> | null) {
  if (!report) return { letter: null, gap: null, trend: null };
  const { client, gap } = report.grade;
  const compared = report.areas.flatMap(({ trend }) => trend ?? []);
  const trend =
    client.trend || compared.length > 0
      ? {
          grade: (client.trend?.holds && client.trend.verdict) || ("no_real_change" as const),
          declinedAreas: compared.filter(({ verdict, holds }) => holds && verdict === "declined")
            .length,
        }
      : null;
  return { letter: client.letter, gap: gap.points, trend };
}

type When = { surveyedAt: Date | null; today: string; timeZone: string };

function datesOf(account: Reviewed, pack: Pack, { surveyedAt, today, timeZone }: When) {
  const dayOf = (at: Date) => dayField(at, timeZone);
  return nextDates({
    today,
    nextRound: dayOf(nextRoundDue({ ...account, surveyedAt }, timeZone)),
    running: pack.running.map((one) => ({ ...one, closesOn: dayOf(one.closesAt) })),
    actions: pack.actions,
    cases: pack.cases.map((one) => ({ ...one, dueOn: dayOf(one.dueAt) })),
    meetings: pack.meetings,
    askAgainOn: pack.ask?.answer === "later" ? pack.ask.laterOn : null,
  });
}

/**
 * Keeps what a meeting wrote down, as a version of its own. Sent twice, it is kept once. Refuses `stale`, when somebody
 * wrote another version since this one was read.
 */
export async function saveReview(
  ctx: StaffCtx,
  accountId: string,
  written: ReviewNotes,
): Promise<Outcome<object>> {
  await requireReviewed(ctx, accountId);
  const saved = await insertReview(
    ctx.db,
    { ...written, accountId },
    {
      at: ctx.now,
      actor: ctx.actor.id,
      action: "account.reviewed",
      subjectType: "account",
      subjectId: accountId,
      detail: { heldOn: written.heldOn },
    },
  );
  if (saved || (await isKept(ctx, accountId, written))) return { ok: true };
  return refuse(
    "stale",
    "Somebody changed these notes since you opened them. Nothing was saved yet.",
  );
}

/** Whether the very same words became the version that these were to become. */
async function isKept(ctx: StaffCtx, accountId: string, written: ReviewNotes): Promise<boolean> {
  const present = await findMeeting(ctx.db, accountId, written.id);
  const fields = ["heldOn", "notes", "decisions", "actions"] as const;
  return (
    present?.version === written.version + 1 &&
    fields.every((field) => present[field] === written[field])
  );
}
