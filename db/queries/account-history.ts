import type { Reach } from "#worker/domain/account/rules.ts";
import { and, desc, eq, inArray } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, accountManagement, report, reportArea, round, staff } from "../schema.ts";
import { reportSummary } from "./portfolio.ts";
import { accountWithin } from "./reach.ts";

/** How many rounds back a history goes. */
const mostRounds = 10;

/**
 * An account within reach with how the viewer stands to it, the summaries of its last rounds and what they said
 * of each area, the latest first: one call, at most 300 rows.
 */
export async function findAccountHistory(
  db: Database,
  reach: Reach,
  accountId: string,
  { viewerId, areas }: { viewerId: string; areas: readonly string[] },
) {
  const last = db
    .select({ roundId: report.roundId })
    .from(report)
    .where(eq(report.accountId, accountId))
    .orderBy(desc(report.closedAt))
    .limit(mostRounds);
  const [[found], rounds, areaRows] = await db.batch([
    db
      .select({
        id: account.id,
        name: account.name,
        accountManagerId: account.accountManagerId,
        lineManagerId: staff.lineManagerId,
        viewerManaged: accountManagement.staffId,
      })
      .from(account)
      .leftJoin(staff, eq(staff.id, account.accountManagerId))
      .leftJoin(
        accountManagement,
        and(eq(accountManagement.accountId, account.id), eq(accountManagement.staffId, viewerId)),
      )
      .where(and(eq(account.id, accountId), accountWithin(reach))),
    db
      .select({ ...reportSummary, name: round.name, confidentiality: round.confidentiality })
      .from(report)
      .innerJoin(round, eq(round.id, report.roundId))
      .where(eq(report.accountId, accountId))
      .orderBy(desc(report.closedAt))
      .limit(mostRounds),
    db
      .select()
      .from(reportArea)
      .where(
        and(
          inArray(reportArea.roundId, last),
          inArray(reportArea.area, [...areas]),
          eq(reportArea.tier, "all"),
        ),
      ),
  ]);
  return found && { account: found, rounds, areas: areaRows };
}

export type HistoryRound = NonNullable<
  Awaited<ReturnType<typeof findAccountHistory>>
>["rounds"][number];
