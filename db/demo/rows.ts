import { getTableColumns } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";

/** D1 takes 100 parameters a statement. */
const mostParameters = 100;

/** Inserts of any number of rows, as statements for one batch. */
export function inserts<Table extends SQLiteTable>(
  db: Database,
  table: Table,
  rows: Table["$inferInsert"][],
): BatchItem<"sqlite">[] {
  const atOnce = Math.floor(mostParameters / Object.keys(getTableColumns(table)).length);
  return Array.from({ length: Math.ceil(rows.length / atOnce) }, (_, i) =>
    db.insert(table).values(rows.slice(i * atOnce, (i + 1) * atOnce)),
  );
}

/** Runs statements as one batch; none is none. */
export async function runAll(db: Database, statements: BatchItem<"sqlite">[]): Promise<void> {
  const [first, ...rest] = statements;
  if (first) await db.batch([first, ...rest]);
}
