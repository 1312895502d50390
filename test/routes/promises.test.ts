import * as tables from "#db/schema.ts";
import { beforeEach, expect, test } from "vitest";
import { closedRound, managedAccount } from "../closed-round.ts";
import { createStaff, db, signIn, visit } from "../factories.ts";

let world: Awaited<ReturnType<typeof managedAccount>>;
let round: Awaited<ReturnType<typeof closedRound>>;

const hour = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * hour);
const dayAgo = (days: number) =>
  ago(days * 24)
    .toISOString()
    .slice(0, 10);

beforeEach(async () => {
  world = await managedAccount();
  round = await closedRound({
    account: world.account,
    people: [{ tier: "user", answers: { "overall-grade": "C" } }],
  });
});

type NewAction = Partial<typeof tables.action.$inferInsert> & { id: string };
const promise = (action: NewAction) =>
  db.insert(tables.action).values({
    accountId: world.account.id,
    title: `Promise ${action.id}`,
    ownerId: world.manager.id,
    clientVisible: true,
    keepDoing: false,
    walled: false,
    status: "in_progress",
    changedSinceAgreed: false,
    startedUnagreed: false,
    sourceKeys: [],
    sourceTiers: [],
    quotes: [],
    askedRounds: 0,
    version: 1,
    createdAt: ago(2000),
    createdBy: world.manager.id,
    updatedAt: ago(2000),
    ...action,
  });
const leader = async () => signIn(await createStaff({ role: "leader" }));
const page = async (cookie: string, query = "") =>
  (await visit(`/portfolio/promises${query}`, cookie)).text();

test("the page counts what was agreed, kept on time, overdue and found better", async () => {
  await promise({ id: "late", dueOn: dayAgo(20) });
  await promise({ id: "kept", status: "done", dueOn: dayAgo(20), doneAt: ago(30 * 24) });
  await promise({ id: "better", status: "verified", area: "value", dueOn: dayAgo(900) });
  await promise({ id: "gone", status: "dropped", dueOn: dayAgo(20), dropReason: "Not wanted." });
  await db.insert(tables.actionVerification).values({
    actionId: "better",
    roundId: round.round.id,
    verdict: "verified",
    better: 3,
    same: 1,
    worse: 0,
    cantSay: 0,
  });
  const cookie = await leader();
  const text = await page(cookie);
  expect(text).toMatch(/Plans agreed<\/dt><dd>0 of 1/);
  expect(text).toMatch(/Actions on time<\/dt><dd>1 of 2/);
  expect(text).toMatch(/Account Manager<\/bdi><\/th><td class="num" data-label="overdue">1/);
  expect(text).toMatch(/Value<\/th><td[^>]*>1 <span class="n">of 1/);
  const csv = await (await visit("/portfolio/promises.csv", cookie)).text();
  expect(csv).toContain("Actions done by their day,,,1,2");
  expect(csv).toContain("Overdue,Account Manager,,1");
  expect(csv).toContain('"Graded C, no agreed plan",Nordwind AG,,1,1');
  expect(csv).toMatch(/"?Better, says the client"?,value,2026,1,1/);
});

test("a client who graded us C or worse stays listed until they agree to a plan", async () => {
  const cookie = await leader();
  expect(await page(cookie)).toContain("Nordwind AG");
  await promise({ id: "old", status: "verified", agreedAt: new Date("2020-01-01") });
  await promise({ id: "alone", status: "in_progress" });
  expect(await page(cookie)).toContain("Nordwind AG");
  await promise({ id: "agreed", status: "agreed", agreedAt: ago(10) });
  const text = await page(cookie);
  expect(text).not.toContain("Nordwind AG");
  expect(text).toMatch(/Plans agreed<\/dt><dd>1 of 1/);
});

test("nothing of accounts out of reach or behind the wall is counted", async () => {
  await promise({ id: "walled", walled: true, dueOn: dayAgo(20) });
  const mine = await page(await signIn(world.manager));
  expect(mine).toMatch(/Actions on time<\/dt><dd>–/);
  expect(mine).toContain("No action is overdue");
  expect(await page(await leader())).toMatch(/Actions on time<\/dt><dd>0 of 1/);
  const other = await page(await signIn(await createStaff()));
  expect(other).not.toContain("Nordwind AG");
});

test("a period that is none is the last year", async () => {
  const text = await page(await leader(), "?months=7");
  expect(text).toContain('href="/portfolio/promises?months=12" aria-current="page"');
});
