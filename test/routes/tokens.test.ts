import * as tables from "#db/schema.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { api, createStaff, db, post, request, signIn, visit } from "../factories.ts";

let admin: typeof tables.staff.$inferSelect;
let cookie: string;
beforeEach(async () => {
  admin = await createStaff({ role: "admin" });
  cookie = await signIn(admin);
});

/** Makes a token by the page, and reads it from the only page that shows it. */
async function make(fields: Record<string, string>) {
  const response = await post("/tokens", { name: "CRM import", scope: "write", ...fields }, cookie);
  return { status: response.status, token: /cg_[\w-]{44}/.exec(await response.text())?.[0] ?? "" };
}

describe("a new token", () => {
  test("acts as the person chosen and is shown on one page only", async () => {
    const leader = await createStaff({ role: "leader" });
    const { status, token } = await make({ staffId: leader.id });
    expect(status).toBe(200);
    expect((await api(token, "GET", "/staff")).status).toBe(200);
    const again = await (await visit("/tokens", cookie)).text();
    expect(again).toContain("CRM import");
    expect(again).toContain(leader.name);
    expect(again).not.toContain(token);
    const stored = [
      await db.select().from(tables.apiToken),
      await db.select().from(tables.auditEntry),
    ];
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(stored[1]).toMatchObject([{ action: "token.created", actor: admin.id }]);
  });

  test("that may only read refuses to write", async () => {
    const { token } = await make({ staffId: admin.id, scope: "read" });
    expect((await api(token, "GET", "/staff")).status).toBe(200);
    expect((await api(token, "POST", "/staff", {})).status).toBe(403);
  });

  test.each([
    ["no name", { name: "" }, 422],
    ["an unknown scope", { scope: "all" }, 422],
    ["nobody to act as", { staffId: "" }, 422],
    ["somebody who is not there", { staffId: "nobody" }, 404],
  ])("with %s is refused", async (_, fields, expected) => {
    const { status, token } = await make({ staffId: admin.id, ...fields });
    expect([status, token]).toEqual([expected, ""]);
    expect(await db.$count(tables.apiToken)).toBe(0);
  });

  test("for somebody deactivated is refused", async () => {
    const gone = await createStaff({ deactivatedAt: new Date() });
    expect((await make({ staffId: gone.id })).status).toBe(404);
  });
});

test.each(["Bearer", "bearer", "BEARER"])("a token sent as %s is taken", async (scheme) => {
  const { token } = await make({ staffId: admin.id });
  const headers = { authorization: `${scheme} ${token}` };
  expect((await request("/api/v1/staff", { headers })).status).toBe(200);
});

test("a revoked token is refused from that moment on, and revoking again is no error", async () => {
  const { token } = await make({ staffId: admin.id });
  const [row] = await db.select().from(tables.apiToken);
  for (const _ of [1, 2])
    expect((await post(`/tokens/${row!.id}/revoke`, {}, cookie)).status).toBe(303);
  expect((await api(token, "GET", "/staff")).status).toBe(401);
  const actions = (await db.select().from(tables.auditEntry)).map(({ action }) => action);
  expect(actions).toEqual(["token.created", "token.revoked"]);
});

test.each(["leader", "account_manager", "independent_administrator"] as const)(
  "a %s neither sees nor makes nor revokes tokens",
  async (role) => {
    const other = await signIn(await createStaff({ role }));
    expect((await visit("/tokens", other)).status).toBe(403);
    const fields = { name: "x", scope: "read", staffId: admin.id };
    expect((await post("/tokens", fields, other)).status).toBe(403);
    expect((await post("/tokens/any/revoke", {}, other)).status).toBe(403);
    expect(await db.$count(tables.apiToken)).toBe(0);
  },
);
