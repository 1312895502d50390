import { drizzle } from "drizzle-orm/d1";
import * as schema from "./schema.ts";

const open = (d1: D1Database) => drizzle(d1, { schema, casing: "snake_case" });
export type Database = ReturnType<typeof open>;

const connected = new WeakMap<D1Database, Database>();

/**
 * The one way to D1: column names are snake_case there, camelCase here. Made once for each binding: reading the
 * schema takes as long as a query.
 */
export function connect(d1: D1Database): Database {
  const known = connected.get(d1);
  if (known) return known;
  const database = open(d1);
  connected.set(d1, database);
  return database;
}
