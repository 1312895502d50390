import type { Answers, Questionnaire } from "#worker/domain/survey/schema.ts";
import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
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
  },
  (t) => [index("conversation_account").on(t.accountId, t.heldOn)],
);
