import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";

/** What the provider has reported, by the id under which it repeats a report until we have taken it. */
export const mailEvent = sqliteTable("mail_event", {
  id: id(),
  messageId: text().notNull(),
  type: text().notNull(),
  at: instant().notNull(),
});

/** Addresses that get no more mail from us because of what the provider reported. */
export const suppression = sqliteTable("suppression", {
  addressHash: id(),
  reason: text({ enum: ["bounced", "complained"] }).notNull(),
  createdAt: instant().notNull(),
});
