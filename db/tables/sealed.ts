import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
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
