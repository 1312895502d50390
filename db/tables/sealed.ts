import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";
import { round } from "./round.ts";

/** One answer to a confidential round, until it closes. The id is random and nobody's. */
export const sealedResponse = sqliteTable(
  "sealed_response",
  {
    roundId: text()
      .notNull()
      .references(() => round.id),
    id: text().notNull(),
    /** Answers and tier, padded and encrypted to the round's public key; base64url. */
    sealed: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.id] })],
);

/**
 * Of a round that has closed, the hashes of the ids under which its answers lay; nothing of the answers. Only the page
 * that sent some can work its own out: should it ask again after the close, it is told the truth. Kept for a week.
 */
export const sealedReceipt = sqliteTable("sealed_receipt", {
  roundId: id().references(() => round.id),
  hashes: text({ mode: "json" }).$type<string[]>().notNull(),
  keptUntil: instant().notNull(),
});
