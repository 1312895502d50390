import type { Reach } from "#worker/domain/account/rules.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import type { Move } from "#worker/domain/reports/figures.ts";
import type { RoundKind } from "#worker/domain/round/schema.ts";
import { and, asc, between, inArray, sql, type Column, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { asGiven } from "../prepared.ts";
import { account, report, staff } from "../schema.ts";
import { orNever } from "./instant.ts";
import { accountWithin } from "./reach.ts";

/** When the account's last round that anybody answered was closed. */
export const lastSurveyedAt = sql`(select answered.closed_at from report as answered
  where answered.account_id = account.id and answered.completed > 0
  order by answered.closed_at desc limit 1)`.mapWith(orNever);

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

/** What a page about rounds shows of each; the figures are far longer. */
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
};

/** Years, both included, and the areas in whose order their means are wanted. */
type Wanted = { from: number; to: number; areas: readonly string[] };

const as = <T>(column: Column | SQL, letter: string) => sql<T>`${column}`.as(letter);

/**
 * Thousands of rows, which cross from one process to another as JSON: a letter names each column, and of an area goes
 * only its mean. All that is read stands in the index `report_year`, so that no figures are passed over.
 */
const packedReports = (db: Database, reach: Reach, { from, to, areas }: Wanted) => {
  const within = db.select({ id: account.id }).from(account).where(accountWithin(reach));
  const means = sql.join(
    areas.map((area) => sql`${`$."${area}".mean`}`),
    sql`, `,
  );
  return asGiven(
    db
      .select({
        a: as<string>(report.roundId, "a"),
        b: as<string>(report.accountId, "b"),
        c: as<RoundKind>(report.kind, "c"),
        d: as<number>(report.closedAt, "d"),
        e: as<number>(report.year, "e"),
        f: as<number>(report.invited, "f"),
        g: as<number>(report.completed, "g"),
        h: as<number | null>(report.clientPoints, "h"),
        i: as<number | null>(report.clientLow, "i"),
        j: as<number | null>(report.clientHigh, "j"),
        k: as<number | null>(report.graded, "k"),
        l: as<string>(report.missingTiers, "l"),
        m: as<number | null>(report.selfPoints, "m"),
        n: as<number | null>(report.gap, "n"),
        o: as<string | null>(report.managerId, "o"),
        p: as<string | null>(report.moves, "p"),
        q: as<string>(sql`json_extract(${report.areaMeans}, ${means})`, "q"),
      })
      .from(report)
      .where(
        and(
          between(report.year, from, to),
          reach === "all" ? undefined : inArray(report.accountId, within),
        ),
      ),
  );
};

type Packed = ReturnType<typeof packedReports>["_"]["result"][number];

function unpackReports(rows: Packed[]) {
  const means = JSON.parse(`[${rows.map(({ q }) => q).join(",")}]`) as (number | null)[][]; // -- As `packedReports` extracts them.
  return rows.map((row, at) => ({
    roundId: row.a,
    accountId: row.b,
    kind: row.c,
    closedAt: new Date(row.d),
    year: row.e,
    invited: row.f,
    completed: row.g,
    clientPoints: row.h,
    clientLow: row.i,
    clientHigh: row.j,
    graded: row.k,
    missingTiers: JSON.parse(row.l) as Tier[], // -- As a close writes it, like the moves.
    selfPoints: row.m,
    gap: row.n,
    managerId: row.o,
    moves: row.p === null ? null : (JSON.parse(row.p) as Move[]),
    /** Of each of the areas that were wanted; null where it was not rated. */
    areaMeans: means[at]!,
  }));
}

/** Every account within reach, the reports of these years on them, and the names of staff, in one call. */
export async function listPortfolio(db: Database, reach: Reach, wanted: Wanted) {
  const [accounts, reports, people] = await db.batch([
    accountsWithin(db, reach),
    packedReports(db, reach, wanted),
    db.select({ id: staff.id, name: staff.name }).from(staff).orderBy(asc(staff.name)),
  ]);
  return { accounts, reports: unpackReports(reports), staff: people };
}

/** The reports of these years on all accounts, and which accounts are within reach, in one call. */
export async function listComparable(db: Database, reach: Reach, wanted: Wanted) {
  const [reports, within] = await db.batch([
    packedReports(db, "all", wanted),
    db.select({ id: account.id }).from(account).where(accountWithin(reach)),
  ]);
  return { reports: unpackReports(reports), within: new Set(within.map(({ id }) => id)) };
}

export type PortfolioAccountRow = Awaited<ReturnType<typeof listPortfolio>>["accounts"][number];
export type PortfolioReportRow = Awaited<ReturnType<typeof listPortfolio>>["reports"][number];
