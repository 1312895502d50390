import type { Trickle } from "#worker/domain/portfolio-launch/trickle-rules.ts";
import type { RoundKind } from "#worker/domain/round/schema.ts";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { account } from "./account.ts";
import { id, instant } from "./columns.ts";
import { round } from "./round.ts";

/** Many accounts asked together: a round each, opened as they become ready, their mail spread over days. */
export const portfolioLaunch = sqliteTable("portfolio_launch", {
  id: id(),
  name: text().notNull(),
  kind: text().$type<RoundKind>().notNull(),
  /** How many calendar days each round is open. */
  windowDays: integer().notNull(),
  /** Until when account managers are asked for their own grades. */
  gradeBy: instant().notNull(),
  trickle: text({ mode: "json" }).$type<Trickle>().notNull(),
  createdBy: text().notNull(),
  createdAt: instant().notNull(),
  /** Who launched last what was ready: the sweep acts in this person's name and reach. */
  startedBy: text(),
  startedAt: instant(),
  /** While set, no round opens and no invitation leaves. */
  stoppedAt: instant(),
  /** Names the last change, as in `round`. */
  changeId: text().notNull(),
  /** Why accounts are asked although people were lately or a level is left out; kept with each round it opens. */
  explanation: text(),
});

export const portfolioLaunchAccount = sqliteTable(
  "portfolio_launch_account",
  {
    launchId: text()
      .notNull()
      .references(() => portfolioLaunch.id),
    accountId: text()
      .notNull()
      .references(() => account.id),
    roundId: text()
      .notNull()
      .references(() => round.id),
    /** Set while the sweep is to launch this account's round. */
    queuedAt: instant(),
    /** When a launch was last refused by a gate. */
    refusedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.launchId, t.accountId] }),
    index("portfolio_launch_round").on(t.roundId),
    index("portfolio_launch_queued")
      .on(t.queuedAt)
      .where(sql`queued_at is not null`),
  ],
);
