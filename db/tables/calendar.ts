import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { instant } from "./columns.ts";
import { staff } from "./staff.ts";

/** The private link to one person's dates. It is derived; a new version voids the one before. */
export const calendarLink = sqliteTable(
  "calendar_link",
  {
    staffId: text()
      .primaryKey()
      .references(() => staff.id),
    tokenHash: text().notNull(),
    version: integer().notNull(),
    createdAt: instant().notNull(),
    revokedAt: instant(),
  },
  (t) => [uniqueIndex("calendar_link_token").on(t.tokenHash)],
);
