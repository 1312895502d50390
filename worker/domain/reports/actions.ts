import {
  findRoundToReport,
  findSeniorResponse,
  listInvitedCounts,
  listKnownCounts,
  listPinnedQuestionnaires,
  listRespondents,
  listResponses,
  type ReportAreaRow,
  type ReportCommentRow,
  type ReportRow,
} from "#db/queries/report.ts";
import { TZDate } from "@date-fns/tz";
import { getYear } from "date-fns";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import type { Tier } from "../contact/schema.ts";
import { loadSettings } from "../setting/actions.ts";
import { anonymousComments, namedComments } from "./comment-rules.ts";
import type { Figures, ReportFigures } from "./figures.ts";
import { firewalledKeys } from "./audience-rules.ts";
import { pointsOf } from "./grade-rules.ts";
import { eachTier, mergedGroups, smallestGroup } from "./group-rules.ts";
import { composeFigures, type ReportContext } from "./report-rules.ts";
import {
  addResponse,
  isGrade,
  questionsAcross,
  questionsIn,
  startTally,
  type RoundTally,
} from "./tally-rules.ts";

/** The rows of a round's report: one of figures, one for each area and tier, one for each comment. */
export type ReportRows = {
  report: ReportRow;
  areas: ReportAreaRow[];
  comments: ReportCommentRow[];
};

/** The way the figures are made; raised when a formula changes, so that old reports say how they were made. */
const method = 1;
const pageSize = 500;

type Found = NonNullable<Awaited<ReturnType<typeof findRoundToReport>>>;

/**
 * Computes the report of a round that closes at `closedAt`, without storing anything: the caller writes all
 * rows in the batch that closes the round. Formulas: the `*-rules.ts` files beside this one.
 */
export async function buildReport(ctx: Ctx, roundId: string, closedAt: Date): Promise<ReportRows> {
  const found = await findRoundToReport(ctx.db, roundId);
  if (!found) throw new AppError("not_found", "There is no such round.");
  const context = await reportContext(ctx, found);
  const tally = await tallyResponses(ctx, roundId, context);
  const named = found.round.confidentiality === "named";
  const groups = mergedGroups(completedByTier(tally));
  const full = named ? composeFigures(context, tally, eachTier, 0) : null;
  const floored = composeFigures(context, tally, groups, smallestGroup);
  const figures: ReportFigures = {
    full,
    floored,
    self: selfIn(found),
    senior: named ? await seniorIn(ctx, roundId) : null,
    firewalled: firewalledKeys(context.questionnaires),
    wordings: Object.fromEntries(
      questionsAcross(context.questionnaires).map(({ key, wording }) => [key, wording]),
    ),
  };
  const grouped = groups.map((group) => ({ ...group, completed: completedIn(tally, group.tiers) }));
  return {
    report: await reportRow(ctx, found, closedAt, figures),
    areas: areaRows(roundId, full ?? floored),
    comments: named
      ? namedComments(roundId, tally.comments, await writersOf(ctx, roundId))
      : anonymousComments(roundId, tally.comments, grouped, () => ctx.random()),
  };
}

async function reportContext(ctx: Ctx, { round, selfGrade }: Found): Promise<ReportContext> {
  const [pinned, invited, known] = await Promise.all([
    listPinnedQuestionnaires(ctx.db, round.id),
    listInvitedCounts(ctx.db, round.id),
    listKnownCounts(ctx.db, round.accountId),
  ]);
  return {
    questionnaires: Object.fromEntries(pinned.map((row) => [row.tier, row.questionnaire])),
    invited,
    known: Object.fromEntries(known.map((row) => [row.tier, row.count])),
    self: selfGrade && { points: pointsOf(selfGrade.grade), predicted: selfGrade.predicted },
  };
}

async function tallyResponses(
  ctx: Ctx,
  roundId: string,
  { questionnaires }: ReportContext,
): Promise<RoundTally> {
  const tally = startTally(questionnaires);
  for (let after = ""; ;) {
    const page = await listResponses(ctx.db, roundId, after, pageSize);
    for (const response of page)
      addResponse(tally, questionsIn(questionnaires[response.tier]), response);
    if (page.length < pageSize) return tally;
    after = page.at(-1)!.id;
  }
}

const completedIn = (tally: RoundTally, group: Tier[]) =>
  group.reduce((sum, tier) => sum + tally.tiers[tier].completed, 0);

const completedByTier = (tally: RoundTally): Record<Tier, number> => ({
  user: completedIn(tally, ["user"]),
  manager: completedIn(tally, ["manager"]),
  board: completedIn(tally, ["board"]),
});

const selfIn = ({ selfGrade }: Found): ReportFigures["self"] =>
  selfGrade && { points: pointsOf(selfGrade.grade), letter: selfGrade.grade };

async function seniorIn(ctx: Ctx, roundId: string): Promise<ReportFigures["senior"]> {
  const senior = await findSeniorResponse(ctx.db, roundId);
  const letter = senior?.answers["overall-grade"];
  return senior && isGrade(letter) ? { contactId: senior.contactId, letter } : null;
}

const writersOf = async (ctx: Ctx, roundId: string): Promise<Map<string, string>> =>
  new Map(
    (await listRespondents(ctx.db, roundId)).map((row) => [row.responseId, row.contactId] as const),
  );

async function reportRow(
  ctx: Ctx,
  { round }: Found,
  closedAt: Date,
  figures: ReportFigures,
): Promise<ReportRow> {
  const { timeZone } = await loadSettings(ctx);
  const { response, grade, gap } = figures.full ?? figures.floored;
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
    figures,
  };
}

/** The areas once more as rows, so that the portfolio can be queried; a withheld figure is null with n 0. */
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
