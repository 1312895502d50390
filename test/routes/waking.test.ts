import type { Env, MailJob } from "#worker/env.ts";
import { beforeEach, expect, test, vi } from "vitest";
import { env } from "../bindings.ts";
import { launchedRound, origin, someDay } from "../factories.ts";
import { answered } from "../settled.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: someDay }));

/** A queue whose calls end when they are let go. */
function slowQueue() {
  const calls: string[][] = [];
  const gates: (() => void)[] = [];
  const send = ({ ids }: MailJob) => {
    calls.push(ids);
    return new Promise<void>((resolve) => gates.push(resolve));
  };
  const MAIL = { send } as unknown as Env["MAIL"]; // -- All that is called of it.
  return {
    bindings: { ...env, MAIL },
    calls,
    letGo: () => gates.splice(0).forEach((open) => open()),
  };
}

async function people(count: number) {
  const tiers = Array.from({ length: count }, () => "user" as const);
  const { invitations } = await launchedRound({ tiers });
  return invitations.map(({ id, token }) => ({ receipt: `receipt/${id}/1`, path: `/s/${token}` }));
}

const submission = (path: string) =>
  new Request(new URL(path, origin), {
    method: "POST",
    body: new URLSearchParams({ intent: "submit", "overall-grade": "B" }),
  });

test("answers that arrive while the queue is being called have their answer at once, and wake their mail together with the next call", async () => {
  const { bindings, calls, letGo } = slowQueue();
  const [first, ...others] = await people(4);
  const begun = await answered(submission(first!.path), bindings);
  for (const { path } of others) {
    const { response, settled } = await answered(submission(path), bindings);
    expect(response.status).toBe(200);
    await settled;
  }
  expect(calls).toEqual([[first!.receipt]]);
  letGo();
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  letGo();
  await begun.settled;
  expect(calls).toEqual([[first!.receipt], others.map(({ receipt }) => receipt)]);
});

test("a call of the queue that was cut off holds nobody up for longer than half a minute", async () => {
  const { bindings, calls, letGo } = slowQueue();
  const [first, second] = await people(2);
  await answered(submission(first!.path), bindings);
  vi.setSystemTime(someDay.getTime() + 31_000);
  const { settled } = await answered(submission(second!.path), bindings);
  expect(calls).toEqual([[first!.receipt], [second!.receipt]]);
  letGo();
  await settled;
});
