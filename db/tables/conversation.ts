import type { Answers, Questionnaire } from "#worker/domain/survey/schema.ts";
import { index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";
import { account, contact } from "./account.ts";

export const conversation = sqliteTable(
  "conversation",
  {
    id: id(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    contactId: text()
      .notNull()
      .references(() => contact.id),
    recordedBy: text().notNull(),
    recordedAt: instant().notNull(),
    /** The day it was held, `2026-04-01`. */
    heldOn: text().notNull(),
    /** What was asked, as it was put. */
    questionnaire: text({ mode: "json" }).$type<Questionnaire>().notNull(),
    answers: text({ mode: "json" }).$type<Answers>().notNull(),
    /** SHA-256 of the token of the contact's page, and of the one that stops all mail. */
    tokenHash: text().notNull(),
    optOutHash: text().notNull(),
    mailedAt: instant(),
    confirmedAt: instant(),
    /** The record as the contact confirmed it, corrections included. */
    confirmedAnswers: text({ mode: "json" }).$type<Answers>(),
    /** The round that was open then, if the confirmed record became the contact's response in it. */
    roundId: text(),
  },
  (t) => [
    index("conversation_account").on(t.accountId, t.heldOn),
    uniqueIndex("conversation_token").on(t.tokenHash),
    uniqueIndex("conversation_opt_out").on(t.optOutHash),
  ],
);
