import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";

/**
 * Whom we have erased, by a keyed hash of the address: enough to erase them again in a database that was brought
 * back from before. The same list is kept outside of the database.
 */
export const erasure = sqliteTable("erasure", {
  addressHash: id(),
  kind: text({ enum: ["contact", "staff"] }).notNull(),
  at: instant().notNull(),
  by: text().notNull(),
});

/** The instant of the last sweep. The same is kept outside of the database: there it is later only after a restore. */
export const sweepMark = sqliteTable("sweep_mark", { id: id(), at: instant().notNull() });
