import { askedBy, median, timesOf, type Asked } from "./load.ts";
import type { Operation } from "./operations.ts";
import type { Runtime } from "./runtime.ts";
import type { Speed } from "./speed.ts";
import { brotli } from "./weight.ts";

/** What one operation asks of D1 and answers, at one size. */
export type Sized = Asked & { accounts: number; bytes: number; brotli: number; p50: number };
export type Measured = { operation: Operation; sized: Sized[]; speed: Speed };

const few = 15;

/** What one call asks of D1, and how long it takes, at this size. */
export async function sizeUp(ours: Runtime, { next }: Operation, accounts: number): Promise<Sized> {
  // The first call finds what only a first one does: a questionnaire not read yet, sweeps with something left to do.
  await ours.client.send(next());
  const { body, ...asked } = await askedBy(ours.client, next());
  const { times } = await timesOf(ours.client, Array.from({ length: few }, next));
  return { accounts, ...asked, bytes: body.length, brotli: brotli(body), p50: median(times) };
}
