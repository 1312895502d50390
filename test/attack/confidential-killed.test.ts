import { insertConfidentialSubmission } from "#db/queries/survey.ts";
import * as tables from "#db/schema.ts";
import { createCtx, type Ctx } from "#worker/context.ts";
import { cancelRound, closeRound } from "#worker/domain/round/actions-close.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import { sealAnswers } from "#worker/domain/survey/actions-seal.ts";
import { runSweeps } from "#worker/jobs/sweeps.ts";
import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { bindings, env } from "../bindings.ts";
import * as killed from "../killed.ts";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  launchedRound,
  someDay,
  testCtx,
} from "../factories.ts";

const hour = 60 * 60 * 1000;
const people = 6;

const roundOf = async (id: string) =>
  (await db.select().from(tables.round).where(eq(tables.round.id, id)))[0]!;
const sealedOf = (id: string) =>
  db.$count(tables.sealedResponse, eq(tables.sealedResponse.roundId, id));
const reportsOf = (id: string) =>
  db.select().from(tables.report).where(eq(tables.report.roundId, id));
const keysOf = async (id: string) =>
  (await env.KEYS.list({ prefix: `round/${id}/` })).keys.map(({ name }) => name);
const auditOf = (id: string, action: string) =>
  db.$count(
    tables.auditEntry,
    and(eq(tables.auditEntry.subjectId, id), eq(tables.auditEntry.action, action)),
  );

async function answeredRound() {
  const { round, invitations } = await launchedRound({
    tiers: Array(people).fill("user"),
    round: { confidentiality: "confidential" },
  });
  for (const { id: invitationId } of invitations) {
    const answers = { "overall-grade": "B", "improve-one-thing": "Call before you write." };
    const response = await sealAnswers(testCtx(), round, { tier: "user", answers });
    await insertConfidentialSubmission(db, { roundId: round.id, invitationId, response });
  }
  return round;
}

const atEachStep = <World>(
  prepare: () => Promise<World>,
  run: (ctx: Ctx, world: World) => Promise<unknown>,
  check: (world: World) => Promise<void>,
) =>
  killed.atEachStep(
    prepare,
    (dying, world) => run(createCtx(dying.env, { kind: "system" }, someDay), world),
    check,
  );

describe("a process that dies at any step", () => {
  test(
    "of a close leaves the round open with every answer or closed with its report, and the next sweep ends it",
    { timeout: 60_000 },
    async () => {
      const steps = await atEachStep(
        answeredRound,
        (ctx, { id }) => closeRound(ctx, id, {}),
        async ({ id, closesAt }) => {
          const { status } = await roundOf(id);
          const [report] = await reportsOf(id);
          if (status === "open") {
            expect([await sealedOf(id), report, await keysOf(id)]).toEqual([
              people,
              undefined,
              [expect.any(String)],
            ]);
          } else {
            expect([status, await sealedOf(id), report?.completed]).toEqual(["closed", 0, people]);
          }
          await runSweeps(env, closesAt);
          expect(await roundOf(id)).toMatchObject({ status: "closed", publicKey: null });
          expect(await reportsOf(id)).toMatchObject([{ completed: people, clientPoints: 3 }]);
          expect([await sealedOf(id), await keysOf(id)]).toEqual([0, []]);
          expect(await auditOf(id, "round.closed")).toBe(1);
        },
      );
      expect(steps).toBeGreaterThan(10);
    },
  );

  test(
    "of a cancellation leaves the round open with every answer or cancelled with none",
    { timeout: 60_000 },
    async () => {
      await atEachStep(
        answeredRound,
        (ctx, { id }) => cancelRound(ctx, id, { reason: "They were merged." }),
        async ({ id }) => {
          const { status } = await roundOf(id);
          expect(await sealedOf(id)).toBe(status === "open" ? people : 0);
          if (status === "open") expect(await keysOf(id)).toHaveLength(1);
          await cancelRound(testCtx(), id, { reason: "They were merged." });
          await runSweeps(env, someDay);
          expect(await roundOf(id)).toMatchObject({ status: "cancelled", publicKey: null });
          expect([await sealedOf(id), await keysOf(id)]).toEqual([0, []]);
        },
      );
    },
  );

  test(
    "of a launch leaves a draft and perhaps a key that opens nothing, or a round whose answers open",
    { timeout: 60_000 },
    async () => {
      await atEachStep(
        async () => {
          const manager = await createStaff();
          const account = await createAccount({ accountManagerId: manager.id });
          await createContact({ accountId: account.id, mostSenior: true });
          const draft = await createRound({
            accountId: account.id,
            confidentiality: "confidential",
          });
          await saveSelfGrade(testCtx(), draft.id, { grade: "B", reason: "As last year." });
          return draft;
        },
        (ctx, { id }) => launchRound(ctx, id, {}),
        async ({ id, accountId, closesAt }) => {
          const { status, publicKey } = await roundOf(id);
          expect(publicKey === null).toBe(status === "draft");
          await launchRound(testCtx(), id, {});
          const round = await roundOf(id);
          expect(round.status).toBe("open");
          const invitations = await db
            .select()
            .from(tables.invitation)
            .where(eq(tables.invitation.roundId, id));
          expect(invitations).toHaveLength(1);
          const answers = { "overall-grade": "B" };
          const response = await sealAnswers(testCtx(), round, { tier: "user", answers });
          const links = { roundId: id, invitationId: invitations[0]!.id };
          expect(await insertConfidentialSubmission(db, { ...links, response })).toBe(true);
          await runSweeps(env, closesAt);
          expect(await reportsOf(id)).toMatchObject([{ accountId, completed: 1 }]);
          expect(await keysOf(id)).toEqual([]);
        },
      );
    },
  );
});

describe("sealed answers without their key", () => {
  const noticesOf = async (id: string) =>
    (await db.select().from(tables.message)).filter((one) => one.id === `answers-locked/${id}`);

  test("are kept, never taken for none, and counted once the key is back; the admin is told once", async () => {
    const { id, closesAt } = await answeredRound();
    const [name] = await keysOf(id);
    const wrapped = (await env.KEYS.get(name!))!;
    await env.KEYS.delete(name!);
    const late = (hours: number) => new Date(closesAt.getTime() + hours * hour);
    await runSweeps(env, late(0));
    expect(await noticesOf(id)).toEqual([]);
    for (const hours of [2, 3]) {
      await runSweeps(env, late(hours));
      expect(await noticesOf(id)).toMatchObject([{ recipient: "admin@example.com" }]);
      expect((await roundOf(id)).status).toBe("open");
      expect([await sealedOf(id), await reportsOf(id)]).toEqual([people, []]);
    }
    await expect(closeRound(testCtx(), id, {})).rejects.toThrow("Nothing is lost");
    await env.KEYS.put(name!, wrapped);
    await runSweeps(env, late(4));
    expect(await reportsOf(id)).toMatchObject([{ completed: people, clientPoints: 3 }]);
  });

  test("are kept while the secret is not the one of the launch, and open when it is put back", async () => {
    const { id, closesAt } = await answeredRound();
    const changed = bindings({ SEALING_SECRET: "a secret that was set after the launch" });
    await runSweeps(changed, closesAt);
    expect([(await roundOf(id)).status, await sealedOf(id)]).toEqual(["open", people]);
    await runSweeps(env, closesAt);
    expect(await reportsOf(id)).toMatchObject([{ completed: people }]);
  });

  test("of which one was tampered with keep the round open: nothing is counted without it", async () => {
    const { id } = await answeredRound();
    const sealed = { roundId: id, id: "not-one-of-them", sealed: "A".repeat(11_000) };
    await db.insert(tables.sealedResponse).values(sealed);
    await expect(closeRound(testCtx(), id, {})).rejects.toMatchObject({ reason: "answers_locked" });
    expect([(await roundOf(id)).status, await sealedOf(id)]).toEqual(["open", people + 1]);
  });

  test("in a round that nobody answered are missed by no one", async () => {
    const { round } = await launchedRound({ round: { confidentiality: "confidential" } });
    for (const name of await keysOf(round.id)) await env.KEYS.delete(name);
    expect((await closeRound(testCtx(), round.id, {})).ok).toBe(true);
    expect(await reportsOf(round.id)).toMatchObject([{ completed: 0, clientPoints: null }]);
  });
});
