import { readdirSync, readFileSync } from "node:fs";
import { loadDemo, loadEmpty } from "#db/demo/load.ts";
import { getPlatformProxy } from "wrangler";
import { createCtx } from "../context.ts";
import type { Env } from "../env.ts";
import type { StartingPoints } from "./state.ts";

const migrations = "db/migrations";

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
  const proxy = await getPlatformProxy<Env>({
    configPath: "wrangler.toml",
    persist: { path: `${input.folder}/v3` },
    envFiles: [],
    remoteBindings: false,
  });
  try {
    await migrate(proxy.env.DB);
    if (input.starting) return input.starting;
    const ctx = createCtx({ ...proxy.env, ...input.settings }, { kind: "system" });
    return await (input.empty ? loadEmpty(ctx) : loadDemo(ctx));
  } finally {
    await proxy.dispose();
  }
}

/** What `wrangler d1 migrations apply --local` does, without the two seconds another process takes. */
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
