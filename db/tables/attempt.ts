import { index, integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";

/** How often something was tried since the first try of a while: the key is a keyed hash, never an address. */
export const attempt = sqliteTable(
  "attempt",
  { id: id(), count: integer().notNull(), until: instant().notNull() },
  (t) => [index("attempt_until").on(t.until)],
);
