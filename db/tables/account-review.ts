import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { account } from "./account.ts";
import { instant } from "./columns.ts";

/** What one of our own meetings about an account wrote down. A change adds a version; none is ever written over. */
export const accountReview = sqliteTable(
  "account_review",
  {
    id: text().notNull(),
    version: integer().notNull(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    /** The day of the meeting, `2026-04-01`. */
    heldOn: text().notNull(),
    notes: text().notNull(),
    decisions: text().notNull(),
    actions: text().notNull(),
    writtenBy: text().notNull(),
    writtenAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.version] }),
    index("account_review_account").on(t.accountId, t.heldOn),
  ],
);
