import type { Reach } from "#worker/domain/account/rules.ts";
import { and, asc, between, inArray, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, report, staff } from "../schema.ts";
import { accountWithin } from "./reach.ts";

/** When the account's last round that anybody answered was closed. */
const lastSurveyedAt = sql`(select answered.closed_at from report as answered
  where answered.account_id = account.id and answered.completed > 0
  order by answered.closed_at desc limit 1)`.mapWith((at: number): Date | null => new Date(at));

const accountsWithin = (db: Database, reach: Reach) =>
  db
    .select({
      id: account.id,
      name: account.name,
      managerId: account.accountManagerId,
      segment: account.segment,
      country: account.country,
      annualRevenue: account.annualRevenue,
      currency: account.currency,
      lastSurveyedAt,
    })
    .from(account)
    .where(accountWithin(reach))
    .orderBy(asc(account.name), asc(account.id));

/** The columns before the figures: a thousand accounts' worth of those would be too much to read. */
export const reportSummary = {
  roundId: report.roundId,
  accountId: report.accountId,
  kind: report.kind,
  closedAt: report.closedAt,
  year: report.year,
  invited: report.invited,
  completed: report.completed,
  clientPoints: report.clientPoints,
  clientLow: report.clientLow,
  clientHigh: report.clientHigh,
  graded: report.graded,
  missingTiers: report.missingTiers,
  selfPoints: report.selfPoints,
  gap: report.gap,
  managerId: report.managerId,
  moves: report.moves,
  areaMeans: report.areaMeans,
};

const reportsWithin = (db: Database, reach: Reach, years: { from: number; to: number }) => {
  const within = db.select({ id: account.id }).from(account).where(accountWithin(reach));
  return db
    .select(reportSummary)
    .from(report)
    .where(
      and(
        between(report.year, years.from, years.to),
        reach === "all" ? undefined : inArray(report.accountId, within),
      ),
    );
};

/** Every account within reach, the reports of these years on them, and the names of staff, in one call. */
export async function listPortfolio(
  db: Database,
  reach: Reach,
  years: { from: number; to: number },
) {
  const [accounts, reports, people] = await db.batch([
    accountsWithin(db, reach),
    reportsWithin(db, reach, years),
    db.select({ id: staff.id, name: staff.name }).from(staff).orderBy(asc(staff.name)),
  ]);
  return { accounts, reports, staff: people };
}

/** The reports of these years on all accounts, and which accounts are within reach, in one call. */
export async function listComparable(
  db: Database,
  reach: Reach,
  years: { from: number; to: number },
) {
  const [reports, within] = await db.batch([
    reportsWithin(db, "all", years),
    db.select({ id: account.id }).from(account).where(accountWithin(reach)),
  ]);
  return { reports, within: new Set(within.map(({ id }) => id)) };
}

export type PortfolioAccountRow = Awaited<ReturnType<typeof listPortfolio>>["accounts"][number];
export type PortfolioReportRow = Awaited<ReturnType<typeof listPortfolio>>["reports"][number];
