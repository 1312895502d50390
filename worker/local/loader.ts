import { loadDemo, loadEmpty } from "#db/demo/load.ts";
import { createCtx } from "../context.ts";
import type { Env } from "../env.ts";

// The first load runs inside the runtime: from Node every call of D1 would cross a process.
export default {
  async fetch(request, env) {
    const ctx = createCtx(env, { kind: "system" });
    const load = new URL(request.url).pathname === "/empty" ? loadEmpty : loadDemo;
    return Response.json(await load(ctx));
  },
} satisfies ExportedHandler<Env>;
