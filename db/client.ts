import { drizzle } from "drizzle-orm/d1";
import { patient } from "./patience.ts";

/** D1 itself, or a session of it. */
type Source = Pick<D1Database, "prepare" | "batch">;

const open = (d1: Source, repeatable = false) =>
  drizzle(patient(d1, { repeatable }), { casing: "snake_case" });
export type Database = ReturnType<typeof open>;

const connected = new WeakMap<Source, Database>();
const sources = new WeakMap<Database, Source>();
const twins = new WeakMap<Database, Database>();

/**
 * The one way to D1: column names are snake_case there, camelCase here. Made once for each binding. It is not given the
 * tables: nothing is asked along relations, and whoever opens a survey would wait until all of them are gone through.
 */
export function connect(d1: Source): Database {
  const known = connected.get(d1);
  if (known) return known;
  const database = open(d1);
  connected.set(d1, database);
  sources.set(database, d1);
  return database;
}

/**
 * The same database for a batch that may run twice: each statement is conditional, so that a second run changes
 * nothing, and whoever reads the result can tell their own write from another's.
 */
export function repeatable(db: Database): Database {
  const known = twins.get(db);
  if (known) return known;
  const twin = open(sources.get(db)!, true);
  twins.set(db, twin);
  return twin;
}
