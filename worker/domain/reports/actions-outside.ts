import { findReport } from "#db/queries/report.ts";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import type { Question } from "../questions/index.ts";
import { loadSettings } from "../setting/actions.ts";
import { closureOf, questionsAskedIn, roundOf } from "./actions-read.ts";
import { outsider, seenBy } from "./audience-rules.ts";
import type { Report } from "./schema.ts";

/**
 * A closed round's report for those outside, as a private link opens it: whoever holds the link, it shows what this
 * audience may see and no more. The caller has checked the link, or that its author reaches the round.
 */
export async function readReportOutside(
  ctx: Ctx,
  roundId: string,
  audience: "team" | "client",
): Promise<{ report: Report; asked: Question[] }> {
  const [found, settings, asked] = await Promise.all([
    findReport(ctx.db, "all", roundId),
    loadSettings(ctx),
    questionsAskedIn(ctx, roundId),
  ]);
  const report = found?.report;
  if (!found || !report) throw new AppError("not_found", "This round has no report.");
  const closed = { ...found, report };
  const stored = { figures: report.figures, senior: null, comments: [] };
  return {
    asked,
    report: {
      round: roundOf(closed, audience),
      earlyClosure: closureOf(closed, audience, settings.timeZone),
      ...seenBy(stored, outsider, audience),
    },
  };
}
