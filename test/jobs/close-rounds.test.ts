import { env } from "cloudflare:workers";
import * as tables from "#db/schema.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import { closeDueRounds } from "#worker/jobs/close-rounds.ts";
import { runSweeps } from "#worker/jobs/sweeps.ts";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  post,
  someDay,
  staffCtx,
  testCtx,
} from "../factories.ts";

const deadline = new Date("2026-03-23T09:00:00Z");
const minute = 60_000;

/** An open round of so many people; gives the address of each person's page. */
async function openRound(
  people: number,
  overrides: Partial<typeof tables.round.$inferInsert> = {},
  grade: "A" | "C" = "A",
) {
  const boss = await createStaff();
  const manager = await createStaff({ lineManagerId: boss.id });
  const account = await createAccount({ accountManagerId: manager.id });
  for (let n = 0; n < people; n++)
    await createContact({ accountId: account.id, mostSenior: n === 0 });
  const round = await createRound({ accountId: account.id, closesAt: deadline, ...overrides });
  const ctx = staffCtx(manager);
  await saveSelfGrade(ctx, round.id, { grade, reason: "We know them well." });
  expect(await launchRound(ctx, round.id, {})).toEqual({ ok: true, invited: people });
  const invitations = await db.select().from(tables.invitation);
  const pages = await Promise.all(
    invitations.map(async ({ id }) => `/s/${await ctx.tokens.make("survey", id)}`),
  );
  return { round, manager, boss, account, pages };
}

const submit = (page: string, grade = "B") =>
  post(page, { intent: "submit", "overall-grade": grade });
const stateOf = async (roundId: string) =>
  (await db.select().from(tables.round).where(eq(tables.round.id, roundId)))[0]!;
const noticesOf = async () =>
  (await db.select().from(tables.message)).filter(({ kind }) => kind === "round_closed");

test("a sweep closes a round at its deadline, not before, with its report", async () => {
  const { round, manager, boss, pages } = await openRound(2);
  await submit(pages[0]!);
  await runSweeps(env, new Date(deadline.getTime() - 1));
  expect((await stateOf(round.id)).status).toBe("open");
  await runSweeps(env, deadline);
  expect(await stateOf(round.id)).toMatchObject({
    status: "closed",
    closedAt: deadline,
    closedBy: null,
  });
  expect(await db.select().from(tables.report)).toMatchObject([
    { roundId: round.id, invited: 2, completed: 1, clientPoints: 3, selfPoints: 4, gap: 1 },
  ]);
  expect((await noticesOf()).map(({ recipient }) => recipient).sort()).toEqual(
    [manager.email, boss.email].sort(),
  );
});

test("two sweeps at once, and one more, close it once", async () => {
  const { round } = await openRound(3);
  await Promise.all([1, 2].map(() => closeDueRounds(testCtx(undefined, deadline))));
  await runSweeps(env, new Date(deadline.getTime() + minute));
  expect((await stateOf(round.id)).closedAt).toEqual(deadline);
  expect(await db.$count(tables.report)).toBe(1);
  expect(await noticesOf()).toHaveLength(2);
  expect(await db.$count(tables.auditEntry, eq(tables.auditEntry.action, "round.closed"))).toBe(1);
});

test("drafts of answers are gone at close, and mail of the round that still waited is cancelled", async () => {
  const { round, pages } = await openRound(2);
  await post(pages[0]!, { intent: "save", "overall-grade": "D" });
  expect((await db.select().from(tables.invitation)).some(({ draft }) => draft)).toBe(true);
  await runSweeps(env, deadline);
  expect((await db.select().from(tables.invitation)).every(({ draft }) => !draft)).toBe(true);
  const waiting = (await db.select().from(tables.message)).filter(
    ({ kind, status }) => kind === "invitation" && status === "queued",
  );
  expect(waiting).toEqual([]);
  expect(await db.select().from(tables.report)).toMatchObject([
    { roundId: round.id, completed: 0 },
  ]);
});

test("a gap of two grades is told to the leaders too", async () => {
  const leader = await createStaff({ role: "leader" });
  const { manager, boss, pages } = await openRound(1);
  await submit(pages[0]!, "C");
  await runSweeps(env, deadline);
  expect((await noticesOf()).map(({ recipient }) => recipient).sort()).toEqual(
    [leader.email, manager.email, boss.email].sort(),
  );
});

test("a round nobody answered closes with no grade and no gap", async () => {
  await openRound(1);
  await runSweeps(env, deadline);
  expect(await db.select().from(tables.report)).toMatchObject([
    { completed: 0, clientPoints: null, gap: null },
  ]);
});

test("a confidential round keeps its report and no answer", async () => {
  const { round, pages } = await openRound(6, { confidentiality: "confidential" });
  for (const page of pages) expect((await submit(page)).status).toBe(200);
  expect(await db.$count(tables.sealedResponse)).toBe(6);
  await runSweeps(env, deadline);
  expect(await stateOf(round.id)).toMatchObject({ status: "closed", publicKey: null });
  expect(await db.$count(tables.sealedResponse)).toBe(0);
  expect(await db.select().from(tables.report)).toMatchObject([{ completed: 6, clientPoints: 3 }]);
});

test.each(["named", "confidential"] as const)(
  "every answer of a %s round that was accepted while it closed is in its figures",
  async (confidentiality) => {
    const { round, manager, pages } = await openRound(20, { confidentiality });
    const early = await Promise.all(pages.slice(0, 6).map((page) => submit(page)));
    const [closed, ...late] = await Promise.all([
      closeRound(staffCtx(manager, someDay), round.id, { reason: "They merge tomorrow." }),
      ...pages.slice(6).map((page) => submit(page)),
    ]);
    expect(closed).toMatchObject({ ok: true, round: { status: "closed" } });
    const accepted = [...early, ...late].filter(({ status }) => status === 200).length;
    const refused = late.filter(({ status }) => status === 410).length;
    expect(accepted + refused).toBe(20);
    expect(await db.select().from(tables.report)).toMatchObject([{ completed: accepted }]);
    expect(await db.$count(tables.response)).toBe(confidentiality === "named" ? accepted : 0);
    expect(await db.$count(tables.sealedResponse)).toBe(0);
  },
);
