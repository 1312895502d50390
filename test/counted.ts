import type { Env } from "#worker/env.ts";
import { bindings, env } from "./bindings.ts";

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
  const real = new Map<unknown, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement, query: string): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values), query),
      all: async () => {
        const result = await statement.all();
        note([result]);
        return result;
      },
      run: async () => {
        const result = await statement.run();
        note([result]);
        return result;
      },
      // drizzle reads by columns; the rows it touches are those of the same statement.
      raw: async () => {
        note([await statement.all()]);
        const rows = await statement.raw();
        answers.push({ query, rows: rows.length });
        return rows;
      },
    } as unknown as D1PreparedStatement; // -- only what drizzle calls
    real.set(wrapped, statement);
    return wrapped;
  };
  const d1 = {
    prepare: (query: string) => wrap(env.DB.prepare(query), query),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await env.DB.batch(statements.map((one) => real.get(one)!));
      note(results);
      return results;
    },
  } as unknown as D1Database; // -- only what drizzle calls
  const largest = (column: string) =>
    Math.max(
      ...answers.filter(({ query }) => query.includes(`"${column}"`)).map(({ rows }) => rows),
    );
  return { env: bindings({ DB: d1 }), total, largest };
}
