/** What is asked of the database: one statement, or a batch of several. */
type Asked = { how: "all" | "run" | "raw"; statement: D1PreparedStatement; query: string };
export type Call = <T>(run: () => Promise<T>, asked: Asked | null) => Promise<T>;

/** A database of which every call goes through `call`. It has what drizzle calls, and nothing else. */
export function wrappedD1(real: D1Database, call: Call): D1Database {
  // D1 takes only statements of its own into a batch, so each wrapped one knows the one it stands for.
  const originals = new Map<unknown, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement, query: string): D1PreparedStatement => {
    const ask = (how: Asked["how"]) => () =>
      call<unknown>(() => statement[how](), { how, statement, query });
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values), query),
      all: ask("all"),
      run: ask("run"),
      raw: ask("raw"),
    } as unknown as D1PreparedStatement; // -- Only what drizzle calls.
    originals.set(wrapped, statement);
    return wrapped;
  };
  return {
    prepare: (query: string) => wrap(real.prepare(query), query),
    batch: (statements: D1PreparedStatement[]) =>
      call(() => real.batch(statements.map((one) => originals.get(one)!)), null),
  } as unknown as D1Database; // -- Only what drizzle calls.
}
