import * as tables from "#db/schema.ts";
import worker from "#worker/index.ts";
import { afterEach, expect, test, vi } from "vitest";
import { bindings, env } from "../bindings.ts";
import { createStaff, createToken, db, launchedRound, origin, post, signIn } from "../factories.ts";
import { faultyD1, type Fault } from "../faulty-d1.ts";
import { killedAt } from "../killed.ts";

afterEach(() => void vi.restoreAllMocks());

/** A request while every call of the database fails, each time before anything was done. */
function ask(path: string, init: RequestInit = {}, fault: Fault = "overloaded") {
  const { DB } = faultyD1(env.DB, fault, 1, { next: () => 0 });
  return worker.fetch(new Request(new URL(path, origin), init), bindings({ DB }));
}

const form = (fields: Record<string, string>) => ({
  method: "POST",
  body: new URLSearchParams(fields),
  headers: { origin },
});
const onceIn = (page: string) => /name="once" value="([\w-]{22})"/.exec(page)?.[1] ?? "";

test("a database that cannot be reached is a 503 that says when to come back, for staff, programs and clients", async () => {
  const admin = await createStaff({ role: "admin" });
  const cookie = await signIn(admin);
  const authorization = `Bearer ${await createToken(admin)}`;
  for (const [path, headers] of [
    ["/accounts", { cookie }],
    ["/api/v1/accounts", { authorization }],
    ["/s/aaaaaaaaaaaaaaaaaaaaaa", {}],
  ] as [string, HeadersInit][]) {
    const answer = await ask(path, { headers });
    expect([path, answer.status]).toEqual([path, 503]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  const told = await ask("/api/v1/accounts", { headers: { authorization } });
  expect(await told.json()).toMatchObject({ error: { code: "unavailable" } });
});

test("answers that did not get through come back in a page that sends them again", async () => {
  const { invitation } = await launchedRound();
  const words = `"Lines"\r\nof <b>words</b> & signs`;
  const fields = { intent: "submit", "overall-grade": "B", "improve-one-thing": words };
  const answer = await ask(`/s/${invitation.token}`, form(fields));
  expect(answer.status).toBe(503);
  const page = await answer.text();
  expect(page).toContain("we cannot say whether what you sent has arrived");
  expect(page).toContain('<input type="hidden" name="overall-grade" value="B"');
  expect(page).toContain("&quot;Lines&quot;");
  expect(page).toContain("&lt;b");
  expect(await db.$count(tables.response)).toBe(0);
});

test("a database that says nothing keeps nobody waiting for more than ten seconds", async () => {
  const { invitation } = await launchedRound();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  const silent = { prepare: () => ({ bind: () => ({ raw: () => new Promise(() => {}) }) }) };
  const using = bindings({ DB: silent as unknown as D1Database });
  const path = new URL(`/s/${invitation.token}`, origin);
  let status = 0;
  const answering = (async () => {
    ({ status } = await worker.fetch(new Request(path), using));
  })();
  await vi.advanceTimersByTimeAsync(9_900);
  expect(status).toBe(0);
  await vi.advanceTimersByTimeAsync(200);
  await answering;
  expect(status).toBe(503);
});

test("a confidential page sent twice is thanked twice and counts once; with other answers it is refused", async () => {
  const { invitation } = await launchedRound({ round: { confidentiality: "confidential" } });
  const path = `/s/${invitation.token}`;
  const once = onceIn(await (await ask200(path)).text());
  const fields = { intent: "submit", "overall-grade": "B", once };
  expect((await post(path, fields)).status).toBe(200);
  expect((await post(path, fields)).status).toBe(200);
  expect((await post(path, { ...fields, "overall-grade": "C" })).status).toBe(409);
  expect((await post(path, { ...fields, once: "A".repeat(22) })).status).toBe(409);
  expect((await post(path, { intent: "submit", "overall-grade": "B" })).status).toBe(409);
  expect(await db.$count(tables.sealedResponse)).toBe(1);
});

test("what is logged of an unknown error says where it was, and nothing of the query or what was in it", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { invitation } = await launchedRound();
  const { env: dying } = killedAt(1, "before");
  const answer = await worker.fetch(new Request(`${origin}/s/${invitation.token}`), dying);
  expect(answer.status).toBe(500);
  const said = logged.mock.calls.flat().join(" ");
  expect(said).toMatch(/^\w*Error\s+at /);
  expect(said).not.toMatch(/select|params|confidential/);
  expect(said).not.toContain(invitation.tokenHash);
});

const ask200 = async (path: string) => worker.fetch(new Request(new URL(path, origin)), env);
