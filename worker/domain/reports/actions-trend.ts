import { findPreviousReport } from "#db/queries/report.ts";
import type { Ctx } from "../../context.ts";
import { loadContext, requireRound, tallyResponses, type RoundToReport } from "./actions-tally.ts";
import type { Figures } from "./figures.ts";
import { eachTier } from "./group-rules.ts";
import type { ReportContext } from "./frame-rules.ts";
import { composeFigures } from "./report-rules.ts";
import { completedIn } from "./tally-rules.ts";
import { askedDifferently, inCommon, withTrends } from "./trend-rules.ts";

type Both = { full: Figures | null; floored: Figures };
type Round = RoundToReport["round"];
type Previous = NonNullable<Awaited<ReturnType<typeof findPreviousReport>>>;

/**
 * Adds what changed since the account's previous closed round of the same kind. Where the two asked different
 * questions, both are counted again over those they share; that takes the answers of two named rounds.
 */
export async function addTrends(
  ctx: Ctx,
  { round }: RoundToReport,
  closedAt: Date,
  context: ReportContext,
  { full, floored }: Both,
): Promise<Both> {
  const previous = await findPreviousReport(ctx.db, round.accountId, round.kind, closedAt);
  if (!previous) return { full, floored };
  const before = previous.figures;
  const recount =
    full && before.full && askedDifferently(full, before.full)
      ? await recountBoth(ctx, round, context, previous)
      : null;
  return {
    full:
      full &&
      withTrends(full, recount?.now ?? full, recount?.before ?? before.full ?? before.floored),
    floored: withTrends(floored, floored, before.floored),
  };
}

/** Null when answers of the previous round were erased since: its stored figures are then all there is. */
async function recountBoth(ctx: Ctx, round: Round, context: ReportContext, previous: Previous) {
  const found = await requireRound(ctx, previous.roundId);
  const others = await loadContext(ctx, found);
  const recount = async (of: Round, own: ReportContext, other: ReportContext) => {
    const questionnaires = inCommon(own.questionnaires, other.questionnaires);
    const tally = await tallyResponses(ctx, of, questionnaires);
    const figures = composeFigures({ ...own, questionnaires }, tally, eachTier, 0);
    return { figures, completed: completedIn(tally) };
  };
  const before = await recount(found.round, others, context);
  if (before.completed !== previous.completed) return null;
  const now = await recount(round, context, others);
  return { now: now.figures, before: before.figures };
}
