import { createMessageBatch, createScheduledController } from "cloudflare:test";
import type { MailJob } from "#worker/env.ts";
import worker from "#worker/index.ts";
import { vi } from "vitest";
import { bindings, type Overrides } from "./bindings.ts";

/** A deployment whose clock the test turns: its sweeps, and a queue that is emptied when the test says so. */
export function createClock(overrides: Overrides = {}) {
  let queued: MailJob[] = [];
  const MAIL = { send: async (job: MailJob) => void queued.push(job) };
  const using = bindings({ ...overrides, MAIL });
  vi.useFakeTimers({ toFake: ["Date"] });

  const sweep = (at = new Date()) =>
    worker.scheduled(createScheduledController({ scheduledTime: at }), using);
  /** Hands all queue messages to the consumer; `copies` of each come, in any number of batches. */
  async function deliver(copies = 1) {
    const jobs = queued;
    queued = [];
    const messages = jobs.flatMap((body) =>
      Array.from({ length: copies }, (_, copy) => ({
        id: `${body.ids[0]}-${copy}`,
        timestamp: new Date(),
        attempts: 1,
        body,
      })),
    );
    if (messages.length === 0) return;
    const batch = createMessageBatch<MailJob>("cleargrade-mail", messages);
    await worker.queue(batch, using);
  }
  /** Moves on to an instant, sweeps there and delivers what that wakes. */
  async function advance(to: Date) {
    vi.setSystemTime(to);
    await sweep();
    await deliver();
  }
  return { advance, deliver, sweep, lose: () => void (queued = []), set: vi.setSystemTime, using };
}
