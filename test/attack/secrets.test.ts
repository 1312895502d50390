import { describe, expect, test, vi } from "vitest";
import * as tables from "#db/schema.ts";
import {
  createStaff,
  createToken,
  db,
  everythingStored,
  launchedRound,
  post,
  request,
  signIn,
} from "../factories.ts";
import { guarded, isApi, nameOf } from "../route-table.ts";
import { addressOf, callRoute, createWorld } from "../route-world.ts";
import { tokensIn } from "../setup/secrets.ts";

// That no test of the whole suite prints a token or leaves one in a record is demanded after each of them, in
// `test/setup/secrets.ts`. Here is what that would miss.

test("a token that is printed or kept would be noticed", async () => {
  const { invitation } = await launchedRound();
  expect(tokensIn(`failed at /s/${invitation.token}?x=1`)).toEqual([invitation.token]);
  expect(tokensIn(JSON.stringify({ link: invitation.optOutToken }))).toHaveLength(1);
  expect(tokensIn("nothing of AAAAAAAAAAAAAAAAAAAAAA")).toEqual([]);
});

test("no table holds a token that opens something", async () => {
  const { invitation } = await launchedRound();
  await createWorld();
  await createToken(await createStaff());
  await post(`/s/${invitation.token}`, { intent: "submit", "overall-grade": "A" });
  const email = "colleague@client.example";
  await post(`/s/${invitation.token}/colleague`, { name: "A colleague", email });
  const stored = JSON.stringify(await everythingStored());
  expect(stored.length).toBeGreaterThan(5000);
  expect(tokensIn(stored)).toEqual([]);
});

describe("an answer that refuses", () => {
  test("does not repeat the token it was asked with", async () => {
    const { ids } = await createWorld();
    const token = await createToken(await createStaff());
    const told: string[] = [];
    for (const route of guarded.filter(isApi)) {
      for (const body of [{ unknown: 1 }, [], null]) {
        const response = await callRoute(route, addressOf(route, ids), { token, body });
        const text = JSON.stringify([...response.headers]) + (await response.text());
        if (text.includes(token)) told.push(nameOf(route));
      }
    }
    expect(told).toEqual([]);
  });

  test("says nothing of what failed inside, and its log names only the place", async () => {
    const { invitation } = await launchedRound();
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await db.update(tables.templateVersion).set({ definition: {} as never });
    const response = await request(`/s/${invitation.token}`);
    const said = JSON.stringify(logged.mock.calls);
    logged.mockRestore();
    expect(response.status).toBe(500);
    expect(tokensIn(said)).toEqual([]);
    expect(said).not.toContain("/s/");
    const html = await response.text();
    expect(html).not.toMatch(/TypeError|undefined|\.ts|select "/);
  });
});

test("a page lets no other site know its address", async () => {
  const { invitation } = await launchedRound();
  const cookie = await signIn(await createStaff({ role: "admin" }));
  for (const path of [`/s/${invitation.token}`, `/u/${invitation.optOutToken}`, "/", "/sign-in"]) {
    const response = await request(path, { headers: { cookie } });
    expect(response.headers.get("referrer-policy"), path).toBe("same-origin");
    const outward = [...(await response.text()).matchAll(/(?:href|src|action)="(https?:[^"]+)"/g)];
    expect(
      outward.map(([, url]) => url),
      path,
    ).toEqual([]);
  }
});
