import {
  findSeniorResponse,
  listRespondents,
  type ReportAreaRow,
  type ReportCommentRow,
  type ReportRow,
} from "#db/queries/report.ts";
import { listAskedActions } from "#db/queries/verification.ts";
import { TZDate } from "@date-fns/tz";
import { getYear } from "date-fns";
import type { Ctx } from "../../context.ts";
import type { Tier } from "../contact/schema.ts";
import { loadSettings } from "../setting/actions.ts";
import { loadContext, requireRound, tallyResponses, type RoundToReport } from "./actions-tally.ts";
import { addTrends } from "./actions-trend.ts";
import { firewalledKeys } from "./audience-rules.ts";
import { anonymousComments, namedComments } from "./comment-rules.ts";
import type { Figures, ReportFigures, Verification } from "./figures.ts";
import { heardOn, invitedIn, type Frame } from "./frame-rules.ts";
import { eachTier, mergedGroups, type Group } from "./group-rules.ts";
import { composeFigures } from "./report-rules.ts";
import { summaryOf } from "./summary-rules.ts";
import { actionsAskedIn, verificationsIn, type AskedAction } from "./verification-rules.ts";
import { completedByTier, isGrade, questionsAcross, type Questionnaires } from "./tally-rules.ts";

/** The rows of a round's report: one of figures, one for each area and tier, one for each comment. */
export type ReportRows = {
  report: ReportRow;
  areas: ReportAreaRow[];
  comments: ReportCommentRow[];
  verifications: Verification[];
};

/** The way the figures are made; raised when a formula changes, so that old reports say how they were made. */
const method = 2;

/**
 * Computes the report of a round that closes at `closedAt`, without storing anything: the caller writes all
 * rows in the batch that closes the round. Formulas: the `*-rules.ts` files beside this one.
 */
export async function buildReport(ctx: Ctx, roundId: string, closedAt: Date): Promise<ReportRows> {
  const found = await requireRound(ctx, roundId);
  const named = found.round.confidentiality === "named";
  const context = await loadContext(ctx, found);
  const tally = await tallyResponses(ctx, found.round, context.questionnaires);
  const isAsked = (tier: Tier) => invitedIn(context, [tier]) > 0;
  const { groupSize } = found.round;
  const groups = mergedGroups(completedByTier(tally), isAsked, groupSize);
  const { full, floored } = await addTrends(ctx, found, closedAt, context, {
    full: named ? composeFigures(context, tally, eachTier, 0) : null,
    floored: composeFigures(context, tally, groups, groupSize),
  });
  const asked = await loadAskedActions(ctx, found, context.questionnaires);
  const frame = { ...context, tally, groups, floor: named ? 0 : groupSize };
  const verifications = verificationsIn(frame, full ?? floored, asked);
  const { selfGrade } = found;
  const questions = questionsAcross(context.questionnaires);
  const figures: ReportFigures = {
    full,
    floored,
    self: selfGrade && { points: context.self!.points, letter: selfGrade.grade },
    senior: named ? await seniorIn(ctx, roundId) : null,
    verifications,
    firewalled: firewalledKeys(context.questionnaires),
    wordings: Object.fromEntries(questions.map(({ key, wording }) => [key, wording])),
  };
  return {
    report: await reportRow(ctx, found, closedAt, figures),
    areas: areaRows(roundId, full ?? floored),
    comments: named
      ? namedComments(roundId, tally.comments, await writersOf(ctx, roundId))
      : anonymous(ctx, found.round, frame),
    verifications,
  };
}

async function loadAskedActions(
  ctx: Ctx,
  { round }: RoundToReport,
  questionnaires: Questionnaires,
): Promise<AskedAction[]> {
  const ids = actionsAskedIn(questionnaires);
  return ids.length === 0 ? [] : listAskedActions(ctx.db, round.accountId, ids);
}

async function seniorIn(ctx: Ctx, roundId: string): Promise<ReportFigures["senior"]> {
  const senior = await findSeniorResponse(ctx.db, roundId);
  const letter = senior?.answers["overall-grade"];
  return senior && isGrade(letter) ? { contactId: senior.contactId, letter } : null;
}

async function writersOf(ctx: Ctx, roundId: string): Promise<Map<string, string>> {
  const respondents = await listRespondents(ctx.db, roundId);
  return new Map(respondents.map((row) => [row.responseId, row.contactId]));
}

function anonymous(
  ctx: Ctx,
  { id, commentGroupSize: smallest }: RoundToReport["round"],
  frame: Frame,
) {
  const heard = ({ tiers }: Group, key: string) => heardOn(frame, tiers, key);
  const { groups, tally } = frame;
  return anonymousComments(id, tally.comments, { groups, smallest, heard }, () => ctx.random());
}

async function reportRow(
  ctx: Ctx,
  { round, managerId }: RoundToReport,
  closedAt: Date,
  figures: ReportFigures,
): Promise<ReportRow> {
  const { timeZone } = await loadSettings(ctx);
  const shown = figures.full ?? figures.floored;
  const { response, grade, gap } = shown;
  return {
    roundId: round.id,
    accountId: round.accountId,
    kind: round.kind,
    method,
    closedAt,
    year: getYear(new TZDate(closedAt, timeZone)),
    invited: response.invited,
    completed: response.completed,
    clientPoints: grade.points,
    selfPoints: figures.self?.points ?? null,
    gap: gap?.points ?? null,
    managerId,
    ...summaryOf(shown),
    figures,
  };
}

/** The areas once more as rows, so that they can be queried; a withheld figure is null with n 0. */
const areaRows = (roundId: string, { areas }: Figures): ReportAreaRow[] =>
  areas.flatMap(({ key, mean, low, high, n, invited, favourable, byTier }) => [
    { roundId, area: key, tier: "all" as const, mean, low, high, n: n ?? 0, invited, favourable },
    ...Object.entries(byTier).map(([tier, cell]) => ({
      roundId,
      area: key,
      tier: tier as Tier,
      mean: cell.mean,
      low: null,
      high: null,
      n: cell.n ?? 0,
      invited: cell.invited,
      favourable: cell.favourable,
    })),
  ]);
