import { fillPlaceholders, type Query } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { Database } from "./client.ts";

/** Something made once for each database: building a statement takes about as long as running it. */
export function once<Made>(make: (db: Database) => Made): (db: Database) => Made {
  const known = new WeakMap<Database, Made>();
  return (db) => {
    const before = known.get(db);
    if (before !== undefined) return before;
    const made = make(db);
    known.set(db, made);
    return made;
  };
}

type Prepared = { getQuery(): Query; stmt: D1PreparedStatement };
type Write = { prepare(): unknown };

/**
 * A write for batches that is built once, with placeholders, and given its values each time. Drizzle itself fills
 * placeholders only in what runs by itself.
 */
export function write(make: (db: Database) => Write) {
  const built = once((db) => {
    const prepared = make(db).prepare() as Prepared; // -- What drizzle's D1 session makes.
    return { stmt: prepared.stmt, query: prepared.getQuery() };
  });
  return (db: Database, values: Record<string, unknown>) => {
    const { stmt, ...prepared } = built(db);
    const query = { ...prepared.query, params: fillPlaceholders(prepared.query.params, values) };
    const filled = { stmt, getQuery: () => query, mapResult: (result: D1Result) => result };
    return { _prepare: () => filled } as unknown as RunnableQuery<D1Result, "sqlite">; // -- All that drizzle's batch calls.
  };
}

/**
 * A selection for batches whose rows are handed on as D1 gives them: where they are thousands, reading them column by
 * column would take longer than the database does.
 */
export function asGiven<Row>(query: PromiseLike<Row[]> & Write): RunnableQuery<Row[], "sqlite"> {
  const prepared = query.prepare() as Prepared; // -- What drizzle's D1 session makes.
  const given = {
    stmt: prepared.stmt,
    getQuery: () => prepared.getQuery(),
    mapResult: ({ results }: D1Result<Row>) => results,
  };
  return { _prepare: () => given } as unknown as RunnableQuery<Row[], "sqlite">; // -- All that drizzle's batch calls.
}
