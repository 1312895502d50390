import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id } from "./columns.ts";

/**
 * What became of something that has to stay so although the database be brought back from before: whom we may mail no
 * more, which links are void, who of ours has access. Triggers write it, and each sweep takes it to the store outside.
 * D1 counts their rows among a statement's changes: whether a change of these tables won is "more than none".
 */
export const ledgerEntry = sqliteTable("ledger_entry", {
  /** Kind and id, `opt-out/HASH`: what is written later takes the place of what was before. */
  id: id(),
  state: text({ mode: "json" }).$type<Record<string, string | number | null>>().notNull(),
});
