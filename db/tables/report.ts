import type { Tier } from "#worker/domain/contact/schema.ts";
import type { AreaMeans, Move, ReportFigures } from "#worker/domain/reports/figures.ts";
import type { RoundKind } from "#worker/domain/round/schema.ts";
import type { Answers } from "#worker/domain/survey/schema.ts";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";
import { account } from "./account.ts";
import { round } from "./round.ts";

export const response = sqliteTable(
  "response",
  {
    roundId: text()
      .notNull()
      .references(() => round.id),
    id: text().notNull(),
    tier: text().$type<Tier>().notNull(),
    answers: text({ mode: "json" }).$type<Answers>().notNull(),
    revision: integer(),
    submittedAt: instant(),
    /** The recorded conversation that its contact confirmed as this response; null when sent by link. */
    conversationId: text(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.id] })],
);

export const report = sqliteTable(
  "report",
  {
    roundId: id().references(() => round.id),
    accountId: text()
      .notNull()
      .references(() => account.id),
    kind: text().$type<RoundKind>().notNull(),
    /** Version of the method that made the figures. */
    method: integer().notNull(),
    closedAt: instant().notNull(),
    /** Calendar year of the close in the supplier's time zone. */
    year: integer().notNull(),
    invited: integer().notNull(),
    completed: integer().notNull(),
    clientPoints: real(),
    selfPoints: integer(),
    gap: real(),
    /** Who managed the account at the close. */
    managerId: text(),
    /** How many grades stand behind `clientPoints`, and its 95 % interval. */
    graded: integer(),
    clientLow: real(),
    clientHigh: real(),
    missingTiers: text({ mode: "json" })
      .$type<Tier[]>()
      .notNull()
      .default(sql`'[]'`),
    /** Changes that hold when all are judged together; null when there was nothing to compare with. */
    moves: text({ mode: "json" }).$type<Move[]>(),
    areaMeans: text({ mode: "json" })
      .$type<AreaMeans>()
      .notNull()
      .default(sql`'{}'`),
    /** Last, for it is by far the longest: what reads only the columns before never loads it. */
    figures: text({ mode: "json" }).$type<ReportFigures>().notNull(),
  },
  (t) => [
    index("report_account").on(t.accountId, t.closedAt),
    // When an account was last surveyed is asked for all accounts at once, and a report is a long row to look into.
    index("report_answered")
      .on(t.accountId, t.closedAt, t.completed)
      .where(sql`completed > 0`),
    // All that the portfolio reads of thousands of reports, apart from their figures.
    index("report_year").on(
      t.year,
      t.accountId,
      t.roundId,
      t.kind,
      t.closedAt,
      t.invited,
      t.completed,
      t.clientPoints,
      t.clientLow,
      t.clientHigh,
      t.graded,
      t.missingTiers,
      t.selfPoints,
      t.gap,
      t.managerId,
      t.moves,
      t.areaMeans,
    ),
  ],
);

export const reportArea = sqliteTable(
  "report_area",
  {
    roundId: text()
      .notNull()
      .references(() => round.id),
    area: text().notNull(),
    tier: text().$type<Tier | "all">().notNull(),
    mean: real(),
    low: real(),
    high: real(),
    n: integer().notNull(),
    invited: integer().notNull(),
    favourable: real(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.area, t.tier] })],
);

export const reportComment = sqliteTable(
  "report_comment",
  {
    roundId: text()
      .notNull()
      .references(() => round.id),
    questionKey: text().notNull(),
    position: integer().notNull(),
    tier: text().$type<Tier>().notNull(),
    text: text().notNull(),
    contactId: text(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.questionKey, t.position] })],
);
