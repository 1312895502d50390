import { vi } from "vitest";
import { wrappedD1 } from "./wrapped-d1.ts";

/** What D1 answers when it is not well, in its own words; `stalled` answers after a minute. */
export const faults = {
  "connection lost": "D1_ERROR: Network connection lost.",
  "object reset": "D1_ERROR: D1 DB reset because its code was updated.",
  overloaded: "D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
  "timed out":
    "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
  stalled: null,
} as const;
export type Fault = keyof typeof faults;

type Chance = { next(): number };

/** A minute in which nothing comes back. The test's clock stands in for it: see `vi.useFakeTimers`. */
async function stall(): Promise<void> {
  const over = new Promise<void>((done) => setTimeout(done, 60_000));
  await vi.advanceTimersByTimeAsync(60_000);
  await over;
}

/**
 * The real local database behind a bad connection: a share of the calls fails, half of them before anything was
 * done, half of them after it was committed. `struck` counts both kinds.
 */
export function faultyD1(real: D1Database, fault: Fault, rate: number, chance: Chance) {
  const struck = { before: 0, after: 0 };
  const strike = async (when: keyof typeof struck) => {
    struck[when]++;
    const words = faults[fault];
    if (words !== null) throw new Error(words);
    await stall();
  };
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    const hit = chance.next() < rate;
    const before = chance.next() < 0.5;
    if (hit && before) await strike("before");
    const result = await run();
    if (hit && !before) await strike("after");
    return result;
  };
  return { DB: wrappedD1(real, call), struck };
}
