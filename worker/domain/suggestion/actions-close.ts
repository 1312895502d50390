import { listUnresolved, type SuggestionRow } from "#db/queries/suggestion.ts";
import type { Ctx } from "../../context.ts";
import { loadQuestionnaires } from "../reports/actions-tally.ts";
import type { ReportRows } from "../reports/actions.ts";
import { questionsAcross } from "../reports/tally-rules.ts";
import { suggestionsFrom } from "./rules.ts";

/** What a report gives reason to do, as rows for the batch that closes its round. The same for the same round. */
export async function prepareSuggestions(
  ctx: Ctx,
  { report, comments, verifications }: ReportRows,
): Promise<SuggestionRow[]> {
  const { roundId, accountId, figures, closedAt } = report;
  const [questionnaires, cases] = await Promise.all([
    loadQuestionnaires(ctx, roundId),
    listUnresolved(ctx.db, roundId),
  ]);
  const suggested = suggestionsFrom({
    figures: figures.full ?? figures.floored,
    asked: questionsAcross(questionnaires),
    firewalled: figures.firewalled,
    comments,
    cases,
    verifications,
  });
  return Promise.all(
    suggested.map(async (one) => ({
      ...one,
      id: (await ctx.tokens.hash(`suggestion|${roundId}|${one.kind}|${one.subject}`)).slice(0, 22),
      accountId,
      roundId,
      status: "open" as const,
      decidedBy: null,
      decidedAt: null,
      reason: null,
      actionId: null,
      createdAt: closedAt,
    })),
  );
}
