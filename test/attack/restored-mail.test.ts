import * as tables from "#db/schema.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { findFailed } from "#worker/domain/message/actions-failed.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import { releaseReport } from "#worker/domain/release/actions.ts";
import { addEndpoint } from "#worker/domain/webhook/actions.ts";
import { and, eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { env, long } from "../bindings.ts";
import { createBusyWorld, stepsOf } from "../busy-world.ts";
import { createClock } from "../clock.ts";
import { empty } from "../emptied.ts";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  launchedRound,
  post,
  request,
  someDay,
  staffCtx,
  testCtx,
} from "../factories.ts";
import { standInProvider, type Accepted } from "../provider.ts";
import { standInReceiver } from "../receiver.ts";
import { restore, takeSnapshot } from "../restored.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const after = (milliseconds: number) => new Date(someDay.getTime() + milliseconds);

afterEach(() => void vi.restoreAllMocks());

const line = ({ to, subject }: Accepted) => `${to} ${subject}`;
const counted = (accepted: Accepted[]) =>
  new Map([...Map.groupBy(accepted, line)].map(([one, all]) => [one, all.length]));

/** Three and a half weeks of a supplier; after one step, if so told, the database is as it was after an earlier one. */
async function live(restored?: { at: number; to: number }) {
  const start = new Date("2026-06-03T08:00:00Z");
  await empty();
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  const accepted = standInProvider(() => "fine");
  const clock = createClock({ RESEND_API_KEY: "re_test" });
  await createBusyWorld(start);
  let snapshot = await takeSnapshot();
  for (const [n, { at }] of stepsOf(start).entries()) {
    await clock.advance(at);
    if (n === restored?.to) snapshot = await takeSnapshot();
    if (n === restored?.at) await restore(snapshot);
  }
  vi.restoreAllMocks();
  return counted(accepted);
}

describe("a database that is brought back", () => {
  let undisturbed: Map<string, number> | undefined;
  const moments: [to: number, at: number][] = [
    [1, 40],
    [10, 31],
    [9, 11],
    [0, 1],
    [2, 9],
    [24, 26],
    [40, 46],
    [0, 22],
    [20, 45],
  ];
  test.each(long ? moments : moments.slice(0, 2))(
    "to after sweep %d, after sweep %d, mails nobody twice and forgets no mail that it does not list",
    { timeout: 600_000 },
    async (to, at) => {
      undisturbed ??= await live();
      expect(undisturbed.size).toBeGreaterThan(10);
      const mailed = await live({ to, at });
      for (const [one, times] of mailed) expect([one, times]).toEqual([one, undisturbed.get(one)]);
      const given = await db.$count(tables.message, eq(tables.message.lastError, "restored"));
      expect(undisturbed.size - mailed.size).toBeLessThanOrEqual(given);
    },
  );
});

test("a round that is launched again after a restore keeps the links that people have, and invites nobody twice", async () => {
  const accepted = standInProvider(() => "fine");
  const clock = createClock({ RESEND_API_KEY: "re_test" });
  await clock.advance(after(0));
  const manager = await createStaff();
  const account = await createAccount({ accountManagerId: manager.id });
  await createContact({ accountId: account.id, mostSenior: true, tier: "board" });
  await createContact({ accountId: account.id });
  const round = await createRound({ accountId: account.id, status: "draft" });
  await db.insert(tables.selfGrade).values({
    roundId: round.id,
    grade: "A",
    reason: "We try hard.",
    predicted: {},
    givenBy: manager.id,
    givenAt: someDay,
  });
  const launch = (at: Date) =>
    launchRound(staffCtx(manager, at), round.id, { explanation: "It is time." });
  const snapshot = await takeSnapshot();

  expect(await launch(after(minute))).toMatchObject({ ok: true, invited: 2 });
  await clock.advance(after(5 * minute));
  const [invitation] = await db.select().from(tables.invitation);
  const path = `/s/${await testCtx().tokens.make("survey", invitation!.id)}`;
  expect((await request(path)).status).toBe(200);
  const mailed = accepted.length;
  expect(mailed).toBe(2);

  await clock.advance(after(2 * day));
  await restore(snapshot);
  await clock.advance(after(2 * day + 10 * minute));
  expect((await request(path)).status).toBe(404);
  expect(await launch(after(2 * day + 20 * minute))).toMatchObject({ ok: true, invited: 2 });
  await clock.advance(after(2 * day + 30 * minute));
  expect((await request(path)).status).toBe(200);
  expect(accepted).toHaveLength(mailed);
  const invited = await db
    .select({ status: tables.message.status, sentAt: tables.message.sentAt })
    .from(tables.message)
    .where(eq(tables.message.kind, "invitation"));
  expect(invited).toEqual([
    { status: "sent", sentAt: after(5 * minute) },
    { status: "sent", sentAt: after(5 * minute) },
  ]);
});

test("a summary that is released again after a restore is mailed to nobody twice, and its links are the same", async () => {
  const accepted = standInProvider(() => "fine");
  const clock = createClock({ RESEND_API_KEY: "re_test" });
  await clock.advance(after(0));
  const { round, invitation, manager } = await launchedRound();
  await post(`/s/${invitation.token}`, { intent: "submit", "overall-grade": "B" });
  await closeRound(testCtx({ kind: "system" }, after(minute)), round.id, {});
  await clock.advance(after(5 * minute));
  const snapshot = await takeSnapshot();
  const summaries = () =>
    accepted.filter(({ to }) => to.includes("contact")).map(({ subject }) => subject);
  const release = async (at: Date) => {
    vi.setSystemTime(at);
    expect((await releaseReport(staffCtx(manager, at), round.id, null)).ok).toBe(true);
  };
  await release(after(6 * minute));
  await clock.advance(after(10 * minute));
  const before = summaries();
  const [link] = await db.select().from(tables.clientLink);
  await clock.advance(after(2 * day));
  await restore(snapshot);
  await clock.advance(after(2 * day + 10 * minute));
  await release(after(2 * day + 11 * minute));
  await clock.advance(after(2 * day + 20 * minute));
  expect(summaries()).toEqual(before);
  expect(await db.select().from(tables.clientLink)).toMatchObject([{ tokenHash: link!.tokenHash }]);
});

test("answers that came after the restored minute and are sent again bring another receipt, and no second notice", async () => {
  const accepted = standInProvider(() => "fine");
  const clock = createClock({ RESEND_API_KEY: "re_test" });
  await clock.advance(after(0));
  const { invitation } = await launchedRound({ contact: { email: "someone@client.example" } });
  const snapshot = await takeSnapshot();
  const unhappy = { intent: "submit", "overall-grade": "D" };
  const told = () => counted(accepted);
  vi.setSystemTime(after(minute));
  expect((await post(`/s/${invitation.token}`, unhappy)).status).toBe(200);
  await clock.advance(after(5 * minute));
  const first = told();
  expect(first.size).toBeGreaterThan(1);
  await clock.advance(after(2 * day));
  await restore(snapshot);
  await clock.advance(after(2 * day + 10 * minute));
  vi.setSystemTime(after(2 * day + 11 * minute));
  expect((await post(`/s/${invitation.token}`, unhappy)).status).toBe(200);
  await clock.advance(after(2 * day + 20 * minute));
  for (const [one, times] of told()) expect(times).toBe(one.startsWith("someone@") ? 2 : 1);
});

test("what went out while nothing could be noted outside is listed for an admin, and not mailed again by itself", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const accepted = standInProvider(() => "fine");
  const failing = async (name: string, ...rest: [string]) => {
    if (name.startsWith("sent/")) throw new Error("KV is not there");
    await env.KEYS.put(name, ...rest);
  };
  const KEYS = new Proxy(env.KEYS, {
    get: (keys, name) =>
      name === "put" ? failing : (Reflect.get(keys, name) as () => unknown).bind(keys),
  });
  const clock = createClock({ RESEND_API_KEY: "re_test", KEYS });
  await clock.advance(after(0));
  const { round } = await launchedRound();
  await closeRound(testCtx({ kind: "system" }, after(minute)), round.id, {});
  const snapshot = await takeSnapshot();
  await clock.advance(after(5 * minute));
  const times = accepted.length;
  expect(times).toBeGreaterThan(0);
  await clock.advance(after(2 * day));
  await restore(snapshot);
  await clock.advance(after(2 * day + 10 * minute));
  await clock.advance(after(2 * day + 20 * minute));
  expect(accepted).toHaveLength(times);
  const admin = await createStaff({ role: "admin" });
  const { messages: failed } = await findFailed(staffCtx(admin), { limit: 10 });
  expect(failed).toHaveLength(times);
});

test("a webhook that was told of something is not told again, and neither is it when the same comes about anew", async () => {
  const receiver = standInReceiver();
  const clock = createClock();
  await clock.advance(after(0));
  const admin = await createStaff({ role: "admin" });
  const added = await addEndpoint(staffCtx(admin), {
    url: "https://crm.example.com/hook",
    events: ["round.closed"],
  });
  if (!added.ok) throw new Error(added.message);
  receiver.secrets.push(added.secret);
  const one = await launchedRound();
  const other = await launchedRound();
  await closeRound(testCtx(), one.round.id, {});
  const snapshot = await takeSnapshot();
  await closeRound(testCtx(), other.round.id, {});
  await clock.advance(after(5 * minute));
  await clock.advance(after(10 * minute));
  expect(receiver.received).toHaveLength(2);
  await restore(snapshot);
  await clock.advance(after(20 * minute));
  await clock.advance(after(30 * minute));
  await clock.advance(after(40 * minute));
  const delivered = and(eq(tables.webhookDelivery.status, "delivered"));
  expect(await db.$count(tables.webhookDelivery, delivered)).toBe(2);
  expect(receiver.received).toHaveLength(2);
});
