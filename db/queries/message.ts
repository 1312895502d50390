import { sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { message } from "../schema.ts";

export type MessageRow = typeof message.$inferSelect;
type NewMessage = typeof message.$inferInsert;

/** One mail to one person. The id names person and step, so that writing it twice sends it once. */
export type MessageIntent = Pick<NewMessage, "id" | "kind" | "recipient"> &
  Partial<Pick<NewMessage, "invitationId" | "staffId" | "roundId" | "data" | "sendAfter">>;

/** A queued message as a row, ready for any batch. `data` holds facts, never a link or a token. */
export const messageRow = (intent: MessageIntent, now: Date): NewMessage => ({
  invitationId: null,
  staffId: null,
  roundId: null,
  data: {},
  sendAfter: null,
  ...intent,
  status: "queued",
  createdAt: now,
});

/**
 * Adds messages, any number in one statement (for a batch of its caller's, or to be awaited by itself). A
 * message whose id is already there is left as it is.
 */
export const insertMessages = (db: Database, rows: NewMessage[]) => {
  const list = JSON.stringify(
    rows.map((row) => ({
      ...row,
      sendAfter: row.sendAfter?.getTime() ?? null,
      createdAt: row.createdAt.getTime(),
    })),
  );
  return db
    .insert(message)
    .select(
      sql`select value->>'id', value->>'kind', value->>'recipient', value->>'invitationId',
        value->>'staffId', value->>'roundId', value->'data', value->>'status', value->>'sendAfter',
        0, null, null, value->>'createdAt', null from json_each(${list}) where true`,
    )
    .onConflictDoNothing();
};
