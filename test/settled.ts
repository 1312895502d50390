import { app } from "#worker/app.ts";
import type { Env } from "#worker/env.ts";
import { env } from "./bindings.ts";

/** What the Worker answers, and a promise of what it does once it has answered. */
export async function answered(request: Request, bindings: Env = env) {
  const later: Promise<unknown>[] = [];
  const context = { waitUntil: (work: Promise<unknown>) => void later.push(work) };
  const response = await app.fetch(request, bindings, context as unknown as ExecutionContext);
  return { response, settled: Promise.all(later) };
}

/** The same once all of it is done. */
export async function settled(request: Request): Promise<Response> {
  const { response, settled: done } = await answered(request);
  await done;
  return response;
}
