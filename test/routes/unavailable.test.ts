import * as tables from "#db/schema.ts";
import worker from "#worker/index.ts";
import { afterEach, expect, test, vi } from "vitest";
import { bindings, env } from "../bindings.ts";
import { createStaff, createToken, db, launchedRound, origin, post, signIn } from "../factories.ts";
import { faultyD1, type Fault } from "../faulty-d1.ts";
import { killedAt } from "../killed.ts";
import { wrappedD1 } from "../wrapped-d1.ts";

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

/** D1 when nothing comes back. */
const silent = () => wrappedD1(env.DB, () => new Promise(() => {}));

/** D1 that does everything, and takes its time. */
const slow = (milliseconds: number) =>
  wrappedD1(env.DB, async (run) => {
    await new Promise((done) => setTimeout(done, milliseconds));
    return run();
  });

/** After how many seconds a request is answered, with what. */
async function timed(DB: D1Database, path: string, init: RequestInit = {}) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  const given: Response[] = [];
  const answering = (async () => {
    given.push(await worker.fetch(new Request(new URL(path, origin), init), bindings({ DB })));
  })();
  let seconds = 0;
  for (; given.length === 0 && seconds < 200; seconds++) {
    await vi.advanceTimersByTimeAsync(1000);
    for (let turn = 0; turn < 20 && given.length === 0; turn++)
      await new Promise((done) => setImmediate(done));
  }
  vi.useRealTimers();
  await answering;
  const [answer] = given;
  return { seconds, status: answer!.status, text: await answer!.text(), headers: answer!.headers };
}

test("a database that says nothing keeps nobody waiting for longer than they may: a respondent ten seconds, staff and programs 25", async () => {
  const { invitation } = await launchedRound();
  const admin = await createStaff({ role: "admin" });
  const cookie = await signIn(admin);
  const authorization = `Bearer ${await createToken(admin)}`;
  const respondent = await timed(silent(), `/s/${invitation.token}`);
  expect([respondent.status, respondent.seconds]).toEqual([503, 10]);
  const page = await timed(silent(), "/accounts", { headers: { cookie } });
  expect([page.status, page.seconds]).toEqual([503, 25]);
  expect(page.text).toContain("Nothing was changed: try again");
  const told = await timed(silent(), "/api/v1/accounts", { headers: { authorization } });
  expect([told.status, told.seconds]).toEqual([503, 25]);
  expect(JSON.parse(told.text)).toMatchObject({ error: { code: "unavailable" } });
  for (const { headers } of [respondent, page, told])
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
});

test("many calls that are each in time do not add up to a page that never comes, and a write is told to be looked for", async () => {
  const admin = await createStaff({ role: "admin" });
  const authorization = `Bearer ${await createToken(admin)}`;
  const headers = { authorization, "content-type": "application/json" };
  const body = JSON.stringify({ name: "Erik New", email: "erik@us.example", role: "leader" });
  const write = await timed(slow(9000), "/api/v1/staff", { method: "POST", headers, body });
  expect([write.status, write.seconds]).toEqual([503, 25]);
  expect(write.text).toContain("we cannot say whether this was done. Look before you try it again");
});

test("a file may take longer than a page, but not for ever", async () => {
  const cookie = await signIn(await createStaff({ role: "admin" }));
  const file = await timed(slow(9000), "/accounts.csv", { headers: { cookie } });
  expect(file.status).toBe(200);
  expect(file.seconds).toBeGreaterThan(25);
  const never = await timed(slow(29_000), "/accounts.csv", { headers: { cookie } });
  expect(never.seconds).toBeLessThanOrEqual(120);
});

test("a confidential page sent twice is told that it is in and counts once; with other answers it is refused", async () => {
  const { invitation } = await launchedRound({ round: { confidentiality: "confidential" } });
  const path = `/s/${invitation.token}`;
  const once = onceIn(await (await ask200(path)).text());
  const fields = { intent: "submit", "overall-grade": "B", once };
  expect((await post(path, fields)).status).toBe(200);
  const again = await post(path, fields);
  expect(again.status).toBe(409);
  expect(await again.text()).toContain("Your answers are with us");
  const other = await post(path, { ...fields, "overall-grade": "C" });
  expect(other.status).toBe(409);
  expect(await other.text()).not.toContain("Your answers are with us");
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
