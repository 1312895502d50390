import * as tables from "#db/schema.ts";
import { networkOf } from "#worker/domain/session/rules.ts";
import { runSweeps } from "#worker/jobs/sweeps.ts";
import { beforeEach, expect, test, vi } from "vitest";
import { bindings, env, type Overrides } from "../bindings.ts";
import {
  createStaff,
  createToken,
  db,
  launchedRound,
  origin,
  post,
  request,
} from "../factories.ts";

import { answered, settled } from "../settled.ts";

const minute = 60_000;

// An instance counts from its first request on: no minute of it may end within a test.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));

/** Asks for a sign-in link from somewhere. */
const ask = (email: string, ip = "192.0.2.7") =>
  settled(
    new Request(`${origin}/sign-in`, {
      method: "POST",
      headers: { origin, "cf-connecting-ip": ip },
      body: new URLSearchParams({ email }),
    }),
  );
const askOften = async (times: number, email: (nth: number) => string, ip?: string) => {
  const statuses: number[] = [];
  for (let nth = 1; nth <= times; nth++) statuses.push((await ask(email(nth), ip)).status);
  return statuses;
};
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

test("the sixth link for an address in a quarter of an hour is refused, and mailed to nobody", async () => {
  const staff = await createStaff();
  expect(await askOften(5, () => staff.email)).toEqual(times(5, 303));
  // From elsewhere, and written otherwise: it is the address that counts.
  const sixth = await ask(staff.email.toUpperCase(), "198.51.100.9");
  expect(sixth.status).toBe(429);
  const seconds = Number(sixth.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(14 * 60);
  expect(seconds).toBeLessThanOrEqual(15 * 60);
  expect(await sixth.text()).toContain("Try again in 15 minutes");
  await vi.waitFor(async () => expect(await db.$count(tables.message)).toBe(5));
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15 * minute + 1000 });
  expect((await ask(staff.email)).status).toBe(303);
});

test("the fifty-first request from one place is refused, whatever it names, and others are not", async () => {
  const first = await Promise.all(
    times(50, "client.example").map((at, nth) => ask(`${nth}@${at}`)),
  );
  expect(statusesOf(first)).toEqual(times(50, 303));
  const victim = "victim@supplier.example";
  expect(await askOften(10, () => victim)).toEqual(times(10, 429));
  // What was refused did not count against the address it named.
  expect((await ask(victim, "198.51.100.9")).status).toBe(303);
});

test("a hundred requests at once are counted as a hundred", async () => {
  const all = await Promise.all(times(100, "one@client.example").map((email) => ask(email)));
  const admitted = all.filter(({ status }) => status === 303);
  expect(admitted).toHaveLength(5);
  expect(all.filter(({ status }) => status === 429)).toHaveLength(95);
});

test("what is counted names nobody, and is forgotten when its time is over", async () => {
  await ask("secret@client.example", "192.0.2.77");
  const rows = await db.select().from(tables.attempt);
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toMatch(/secret|client|192|0\.2/);
  expect(rows.every(({ id }) => /^[\w-]{22}$/.test(id))).toBe(true);
  await runSweeps(env, new Date());
  expect(await db.$count(tables.attempt)).toBe(2);
  await runSweeps(env, new Date(Date.now() + 15 * minute));
  expect(await db.$count(tables.attempt)).toBe(0);
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8:1:2::9", "2001:db8:1:2"],
  ["2001:0db8:0001:0002::", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
])("%s is one place with all of %s", (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

test("the 121st look at a private link in a minute is refused, sending answers never is", async () => {
  const { invitation } = await launchedRound();
  const path = `/s/${invitation.token}`;
  const looked = [];
  for (let nth = 1; nth <= 121; nth++) looked.push((await request(path)).status);
  expect(looked).toEqual([...times(120, 200), 429]);
  const refused = await request(path);
  expect(refused.headers.get("retry-after")).toBe("60");
  expect(await refused.text()).toContain("<html");
  const saved = await post(path, { intent: "save", "overall-grade": "A" });
  expect(saved.status).toBe(429);
  const sent = await post(path, { intent: "submit", "overall-grade": "A" });
  expect(sent.status).toBe(200);
  // Another's link is not held back.
  const other = await launchedRound();
  expect((await request(`/s/${other.invitation.token}`)).status).toBe(200);
});

test.each(["s", "u", "c", "v", "r"])("/%s/ is held back by its token", async (kind) => {
  const path = `/${kind}/${"A".repeat(20)}${kind}1`;
  const looked = [];
  for (let nth = 1; nth <= 121; nth++) looked.push((await request(path)).status);
  expect(new Set(looked.slice(0, 120))).toEqual(new Set([404]));
  expect(looked.at(-1)).toBe(429);
});

/** Calls the API so often as from `place`, one after the other: there is nothing at the address, which is quick. */
async function call(times: number, token: string, overrides: Overrides = {}, place = "192.0.2.1") {
  const headers = { authorization: `Bearer ${token}`, "cf-connecting-ip": place };
  const answers: Response[] = [];
  for (let nth = 1; nth <= times; nth++) {
    const asking = new Request(`${origin}/api/v1/nothing`, { headers });
    answers.push((await answered(asking, bindings(overrides))).response);
  }
  return answers;
}
const patience = 180_000;
const statusesOf = (answers: Response[]) => answers.map(({ status }) => status);

test(
  "the 601st call of the API with one token in a minute is refused by the platform, and other tokens are not",
  async () => {
    const leader = await createStaff({ role: "leader" });
    const anyhow = { API_PER_MINUTE: "100000" };
    const answers = await inOneMinute(async () =>
      call(601, await createToken(leader), anyhow, "192.0.2.1"),
    );
    expect(statusesOf(answers)).toEqual([...times(600, 404), 429]);
    expect(env.API_PER_MINUTE).toBe("600");
    const refused = answers.at(-1)!;
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(await refused.json()).toMatchObject({ error: { code: "rate_limited" } });
    expect(statusesOf(await call(3, await createToken(leader), anyhow))).toEqual(times(3, 404));
  },
  patience,
);

/** The platform counts by the minutes of the real clock: when one ends while we try, we try once more. */
async function inOneMinute<T>(attempt: () => Promise<T>): Promise<T> {
  vi.useRealTimers();
  const begun = Math.floor(Date.now() / minute);
  const result = await attempt();
  return Math.floor(Date.now() / minute) === begun ? result : attempt();
}

test(
  "one instance by itself refuses the 601st call with a token, and not those with another",
  async () => {
    const leader = await createStaff({ role: "leader" });
    const generous = { API_LIMIT: { limit: async () => ({ success: true }) } };
    const answers = await call(601, await createToken(leader), generous);
    expect(statusesOf(answers)).toEqual([...times(600, 404), 429]);
    expect(statusesOf(await call(3, await createToken(leader), generous))).toEqual(times(3, 404));
  },
  patience,
);

test("how often the API may be called is a setting", async () => {
  const token = await createToken(await createStaff({ role: "leader" }));
  expect(statusesOf(await call(4, token, { API_PER_MINUTE: "3" }))).toEqual([404, 404, 404, 429]);
});

test(
  "wrong tokens are held back by where they come from, and never hold back a good one",
  async () => {
    const good = await createToken(await createStaff({ role: "leader" }));
    const place = "198.51.100.44";
    const guess = (nth: number) => call(1, `cg_${"guess".repeat(8)}${nth}`, {}, place);
    const guesses = [];
    for (let nth = 1; nth <= 602; nth++) guesses.push(...(await guess(nth)));
    expect(statusesOf(guesses)).toEqual([...times(600, 401), 429, 429]);
    expect(guesses.at(-1)!.headers.get("retry-after")).toBe("60");
    expect(statusesOf(await call(2, good, {}, place))).toEqual([404, 404]);
    expect(statusesOf(await call(1, "cg_another-guess", {}, "203.0.113.9"))).toEqual([401]);
  },
  patience,
);

test("what is counted of the API is no token", async () => {
  const token = await createToken(await createStaff({ role: "leader" }));
  const asked: string[] = [];
  const spent = {
    limit: async ({ key }: { key: string }) => {
      asked.push(key);
      return { success: false };
    },
  };
  const answers = [
    ...(await call(1, token, { API_LIMIT: spent }, "203.0.113.70")),
    ...(await call(1, "cg_wrong-all-along", { API_LIMIT: spent }, "203.0.113.70")),
  ];
  expect(statusesOf(answers)).toEqual([429, 429]);
  expect(asked).toHaveLength(2);
  expect(asked.join()).not.toContain(token);
  expect(asked.join()).not.toContain("wrong-all-along");
});
