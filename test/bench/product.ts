import { createCtx, type Actor, type Ctx } from "#worker/context.ts";
import type { Env } from "#worker/env.ts";
import { settings } from "./runtime.ts";

const system: Actor = { kind: "system" };

/** The product in this process, on the runtime's database: for what has to be there before anything is measured. */
export function productOn(db: D1Database, now = new Date()): Ctx {
  const env = { ...settings, DB: db } as unknown as Env; // -- The bindings that seeding needs.
  return { ...createCtx(env, system, now), mail: { wake: async () => {} } };
}
