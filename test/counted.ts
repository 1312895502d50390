import type { Env } from "#worker/env.ts";
import { bindings, env } from "./bindings.ts";
import { wrappedD1 } from "./wrapped-d1.ts";

type Meta = { rows_read: number; rows_written: number };
type Counted = { calls: number; read: number; written: number };

/** The database with a counter in front: how often it is asked, and how many rows that reads and writes. */
export function counted(): {
  env: Env;
  total: Counted;
  /** How many rows the largest answer had to a statement that names this column. */
  largest: (column: string) => number;
} {
  const total: Counted = { calls: 0, read: 0, written: 0 };
  const answers: { query: string; rows: number }[] = [];
  const note = (results: { meta: Meta }[]) => {
    total.calls++;
    for (const { meta } of results) {
      total.read += meta.rows_read;
      total.written += meta.rows_written;
    }
  };
  const d1 = wrappedD1(env.DB, async (run, asked) => {
    // drizzle reads by columns; the rows that it touches are those of the same statement.
    if (asked?.how === "raw") note([await asked.statement.all()]);
    const result = await run();
    if (asked?.how === "raw") answers.push({ query: asked.query, rows: [result].flat(1).length });
    else note([result].flat() as { meta: Meta }[]); // -- What is no row is a result, or several of a batch.
    return result;
  });
  const largest = (column: string) =>
    Math.max(
      ...answers.filter(({ query }) => query.includes(`"${column}"`)).map(({ rows }) => rows),
    );
  return { env: bindings({ DB: d1 }), total, largest };
}
