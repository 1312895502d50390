import * as tables from "#db/schema.ts";
import { createCtx } from "#worker/context.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { cancelRound, closeRound } from "#worker/domain/round/actions-close.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import { pack } from "#worker/domain/survey/seal-rules.ts";
import { createSealing } from "#worker/sealing.ts";
import { runSweeps } from "#worker/jobs/sweeps.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { bindings, env } from "../bindings.ts";
import { closedRound } from "../closed-round.ts";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  createToken,
  api,
  db,
  everythingStored,
  launchedRound,
  post,
  signIn,
  someDay,
  staffCtx,
  testCtx,
  visit,
} from "../factories.ts";

const minute = 60_000;
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: someDay }));

const keysKept = async () =>
  (await env.KEYS.list({ prefix: "round/" })).keys.map(({ name }) => name);
const sealedRows = () => db.select().from(tables.sealedResponse);
const roundOf = async (id: string) =>
  (await db.select().from(tables.round).where(eq(tables.round.id, id)))[0]!;

/** A confidential round launched as staff launch it: six users, three managers and one board member. */
async function launched() {
  const boss = await createStaff({ role: "leader" });
  const manager = await createStaff({ lineManagerId: boss.id });
  const administrator = await createStaff({ role: "independent_administrator" });
  const account = await createAccount({ accountManagerId: manager.id });
  for (const tier of [...Array(6).fill("user"), "manager", "manager", "manager", "board"] as const)
    await createContact({ accountId: account.id, tier, mostSenior: tier === "board" });
  const { id } = await createRound({
    accountId: account.id,
    confidentiality: "confidential",
    administratorId: administrator.id,
  });
  const ctx = staffCtx(manager);
  await saveSelfGrade(ctx, id, { grade: "B", reason: "As last year." });
  expect(await launchRound(ctx, id, {})).toEqual({ ok: true, invited: 10 });
  const invited = await db
    .select()
    .from(tables.invitation)
    .innerJoin(tables.contact, eq(tables.contact.id, tables.invitation.contactId));
  const people = invited.map(({ invitation, contact }, at) => ({
    ...invitation,
    contact,
    // From a few words to several sentences: length must not tell who wrote.
    words: `Wish ${at} of nobody in particular: ${"slower meetings, sooner answers; ".repeat(at * 9)}end`,
  }));
  return { round: await roundOf(id), boss, manager, administrator, people };
}

type Launched = Awaited<ReturnType<typeof launched>>;
const answer = async ({ id, words }: Launched["people"][number]) =>
  post(`/s/${await testCtx().tokens.make("survey", id)}`, {
    intent: "submit",
    "overall-grade": "C",
    "improve-one-thing": words,
  });

/** Everybody answers, one a minute, at instants of their own. */
async function answered() {
  const world = await launched();
  const before = await everythingStored();
  const times = world.people.map((_, at) => someDay.getTime() + (at + 5) * minute + 7 * at + 123);
  for (const [at, person] of world.people.entries()) {
    vi.setSystemTime(times[at]!);
    expect((await answer(person)).status).toBe(200);
  }
  vi.setSystemTime(someDay.getTime() + 60 * minute);
  return { ...world, before, times };
}

describe("a dump of the database during an open round", () => {
  test("has no answer and no level of an answer in it, in any spelling", async () => {
    const { people } = await answered();
    const dump = JSON.stringify(await everythingStored());
    for (const { words } of people) {
      const spellings = ["utf8", "hex", "base64url"] as const;
      for (const spelling of spellings)
        expect(dump).not.toContain(Buffer.from(words.slice(0, 36)).toString(spelling));
    }
    expect(dump).not.toContain("slower meetings");
    const rows = await sealedRows();
    expect(rows).toHaveLength(10);
    expect(await db.select().from(tables.response)).toEqual([]);
    for (const row of rows) expect(Object.keys(row)).toEqual(["roundId", "id", "sealed"]);
  });

  test("has sealed answers of one length, whoever wrote how much", async () => {
    await answered();
    const rows = await sealedRows();
    expect(new Set(rows.map(({ sealed }) => sealed.length)).size).toBe(1);
    expect(new Set(rows.map(({ sealed }) => sealed)).size).toBe(10);
    expect(new Set(rows.map(({ id }) => id.length))).toEqual(new Set([22]));
  });

  test("changes with an answer by one word on its invitation and one sealed row, and holds no instant of it", async () => {
    const { before, times } = await answered();
    const after = await everythingStored();
    const changed = Object.keys(after).filter(
      (table) => JSON.stringify(after[table]) !== JSON.stringify(before[table]),
    );
    expect(changed.toSorted()).toEqual(["invitation", "sealed_response"]);
    const rows = after["invitation"] as Record<string, unknown>[];
    for (const [at, row] of rows.entries())
      expect({ ...row, status: "invited" }).toEqual(before["invitation"]![at]);
    const [first, last] = [times[0]! - minute, times.at(-1)! + minute];
    const numbers = JSON.stringify(after).match(/\d{10,}/g) ?? [];
    const near = (n: number) =>
      (n >= first && n <= last) || (n * 1000 >= first && n * 1000 <= last);
    expect(numbers.filter((digits) => near(Number(digits)))).toEqual([]);
  });

  test("does not open with the dump alone, with another secret, in another round or under another id", async () => {
    const { round } = await answered();
    const [row] = await sealedRows();
    const { sealing } = testCtx();
    const stolen = createSealing(env.KEYS, "another secret of thirty-two signs");
    await expect(stolen.findOpener(round.id, round.publicKey!)).rejects.toThrow("SEALING_SECRET");
    const open = (await sealing.findOpener(round.id, round.publicKey!))!;
    expect(await open(row!.id, row!.sealed)).toContain("overall-grade");
    await expect(open("another", row!.sealed)).rejects.toThrow();
    const [name] = await keysKept();
    const elsewhere = `round/elsewhere/${round.publicKey}`;
    await env.KEYS.put(elsewhere, (await env.KEYS.get(name!))!);
    await expect(sealing.findOpener("elsewhere", round.publicKey!)).rejects.toThrow();
  });

  test("shows staff of every role the total and nothing else, on pages and by the API", async () => {
    const { round, boss, manager, administrator, people } = await answered();
    for (const staff of [boss, manager, administrator]) {
      const cookie = await signIn(staff);
      const page = await (await visit(`/rounds/${round.id}`, cookie)).text();
      const csv = await visit(`/rounds/${round.id}/responses.csv`, cookie);
      const token = await createToken(staff);
      const calls = ["", "/report", "/responses.csv"].map((path) =>
        api(token, "GET", `/rounds/${round.id}${path}`),
      );
      const texts = [page, await csv.text()];
      for (const call of await Promise.all(calls)) texts.push(await call.text());
      for (const text of texts) expect(text).not.toContain("slower meetings");
      for (const { contact } of people) expect(page).not.toContain(contact.email);
    }
  });
});

test("after the close words stand in the report alone, with nobody's name, id or instant, and the key is gone", async () => {
  const { round, people, times } = await answered();
  const [row] = await sealedRows();
  await runSweeps(env, round.closesAt);
  expect(await roundOf(round.id)).toMatchObject({ status: "closed", publicKey: null });
  expect(await sealedRows()).toEqual([]);
  expect(await keysKept()).toEqual([]);
  const comments = await db.select().from(tables.reportComment);
  expect(comments.map(({ text }) => text).sort()).toEqual(people.map(({ words }) => words).sort());
  expect(comments.every(({ contactId }) => contactId === null)).toBe(true);
  const stored = await everythingStored();
  for (const [table, rows] of Object.entries(stored))
    if (table !== "report_comment")
      expect(JSON.stringify(rows), table).not.toContain("slower meetings");
  const dump = JSON.stringify(stored);
  expect(dump).not.toContain(row!.id);
  for (const time of times) expect(dump).not.toContain(String(time));
});

test("comments on what only some of a group were asked are quoted from eight who answered it, no fewer", async () => {
  const people = (["user", "manager", "board"] as const).flatMap((tier) =>
    Array.from({ length: tier === "board" ? 1 : tier === "manager" ? 2 : 7 }, (_, n) => ({
      tier,
      answers: {
        "overall-grade": "B",
        "overall-grade.comment": `all ${tier} ${n}`,
        ...(tier === "board" && { image: "2", "image.comment": "said at the top" }),
        ...(tier !== "board" && { quality: "3", "quality.comment": `work ${tier} ${n}` }),
        ...(tier !== "user" && { "value-for-money": "3", "value-for-money.comment": "few" }),
      },
    })),
  );
  await closedRound({ people, confidentiality: "confidential" });
  const comments = await db.select().from(tables.reportComment);
  const of = (key: string) => comments.filter(({ questionKey }) => questionKey === key).length;
  expect([of("overall-grade"), of("quality")]).toEqual([10, 9]);
  expect([of("image"), of("value-for-money")]).toEqual([0, 0]);
});

test("a database brought back to before the close holds answers that nobody can open", async () => {
  const { round, people } = await answered();
  const rows = await sealedRows();
  await runSweeps(env, round.closesAt);
  await db
    .update(tables.round)
    .set({ status: "open", publicKey: round.publicKey, closedAt: null })
    .where(eq(tables.round.id, round.id));
  for (const one of rows) await db.insert(tables.sealedResponse).values(one);
  await db.delete(tables.report);
  const closing = closeRound(testCtx(), round.id, {});
  await expect(closing).rejects.toMatchObject({ reason: "answers_locked" });
  expect(await sealedRows()).toHaveLength(people.length);
  expect(await db.$count(tables.report)).toBe(0);
});

test("a cancelled round leaves no answer and no key", async () => {
  const { round, boss } = await answered();
  expect((await cancelRound(staffCtx(boss), round.id, { reason: "Merged." })).ok).toBe(true);
  expect(await sealedRows()).toEqual([]);
  expect(await keysKept()).toEqual([]);
  expect(await roundOf(round.id)).toMatchObject({ status: "cancelled", publicKey: null });
});

test("of two launches at the same instant one wins, and answers open with the key of that one", async () => {
  const { round } = await launchedRound({ round: { status: "draft" } });
  await db
    .update(tables.round)
    .set({ confidentiality: "confidential" })
    .where(eq(tables.round.id, round.id));
  await createContact({ accountId: round.accountId, mostSenior: true });
  await saveSelfGrade(testCtx(), round.id, { grade: "B", reason: "As last year." });
  await db.delete(tables.invitation);
  const launches = [1, 2].map(() =>
    launchRound(testCtx(), round.id, { explanation: "Both of us pressed it." }),
  );
  const outcomes = await Promise.all(launches);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  const { publicKey } = await roundOf(round.id);
  expect(await testCtx().sealing.findOpener(round.id, publicKey!)).not.toBeNull();
});

test("a round that was open before answers were sealed gets its key with the next answer", async () => {
  const { round, invitation } = await launchedRound({
    round: { confidentiality: "confidential", publicKey: null },
  });
  const sent = { intent: "submit", "overall-grade": "B" };
  expect((await post(`/s/${invitation.token}`, sent)).status).toBe(200);
  const { publicKey } = await roundOf(round.id);
  expect(await keysKept()).toEqual([`round/${round.id}/${publicKey}`]);
  await runSweeps(env, round.closesAt);
  expect(await db.select().from(tables.report)).toMatchObject([{ completed: 1 }]);
});

test("the same answers are packed alike, in whatever order they were given", () => {
  const one = { tier: "user" as const, answers: { b: "2", a: ["x", "y"] } };
  const other = { answers: { a: ["x", "y"], b: "2" }, tier: "user" as const };
  expect(pack(one)).toBe(pack(other));
});

test("without the secret a named round works and a confidential one says what is missing", async () => {
  const bare = bindings({ SEALING_SECRET: undefined });
  const ctx = createCtx(bare, { kind: "system" }, someDay);
  await expect(ctx.sealing.makeKey("round")).rejects.toMatchObject({ code: "misconfigured" });
});
