import { createMessageBatch } from "cloudflare:test";
import * as tables from "#db/schema.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import type { MailJob } from "#worker/env.ts";
import worker from "#worker/index.ts";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bindings } from "../bindings.ts";
import { createAccount, createContact, createRound, db, someDay, testCtx } from "../factories.ts";
import { standInProvider, type Accepted } from "../provider.ts";

const using = bindings({ RESEND_API_KEY: "re_test" });
const people = 12;

let accepted: Accepted[];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: someDay });
  accepted = standInProvider(() => "fine");
});
afterEach(() => void vi.restoreAllMocks());

/** A launch, and the queue messages that would bring its invitations: three mails each. */
async function launched(): Promise<MailJob[]> {
  const account = await createAccount();
  for (let n = 0; n < people; n++)
    await createContact({ accountId: account.id, mostSenior: n === 0 });
  const round = await createRound({ accountId: account.id });
  await saveSelfGrade(testCtx(), round.id, { grade: "B", reason: "As last year." });
  await launchRound(testCtx(), round.id, {});
  const rows = await db.select({ id: tables.message.id }).from(tables.message);
  const ids = rows.map(({ id }) => id);
  return [0, 3, 6, 9].map((from) => ({ ids: ids.slice(from, from + 3) }));
}

/** Gives a batch to the consumer; out: the positions that it acknowledged and that it wants again. */
async function consume(bodies: unknown[], queue = "cleargrade-mail", attempts = 1) {
  const messages = bodies.map((body, at) => {
    const id = `queued-${at}`;
    return { id, timestamp: new Date(), attempts, body: body as MailJob };
  });
  const batch = createMessageBatch<MailJob>(queue, messages);
  const again = batch.messages.map((message) => vi.spyOn(message, "retry"));
  await worker.queue(batch, using);
  return again.flatMap((retry, at) => (retry.mock.calls.length > 0 ? [at] : []));
}

const mailed = () => accepted.map(({ to }) => to).sort();
const everybody = async () =>
  (await db.select({ email: tables.contact.email }).from(tables.contact))
    .map(({ email }) => email)
    .sort();

test.each<[string, (jobs: MailJob[]) => MailJob[][]]>([
  ["in order", (jobs) => [jobs]],
  ["doubled", (jobs) => [[...jobs, ...jobs]]],
  ["doubled in batches of their own", (jobs) => [jobs, jobs]],
  ["backwards", (jobs) => [jobs.toReversed()]],
  ["torn apart and mixed", (jobs) => jobs.map((job) => [{ ids: job.ids.toReversed() }, jobs[2]!])],
  [
    "overlapping",
    ([one, two, three, four]) => [
      [one!, { ids: [...one!.ids, ...two!.ids] }],
      [three!, four!],
    ],
  ],
])("queue messages that come %s send each mail once", async (_, disturb) => {
  const batches = disturb(await launched());
  await Promise.all(batches.map((jobs) => consume(jobs)));
  await Promise.all(batches.map((jobs) => consume(jobs)));
  expect(mailed()).toEqual(await everybody());
  const sent = eq(tables.message.status, "sent");
  expect(await db.$count(tables.message, sent)).toBe(people);
});

test.each<[string, unknown]>([
  ["is nothing", null],
  ["is text", "hello"],
  ["names nothing", { ids: [] }],
  ["names no list", { ids: "invitation/1" }],
  ["names what are no ids", { ids: [null, 7, {}] }],
  ["is of another program", { kind: "order", number: 7 }],
])(
  "a queue message that %s is asked for again by itself and put aside; the others are sent",
  async (_, poison) => {
    const jobs = await launched();
    expect(await consume([jobs[0], poison, ...jobs.slice(1)])).toEqual([1]);
    expect(mailed()).toEqual(await everybody());
    expect(await consume([poison], "cleargrade-mail-dead", 6)).toEqual([]);
    expect(mailed()).toHaveLength(people);
  },
);

test("a mail whose row cannot be written as a mail fails alone, and goes dead alone", async () => {
  const jobs = await launched();
  const [broken, ...others] = jobs.flatMap(({ ids }) => ids);
  await db.update(tables.message).set({ kind: "nonsense" }).where(eq(tables.message.id, broken!));
  await consume(jobs);
  expect(mailed()).toHaveLength(people - 1);
  await consume(jobs, "cleargrade-mail-dead", 6);
  const rows = await db.select().from(tables.message);
  const statusOf = new Map(rows.map(({ id, status }) => [id, status]));
  expect(new Set(others.map((id) => statusOf.get(id)))).toEqual(new Set(["sent"]));
  expect(statusOf.get(broken!)).not.toBe("sent");
});

test("a database that fails while one message is worked off holds up that one and no other", async () => {
  const jobs = await launched();
  const { DB } = using;
  let calls = 0;
  const prepare = vi.fn((query: string) => {
    // The first message's rows cannot be read: a fault that the second finds gone.
    if (/from "message"/.test(query) && ++calls === 1) throw new Error("D1_ERROR: something else");
    return DB.prepare(query);
  });
  const failing = { prepare, batch: DB.batch.bind(DB) } as unknown as D1Database; // -- only what drizzle calls
  const messages = jobs.map((body, at) => ({
    id: `queued-${at}`,
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  const batch = createMessageBatch<MailJob>("cleargrade-mail", messages);
  const again = vi.spyOn(batch.messages[0]!, "retry");
  await worker.queue(batch, { ...using, DB: failing });
  expect(again).toHaveBeenCalledOnce();
  expect(mailed()).toHaveLength(people - jobs[0]!.ids.length);
  await consume(jobs);
  expect(mailed()).toEqual(await everybody());
});
