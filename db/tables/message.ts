import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";

export const message = sqliteTable(
  "message",
  {
    id: id(),
    kind: text().notNull(),
    recipient: text().notNull(),
    invitationId: text(),
    staffId: text(),
    roundId: text(),
    data: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    status: text({ enum: ["queued", "sent", "failed", "cancelled"] }).notNull(),
    sendAfter: instant(),
    attempts: integer().notNull().default(0),
    lastError: text(),
    providerId: text(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    /** What the provider reported of a sent mail; what stands further down the list outdoes what came before. */
    delivery: text({
      enum: ["soft_bounced", "failed", "delivered", "suppressed", "bounced", "complained"],
    }),
    /** With which others it is handed over in one request, every time it is tried. */
    batchId: text(),
  },
  (t) => [
    index("message_created").on(t.createdAt, t.id),
    // By when it may leave first: in a season thousands wait for their hour.
    index("message_waiting")
      .on(t.sendAfter, t.createdAt)
      .where(sql`status = 'queued'`),
    index("message_failed")
      .on(t.createdAt, t.id)
      .where(sql`status = 'failed'`),
    // A receipt is written with every submission and never looked for: the busiest write pays no index.
    index("message_invitation")
      .on(t.invitationId)
      .where(sql`kind <> 'receipt'`),
  ],
);
