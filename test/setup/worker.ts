import { applyD1Migrations, reset } from "cloudflare:test";
import { afterEach, beforeEach, vi } from "vitest";
import { env } from "../bindings.ts";

// Every test starts on an empty, migrated database.
beforeEach(async () => {
  // reset() empties only what is awake, and a database or store falls asleep after ten quiet seconds.
  await Promise.all([env.DB.prepare("select 1").run(), env.KEYS.get("nothing")]);
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

afterEach(() => void vi.useRealTimers());
