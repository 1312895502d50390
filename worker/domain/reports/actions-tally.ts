import {
  findRoundToReport,
  listInvitedCounts,
  listKnownCounts,
  listPinnedQuestionnaires,
} from "#db/queries/report.ts";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { openResponses } from "./actions-open.ts";
import { pointsOf } from "./grade-rules.ts";
import type { ReportContext } from "./frame-rules.ts";
import {
  addResponse,
  questionsIn,
  startTally,
  type Questionnaires,
  type RoundTally,
} from "./tally-rules.ts";

export type RoundToReport = NonNullable<Awaited<ReturnType<typeof findRoundToReport>>>;

/** The round with all that its report needs to know of it. */
export async function requireRound(ctx: Ctx, roundId: string): Promise<RoundToReport> {
  const found = await findRoundToReport(ctx.db, roundId);
  if (!found) throw new AppError("not_found", "There is no such round.");
  return found;
}

/** What the figures of a round need besides its answers. */
export async function loadContext(
  ctx: Ctx,
  { round, selfGrade }: RoundToReport,
): Promise<ReportContext> {
  const [questionnaires, invited, known] = await Promise.all([
    loadQuestionnaires(ctx, round.id),
    listInvitedCounts(ctx.db, round.id),
    listKnownCounts(ctx.db, round.accountId),
  ]);
  return {
    questionnaires,
    invited,
    known: Object.fromEntries(known.map((row) => [row.tier, row.count])),
    self: selfGrade && { points: pointsOf(selfGrade.grade), predicted: selfGrade.predicted },
  };
}

/** What each tier was asked, as it was pinned at launch. */
export async function loadQuestionnaires(ctx: Ctx, roundId: string): Promise<Questionnaires> {
  return byTier(await listPinnedQuestionnaires(ctx.db, roundId));
}

/** What was pinned, from rows. */
export const byTier = (
  pinned: Awaited<ReturnType<typeof listPinnedQuestionnaires>>,
): Questionnaires => Object.fromEntries(pinned.map((row) => [row.tier, row.questionnaire]));

/** Counts a round's responses page by page, so that its size does not matter. */
export async function tallyResponses(
  ctx: Ctx,
  round: RoundToReport["round"],
  questionnaires: Questionnaires,
): Promise<RoundTally> {
  const tally = startTally(questionnaires);
  for await (const page of openResponses(ctx, round))
    for (const response of page)
      addResponse(tally, questionsIn(questionnaires[response.tier]), response);
  return tally;
}
