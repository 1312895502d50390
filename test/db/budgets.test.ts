import { connect } from "#db/client.ts";
import * as tables from "#db/schema.ts";
import { app } from "#worker/app.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { sealAnswers } from "#worker/domain/survey/actions-seal.ts";
import { runSweeps } from "#worker/jobs/sweeps.ts";
import { sql } from "drizzle-orm";
import { brotliCompressSync, constants } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { closedRound } from "../closed-round.ts";
import { counted } from "../counted.ts";
import {
  createStaff,
  createTemplateVersion,
  db,
  launchedRound,
  origin,
  signIn,
  testCtx,
} from "../factories.ts";

const day = 24 * 60 * 60 * 1000;
const years = [2022, 2023, 2024, 2025, 2026];
const now = new Date("2026-11-22T09:00:00Z");

/** Old accounts with a closed round a year and two people asked in each, with nothing left to do. */
async function createHistory(accounts: number): Promise<void> {
  const { id: manager } = await createStaff();
  const { id: version } = await createTemplateVersion();
  const numbers = sql`json_each(${JSON.stringify(Array.from({ length: accounts }, (_, n) => n))}) a`;
  const yearly = sql`${numbers}, json_each(${JSON.stringify(years)}) y`;
  const closed = sql`(unixepoch(y.value || '-10-01') * 1000)`;
  await db.batch([
    db.insert(tables.account).select(
      sql`select 'a' || a.value, 'Account ' || a.value, 'account ' || a.value, null, ${manager}, null, 'DE',
        'Industry', 1000, 'EUR', null, null, null, null, 0, 0, null, 12, null, ${now.getTime() + 99 * day}, null
        from ${numbers} where true`,
    ),
    db.insert(tables.contact).select(
      sql`select 'c' || a.value, 'a' || a.value, 'Given', 'Family', a.value || '@client.example', 'user',
        'other', null, null, null, 1, 'active', null, 0, 0, 0, null from ${numbers} where true`,
    ),
  ]);
  // Rounds are inserted by name: few of their many columns matter here.
  await db.run(sql`insert into round (id, account_id, kind, name, status, confidentiality, modules, closes_at,
      created_by, created_at, launched_at, closed_at, released_at, blanked_at)
    select 'r' || a.value || '-' || y.value, 'a' || a.value, 'satisfaction', 'Year', 'closed', 'named', '[]',
      ${closed}, 'x', 0, 0, ${closed}, ${closed}, ${closed} from ${yearly}`);
  await db.run(sql`insert into invitation (id, round_id, contact_id, tier, template_version_id, token_hash,
      opt_out_hash, status, revision, invited_at, delivery)
    select 'i' || a.value || '-' || y.value, 'r' || a.value || '-' || y.value, 'c' || a.value, 'user', ${version},
      't' || a.value || '-' || y.value, 'o' || a.value || '-' || y.value, 'completed', 1, 0, 'delivered'
    from ${yearly}`);
  await db.run(sql`insert into report (round_id, account_id, kind, method, closed_at, year, invited, completed,
      client_points, self_points, gap, manager_id, graded, client_low, client_high, figures)
    select 'r' || a.value || '-' || y.value, 'a' || a.value, 'satisfaction', 1, ${closed}, y.value, 2, 1,
      a.value % 5, 3, 3 - a.value % 5, ${manager}, 1, 1, 4, '{}' from ${yearly}`);
}

const small = (body: ArrayBuffer) =>
  brotliCompressSync(new Uint8Array(body), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    .length;

/** What a signed-in leader's visit asks of D1, and what the page weighs. */
async function look(path: string) {
  const cookie = await signIn(await createStaff({ role: "leader" }));
  const { env, total } = counted();
  const response = await app.fetch(
    new Request(new URL(path, origin), { headers: { cookie } }),
    env,
  );
  const body = await response.arrayBuffer();
  return { ...total, status: response.status, brotli: small(body), bytes: body.byteLength };
}

describe("with a thousand accounts and five years", () => {
  beforeEach(() => createHistory(1000));

  test("the portfolio is read from accounts and reports alone", async () => {
    const page = await look("/portfolio?from=2022&to=2026");
    expect(page.status).toBe(200);
    // One for who looks, with the settings; everything else in another.
    expect(page.calls).toBe(2);
    expect(page.read).toBeLessThanOrEqual(10_000);
    expect(page.brotli).toBeLessThanOrEqual(15_000);
  });

  test("the start page reads a few rows an account, and none of people or answers", async () => {
    const page = await look("/");
    expect(page.status).toBe(200);
    expect(page.calls).toBe(2);
    expect(page.read).toBeLessThanOrEqual(4_500);
    expect(page.brotli).toBeLessThanOrEqual(15_000);
  });

  test("the sweeps of a minute with nothing due look at nothing that is over", async () => {
    const { env, total } = counted();
    await runSweeps(env, now);
    expect(total.read).toBeLessThanOrEqual(100);
  });
});

test("a report is read in few rows", async () => {
  const { round } = await closedRound({
    people: Array.from({ length: 12 }, (_, n) => ({
      tier: n < 8 ? ("user" as const) : ("manager" as const),
      answers: { "overall-grade": "B", quality: "4", "improve-one-thing": "Call back." },
    })),
  });
  const page = await look(`/rounds/${round.id}/report`);
  expect(page.status).toBe(200);
  expect(page.read).toBeLessThanOrEqual(100);
  expect(page.calls).toBe(3);
  expect(page.brotli).toBeLessThanOrEqual(15_000);
});

test("a close of 5,000 responses holds at most 500 of them at once", async () => {
  const { round, invitation } = await launchedRound();
  await db.run(sql`insert into response (round_id, id, tier, answers, revision, submitted_at)
    select ${round.id}, 'p' || value, ${invitation.tier}, json_object('overall-grade', 'B', 'quality', '4'), 1, 0
    from json_each(${JSON.stringify(Array.from({ length: 5000 }, (_, n) => n))})`);
  const { env, total, largest } = counted();
  const closed = await closeRound({ ...testCtx(), db: connect(env.DB) }, round.id, {});
  expect(closed).toMatchObject({ ok: true });
  expect(largest("answers")).toBeLessThanOrEqual(500);
  expect(total.calls).toBeLessThanOrEqual(40);
});

test("so does a close of sealed ones: they are opened in pages", async () => {
  const { round } = await launchedRound({ round: { confidentiality: "confidential" } });
  const seal = () => sealAnswers(testCtx(), round, { tier: "user", answers: { quality: "4" } });
  for (let page = 0; page < 12; page++) {
    const sealed = await Promise.all(Array.from({ length: 100 }, seal));
    await db.run(sql`insert into sealed_response select value->>'roundId', value->>'id', value->>'sealed'
      from json_each(${JSON.stringify(sealed)})`);
  }
  const { env, total, largest } = counted();
  const closed = await closeRound({ ...testCtx(), db: connect(env.DB) }, round.id, {});
  expect(closed).toMatchObject({ ok: true });
  expect(largest("sealed")).toBe(500);
  expect(total.calls).toBeLessThanOrEqual(30);
  expect(await db.$count(tables.sealedResponse)).toBe(0);
});
