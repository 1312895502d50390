import { readdirSync, readFileSync } from "node:fs";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { bundle } from "./build.ts";
import { wranglerValue } from "./settings.ts";
import type { StartingPoints } from "./state.ts";

const migrations = "db/migrations";
const nothing = "export default { fetch: () => new Response() }";

/**
 * Brings the local database up to date and, on a first start, fills it.
 * Gives what was there to start from: as handed in, or as just loaded.
 */
export async function prepareDatabase(input: {
  folder: string;
  settings: Record<string, string>;
  starting: StartingPoints | null;
  empty: boolean;
}): Promise<StartingPoints> {
  const runtime = new Miniflare({
    ...convertV4MiniflareOptions({
      modules: true,
      script: input.starting ? nothing : await bundle("worker/local/loader.ts"),
      compatibilityDate: wranglerValue("compatibility_date"),
      compatibilityFlags: ["nodejs_compat"],
      bindings: input.settings,
      d1Databases: { DB: wranglerValue("database_id") },
      kvNamespaces: { KEYS: wranglerValue("id") },
      resourcePersistencePath: `${input.folder}/v3`,
    }),
    logRequests: false,
    enableDevRegistry: false,
  });
  try {
    await migrate(await runtime.getD1Database("DB"));
    if (input.starting) return input.starting;
    const path = input.empty ? "empty" : "demo";
    const loaded = await runtime.dispatchFetch(`http://loader/${path}`);
    if (!loaded.ok) throw new Error(`The first load failed: ${await loaded.text()}`);
    return (await loaded.json()) as StartingPoints;
  } finally {
    await runtime.dispose();
  }
}

/** What `wrangler d1 migrations apply --local` does, without the seconds another process takes. */
async function migrate(db: D1Database): Promise<void> {
  await db.exec(
    "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
  );
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const applied = new Set(results.map((row) => row.name));
  const files = readdirSync(migrations).filter((name) => name.endsWith(".sql"));
  for (const name of files.toSorted().filter((name) => !applied.has(name))) {
    const statements = readFileSync(`${migrations}/${name}`, "utf8")
      .split("--> statement-breakpoint")
      .map((statement) => db.prepare(statement));
    const record = db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
    await db.batch([...statements, record]);
  }
}
