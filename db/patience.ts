/** D1 did not do what was asked, or did it and could not say so. Nothing is wrong with the request. */
class Unavailable extends Error {
  override name = "Unavailable";
}

// How D1 words a fault that passes, and whether to ask again at once: not what already waits in line, nor what
// took it half a minute. https://developers.cloudflare.com/d1/observability/debug-d1/
const faults: [words: RegExp, again: boolean][] = [
  [/network connection lost/i, true],
  [/reset because its code was updated/, true],
  [/D1 DB storage caused object to be reset/, true],
  [/due to transient issue/, true],
  [/D1 DB is overloaded/, false],
  [/exceeded timeout/, false],
  [/no answer within/, false],
];

const longest = 30_000;
const pauses = [50, 250];

/** A call that is given up after half a minute: D1 itself ends a query by then. What it did stays unknown. */
async function inTime<T>(call: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${longest} ms`)), longest);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks once, or up to three times if asking twice does no harm. */
async function ask<T>(call: () => Promise<T>, harmless: boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await inTime(call());
    } catch (error) {
      const [, again] = faults.find(([words]) => words.test(String(error))) ?? [];
      if (again === undefined) throw error;
      const pause = again && harmless ? pauses[tries] : undefined;
      if (pause === undefined) throw new Unavailable("the database", { cause: error });
      await scheduler.wait(pause);
    }
  }
}

const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();

function wrap(statement: D1PreparedStatement, harmless: boolean): D1PreparedStatement {
  const wrapped = {
    bind: (...values: unknown[]) => wrap(statement.bind(...values), harmless),
    all: () => ask(() => statement.all(), harmless),
    run: () => ask(() => statement.run(), harmless),
    raw: () => ask(() => statement.raw(), harmless),
  } as unknown as D1PreparedStatement; // -- Drizzle, its only caller, uses nothing else of the type.
  originals.set(wrapped, statement);
  return wrapped;
}

/**
 * D1 as it behaves when all is not well: no call lasts for ever, and a read that a passing fault cut off is asked
 * again; so are batches if they are `repeatable`. What still fails is thrown as `Unavailable`.
 */
export const patient = (
  d1: Pick<D1Database, "prepare" | "batch">,
  { repeatable }: { repeatable: boolean },
): D1Database =>
  ({
    prepare: (query: string) => wrap(d1.prepare(query), /^\s*select\b/i.test(query)),
    batch: (statements: D1PreparedStatement[]) =>
      ask(() => d1.batch(statements.map((one) => originals.get(one) ?? one)), repeatable),
  }) as unknown as D1Database; // -- Drizzle, its only caller, uses nothing else of the type.
