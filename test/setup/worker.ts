import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, vi } from "vitest";

// Every test starts on an empty, migrated database.
beforeEach(async () => {
  // reset() empties only what is awake, and a database or store falls asleep after ten quiet seconds.
  await Promise.all([env.DB.prepare("select 1").run(), env.KEYS.get("nothing")]);
  await reset();
  await applyD1Migrations(env.DB, (env as unknown as { MIGRATIONS: D1Migration[] }).MIGRATIONS);
});

afterEach(() => void vi.useRealTimers());

type D1Migration = { name: string; queries: string[] };
