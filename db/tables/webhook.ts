import type { WebhookEventType } from "#worker/domain/webhook/schema.ts";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";

/** Another system that is told of what happens here. Its signing secret is derived, never stored. */
export const webhookEndpoint = sqliteTable("webhook_endpoint", {
  id: id(),
  url: text().notNull(),
  events: text({ mode: "json" }).$type<WebhookEventType[]>().notNull(),
  status: text({ enum: ["active", "paused"] }).notNull(),
  /** Which of its secrets signs; the one before signs as well for a while after `rotatedAt`. */
  secretVersion: integer().notNull(),
  rotatedAt: instant(),
  /** Since when nothing has been taken; null while all is well. */
  failingSince: instant(),
  createdBy: text().notNull(),
  createdAt: instant().notNull(),
});

/** One event for one endpoint. It never holds a name, an answer or a comment. */
export const webhookDelivery = sqliteTable(
  "webhook_delivery",
  {
    endpointId: text()
      .notNull()
      .references(() => webhookEndpoint.id),
    /** Derived from what happened: whoever tells it again finds it there, and every try carries it. */
    eventId: text().notNull(),
    type: text().$type<WebhookEventType>().notNull(),
    data: text({ mode: "json" }).$type<Record<string, string | number>>().notNull(),
    status: text({ enum: ["waiting", "delivered", "failed"] }).notNull(),
    attempts: integer().notNull(),
    /** When it is tried next. */
    sendAfter: instant().notNull(),
    createdAt: instant().notNull(),
    triedAt: instant(),
    /** The last answer: its HTTP status, or why there was none. */
    answer: text(),
  },
  (t) => [
    primaryKey({ columns: [t.endpointId, t.eventId] }),
    index("webhook_log").on(t.endpointId, t.createdAt),
    index("webhook_waiting")
      .on(t.sendAfter)
      .where(sql`status = 'waiting'`),
  ],
);
