import { app } from "#worker/app.ts";
import { expect, test } from "vitest";
import { bindings, env } from "../bindings.ts";
import { createAccount, createStaff, launchedRound, origin, signIn } from "../factories.ts";

/** The deployment as it would be with copies: every session notes from where in the history it was asked to read. */
function withCopies(on: "0" | "1") {
  const asked: string[] = [];
  const real = env.DB;
  const d1 = {
    prepare: (query: string) => real.prepare(query),
    batch: (statements: D1PreparedStatement[]) => real.batch(statements),
    withSession: (from: string) => {
      asked.push(from);
      return real.withSession(from);
    },
  } as unknown as D1Database; // -- only what the product calls
  const deployment = bindings({ DB: d1, READ_REPLICAS: on });
  const ask = (path: string, init: RequestInit = {}) =>
    app.fetch(new Request(new URL(path, origin), init), deployment);
  return { asked, ask };
}

const seenIn = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => /^seen=([^;]+)/.exec(cookie)?.[1])
    .find(Boolean);

test("staff read from any copy at first, then nothing older than what they have seen or done", async () => {
  const cookie = await signIn(await createStaff({ role: "leader" }));
  const account = await createAccount();
  const { asked, ask } = withCopies("1");
  const first = await ask("/accounts", { headers: { cookie } });
  expect(first.status).toBe(200);
  expect(asked).toEqual(["first-unconstrained"]);
  const seen = seenIn(first)!;
  expect(first.headers.getSetCookie().join()).toMatch(
    /seen=.*Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax/,
  );
  const changed = await ask("/accounts", {
    method: "POST",
    headers: { cookie: `${cookie}; seen=${seen}` },
    body: new URLSearchParams({ name: "Made just now" }),
  });
  expect(changed.status).toBe(303);
  expect(asked.at(-1)).toBe("first-primary");
  const done = seenIn(changed)!;
  expect(done > seen).toBe(true);
  const after = await ask(`/accounts/${account.id}`, {
    headers: { cookie: `${cookie}; seen=${done}` },
  });
  expect(asked.at(-1)).toBe(done);
  expect(after.status).toBe(200);
});

test("a mark that nobody gave out is no mark", async () => {
  const cookie = await signIn(await createStaff());
  const { asked, ask } = withCopies("1");
  await ask("/", { headers: { cookie: `${cookie}; seen=first-primary'--` } });
  expect(asked).toEqual(["first-unconstrained"]);
});

test("respondents, programs and who is not signed in are always answered by the original", async () => {
  const { invitation } = await launchedRound();
  const { asked, ask } = withCopies("1");
  for (const path of [`/s/${invitation.token}`, "/", "/sign-in", "/api/v1/accounts"])
    expect(seenIn(await ask(path))).toBeUndefined();
  expect(asked).toEqual([]);
});

test("without the setting there are no copies", async () => {
  const cookie = await signIn(await createStaff());
  const { asked, ask } = withCopies("0");
  expect(seenIn(await ask("/", { headers: { cookie } }))).toBeUndefined();
  expect(asked).toEqual([]);
});
