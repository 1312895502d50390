import { connect } from "#db/client.ts";
import { insertMessages, messageRow } from "#db/queries/message.ts";
import * as tables from "#db/schema.ts";
import { app } from "#worker/app.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { sealAnswers } from "#worker/domain/survey/actions-seal.ts";
import type { RoundKind } from "#worker/domain/round/schema.ts";
import { runSweeps } from "#worker/jobs/sweeps.ts";
import { sql } from "drizzle-orm";
import { brotliCompressSync, constants } from "node:zlib";
import { describe, expect, test } from "vitest";
import { bindings, env } from "../bindings.ts";
import { closedRound } from "../closed-round.ts";
import { counted } from "../counted.ts";
import { keepWorld } from "../emptied.ts";
import { createStaff, db, launchedRound, origin, signIn, someDay, testCtx } from "../factories.ts";
import { createHistory } from "../history.ts";

const now = new Date("2026-11-22T09:00:00Z");
const day = 24 * 60 * 60 * 1000;

const small = (body: ArrayBuffer) =>
  brotliCompressSync(new Uint8Array(body), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    .length;

/** What a signed-in leader's visit asks of D1, and what the page weighs. */
async function look(path: string) {
  const cookie = await signIn(await createStaff({ role: "leader" }));
  const { env: using, total } = counted();
  const response = await app.fetch(
    new Request(new URL(path, origin), { headers: { cookie } }),
    using,
  );
  const body = await response.arrayBuffer();
  return { ...total, status: response.status, brotli: small(body), bytes: body.byteLength };
}

describe("with a thousand accounts and five years", () => {
  keepWorld(() => createHistory(1000));

  test("the portfolio is read from accounts and reports alone", async () => {
    const page = await look("/portfolio?from=2022&to=2026");
    expect(page.status).toBe(200);
    // One for who looks, with the settings; everything else in another.
    expect(page.calls).toBe(2);
    expect(page.read).toBeLessThanOrEqual(7_050);
    expect(page.brotli).toBeLessThanOrEqual(15_000);
  });

  test("its reports are read from an index that holds all of them but the figures", async () => {
    const asked: string[] = [];
    const noting = {
      prepare: (query: string) => (asked.push(query), env.DB.prepare(query)),
      batch: (statements: D1PreparedStatement[]) => env.DB.batch(statements),
    } as unknown as D1Database; // -- Only what drizzle calls.
    const cookie = await signIn(await createStaff({ role: "leader" }));
    const request = new Request(new URL("/portfolio", origin), { headers: { cookie } });
    expect((await app.fetch(request, bindings({ DB: noting }))).status).toBe(200);
    const query = asked.find((one) => one.includes('from "report" where'))!;
    const values = Array.from(query.matchAll(/\?/g), () => 0);
    const plan = await env.DB.prepare(`explain query plan ${query}`)
      .bind(...values)
      .all();
    expect(JSON.stringify(plan.results)).toContain("USING COVERING INDEX report_year");
  });

  test("the start page reads a few rows an account, and none of people or answers", async () => {
    const page = await look("/");
    expect(page.status).toBe(200);
    expect(page.calls).toBe(2);
    expect(page.read).toBeLessThanOrEqual(2_100);
    expect(page.brotli).toBeLessThanOrEqual(15_000);
  });

  test("an account's page reads of this account alone, and all that is open there in one call", async () => {
    const page = await look("/accounts/a7");
    expect(page.status).toBe(200);
    expect(page.calls).toBeLessThanOrEqual(14);
    expect(page.read).toBeLessThanOrEqual(100);
    expect(page.brotli).toBeLessThanOrEqual(15_000);
  });

  test("the sweeps of a minute with nothing due look at nothing that is over", async () => {
    const { env: using, total } = counted();
    await runSweeps(using, now);
    expect(total.read).toBeLessThanOrEqual(40);
    expect(total.calls).toBeLessThanOrEqual(3);
  });
});

/** So many people of an open round who were invited on `someDay`, and all that an answer leaves of every second. */
async function inviteMany(kind: RoundKind, count: number) {
  const { round, account, version } = await launchedRound({ tiers: [], round: { kind } });
  const numbers = sql`json_each(${JSON.stringify(Array.from({ length: count }, (_, n) => n))})`;
  const id = sql`${kind} || value`;
  await db.run(sql`insert into contact (id, account_id, first_name, last_name, email, tier, function,
      most_senior, status, created_at, updated_at)
    select ${id}, ${account.id}, 'A', value, ${id} || '@client.example', 'user', 'other', 0, 'active', 0, 0
    from ${numbers}`);
  await db.run(sql`insert into invitation (id, round_id, contact_id, tier, template_version_id,
      token_hash, token_version, opt_out_hash, status, revision, invited_at, delivery, postponed_until)
    select ${id}, ${round.id}, ${id}, 'user', ${version.id}, ${id}, 1, ${id},
      case value % 4 when 0 then 'invited' when 1 then 'declined' else 'completed' end, value % 4 > 1,
      ${someDay.getTime()}, case value % 8 when 4 then 'bounced' else 'sent' end, null from ${numbers}`);
  await db.run(sql`insert into response (round_id, id, tier, answers, revision, submitted_at)
    select round_id, id, 'user', '{}', 1, ${someDay.getTime()} + 86400000 from invitation
    where round_id = ${round.id} and status = 'completed'`);
}

test("the sweeps of a minute ask twice, and look at none of hundreds who are under way but have nothing due", async () => {
  await inviteMany("satisfaction", 400);
  await inviteMany("annual_review", 400);
  const later = Array.from({ length: 300 }, (_, n) =>
    messageRow(
      {
        id: `invitation/later-${n}`,
        kind: "invitation",
        recipient: "a@client.example",
        sendAfter: new Date(someDay.getTime() + 30 * day),
      },
      someDay,
    ),
  );
  await insertMessages(db, later);
  const MAIL = { send: async () => {} };
  const at = new Date(someDay.getTime() + 4.5 * day);
  await runSweeps(bindings({ MAIL }), at);
  // Every fourth has not answered, and every second of those could not be reached.
  const reminded = sql`kind = 'reminder'`;
  expect(await db.$count(tables.message, reminded)).toBe(100);
  await db.update(tables.message).set({ status: "sent", sentAt: at }).where(reminded);
  for (const minutes of [1, 60 * 12]) {
    const { env: using, total } = counted();
    await runSweeps(using, new Date(at.getTime() + minutes * 60_000));
    expect(total.read).toBeLessThanOrEqual(40);
    // Now and then the mark that sweeps leave is written.
    expect(total.calls).toBeLessThanOrEqual(3);
  }
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
  const { env: using, total, largest } = counted();
  const closed = await closeRound({ ...testCtx(), db: connect(using.DB) }, round.id, {});
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
  const { env: using, total, largest } = counted();
  const closed = await closeRound({ ...testCtx(), db: connect(using.DB) }, round.id, {});
  expect(closed).toMatchObject({ ok: true });
  expect(largest("sealed")).toBe(500);
  expect(total.calls).toBeLessThanOrEqual(30);
  expect(await db.$count(tables.sealedResponse)).toBe(0);
});
