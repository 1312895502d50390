import type { ReferenceAnswer } from "#worker/domain/reference/schema.ts";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { account, contact } from "./account.ts";
import { id, instant } from "./columns.ts";
import { round } from "./round.ts";

/** One time that somebody at a client was asked to speak for us, and what they said. */
export const referenceAsk = sqliteTable(
  "reference_ask",
  {
    id: id(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    contactId: text()
      .notNull()
      .references(() => contact.id),
    /** The round whose grade gave reason to ask. */
    roundId: text()
      .notNull()
      .references(() => round.id),
    text: text().notNull(),
    /** SHA-256 of the token that opens this person's opt-out page. */
    optOutHash: text().notNull(),
    askedBy: text().notNull(),
    askedAt: instant().notNull(),
    /** Null: no answer yet. */
    answer: text().$type<ReferenceAnswer>(),
    /** `later`: the calendar day from which on they may be asked again. */
    laterOn: text(),
    note: text(),
    answeredAt: instant(),
    answeredBy: text(),
    version: integer().notNull(),
  },
  (t) => [
    index("reference_ask_account").on(t.accountId, t.askedAt),
    uniqueIndex("reference_ask_opt_out").on(t.optOutHash),
  ],
);
