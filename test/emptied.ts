import { applyD1Migrations, reset } from "cloudflare:test";
import { afterAll, beforeAll } from "vitest";
import { env } from "./bindings.ts";

type Part = { type: "table" | "index" | "trigger"; name: string; of: string; sql: string };
type Schema = { size: string; tables: string[]; triggers: Part[] };

const own = "sql is not null and name not like '\\_%' escape '\\' and name <> 'd1_migrations'";
const sizeOf = `(select count(*) || ' ' || total(length(sql)) from sqlite_master where ${own})`;
/** More keys than this are thrown away at once. */
const fewKeys = 100;
/** As long as a world may take to make that many tests look at. */
const patience = 120_000;

let migrated: Schema | undefined;

/** A new database, migrated, and everything else as on the first day: stores, and what limits have counted. */
async function startOver(): Promise<void> {
  // reset() empties only what is awake, and a database or store falls asleep after ten quiet seconds.
  await Promise.all([env.DB.prepare("select 1").run(), env.KEYS.get("nothing")]);
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  if (migrated) return;
  const [parts, size] = await env.DB.batch([
    env.DB.prepare(`select type, name, tbl_name as "of", sql from sqlite_master where ${own}`),
    env.DB.prepare(`select ${sizeOf} as size`),
  ]);
  const all = parts!.results as Part[];
  const tables = all.filter(({ type }) => type === "table").map(({ name }) => name);
  const triggers = all.filter(({ type }) => type === "trigger");
  migrated = { size: (size!.results as { size: string }[])[0]!.size, tables, triggers };
}

/** The same database without its rows, at a tenth of the time; a new one where tables are not as they were migrated. */
export async function empty(): Promise<void> {
  if (!migrated) return startOver();
  const { size, tables, triggers } = migrated;
  const holds = tables.map((name) => `exists(select 1 from "${name}") as "${name}"`);
  const look = env.DB.prepare(`select ${sizeOf} as size, ${holds.join(", ")}`);
  const [found, { keys, list_complete }] = await Promise.all([
    look.first(),
    env.KEYS.list({ limit: fewKeys }),
  ]);
  if (found?.["size"] !== size || !list_complete) return startOver();
  await Promise.all(keys.map(({ name }) => env.KEYS.delete(name)));
  const full = new Set(tables.filter((name) => found[name] === 1));
  if (full.size === 0) return;
  // What was written once is never deleted, say some triggers.
  const guards = triggers.filter((one) => full.has(one.of));
  await env.DB.batch(
    [
      "pragma defer_foreign_keys = on",
      ...guards.map(({ name }) => `drop trigger "${name}"`),
      ...[...full].map((name) => `delete from "${name}"`),
      ...guards.map(({ sql }) => sql),
      "delete from sqlite_sequence where name <> 'd1_migrations'",
    ].map((query) => env.DB.prepare(query)),
  );
}

let kept = false;
/** Before each test: empty, unless the tests around it share a world. */
export const emptyUnlessKept = async (): Promise<void> => (kept ? undefined : empty());

/** The tests of this block only look at a world, which is made once for all of them. */
export function keepWorld(make: () => Promise<unknown>): void {
  beforeAll(async () => {
    await empty();
    await make();
    kept = true;
  }, patience);
  afterAll(() => void (kept = false));
}
