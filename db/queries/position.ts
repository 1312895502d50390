import { sql, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

/** The sort key of a line in a list, and its id; an instant in milliseconds. */
export type Position = readonly [key: string | number, id: string];
type Order = [key: SQLiteColumn | SQL, id: SQLiteColumn];

/** What comes after a line in a list that rises by these columns; all of it without a line. */
export const risingFrom = ([key, id]: Order, line: Position | undefined): SQL | undefined =>
  line && sql`(${key}, ${id}) > (${line[0]}, ${line[1]})`;

/** The same of a list that falls. */
export const fallingFrom = ([key, id]: Order, line: Position | undefined): SQL | undefined =>
  line && sql`(${key}, ${id}) < (${line[0]}, ${line[1]})`;
