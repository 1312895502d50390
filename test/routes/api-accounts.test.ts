import * as tables from "#db/schema.ts";
import type { Account } from "#worker/domain/account/schema.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { api, createAccount, createContact, createStaff, createToken, db } from "../factories.ts";

type Page = { accounts: Account[]; nextCursor: string | null };

let admin: string;
beforeEach(async () => {
  admin = await createToken(await createStaff({ role: "admin" }));
});

const list = async (token: string, query = "") => {
  const response = await api(token, "GET", `/accounts${query}`);
  expect(response.status).toBe(200);
  return response.json<Page>();
};
const patch = (token: string, id: string, body: unknown) =>
  api(token, "PATCH", `/accounts/${id}`, body);
const rowOf = async (id: string) =>
  (await db.select().from(tables.account).where(eq(tables.account.id, id)))[0]!;

describe("GET /accounts", () => {
  test("lists by name whatever the case, page by page, without loss or repetition", async () => {
    for (const name of ["delta", "Alpha", "beta", "Gamma", "alpha two"])
      await createAccount({ name });
    const names: string[] = [];
    let query = "?limit=2";
    for (let page = 0; page < 5; page += 1) {
      const { accounts, nextCursor } = await list(admin, query);
      names.push(...accounts.map(({ name }) => name));
      if (nextCursor === null) break;
      query = `?limit=2&cursor=${nextCursor}`;
    }
    expect(names).toEqual(["Alpha", "alpha two", "beta", "delta", "Gamma"]);
  });

  test("pages through the longest names", async () => {
    for (const end of ["a", "b"]) await createAccount({ name: "語".repeat(199) + end });
    const { nextCursor } = await list(admin, "?limit=1");
    expect((await list(admin, `?limit=1&cursor=${nextCursor}`)).accounts).toHaveLength(1);
  });

  test("searches in names, taking no letter for a pattern", async () => {
    for (const name of ["Müller 100% GmbH", "Müller 1000 GmbH"]) await createAccount({ name });
    expect((await list(admin, "?q=100%25")).accounts).toMatchObject([{ name: "Müller 100% GmbH" }]);
    expect((await list(admin, `?q=${encodeURIComponent("MÜLLER")}`)).accounts).toHaveLength(2);
  });

  test("shows own accounts and those of people who report to the caller, to leaders all", async () => {
    const line = await createStaff();
    const manager = await createStaff({ lineManagerId: line.id });
    const leader = await createStaff({ role: "leader" });
    const outsider = await createStaff({ role: "independent_administrator" });
    await createAccount({ name: "Managed", accountManagerId: manager.id });
    await createAccount({ name: "Led", accountManagerId: line.id });
    await createAccount({ name: "Nobody's" });
    const names = async (staff: typeof line) =>
      (await list(await createToken(staff))).accounts.map(({ name }) => name);
    expect(await names(manager)).toEqual(["Managed"]);
    expect(await names(line)).toEqual(["Led", "Managed"]);
    expect(await names(leader)).toHaveLength(3);
    expect(await names(outsider)).toEqual([]);
  });

  test.each([
    ["?limit=0", 422],
    ["?limit=201", 422],
    ["?limit=x", 422],
    ["?cursor=nonsense", 400],
    ["?cursor=WyJhIl0", 400],
    ["?cursor=WyJhIiwiYiJd", 200],
    ["?cursor=WyJhIiwiYiJdx", 400],
    ["?cursor=WyJhIiwi*YiJd", 400],
  ])("answers %s with %i", async (query, status) => {
    expect((await api(admin, "GET", `/accounts${query}`)).status).toBe(status);
  });
});

describe("PATCH /accounts/:id", () => {
  test("changes what is named and keeps the rest", async () => {
    const { id } = await createAccount({ name: "Alpha", country: "Germany" });
    const parent = await createAccount();
    const body = {
      annualRevenue: 1_200_000,
      currency: "eur",
      segment: "Industry",
      parentId: parent.id,
      services: ["Payroll", "Payroll", "Hosting"],
      competitors: [],
      matterObservation: "  Two\r\nlines ",
    };
    const response = await patch(admin, id, body);
    expect(response.status).toBe(200);
    const { account } = await response.json<{ account: Account }>();
    const expected = {
      annualRevenue: 1_200_000,
      currency: "EUR",
      segment: "Industry",
      parentId: parent.id,
      name: "Alpha",
      country: "Germany",
      services: ["Payroll", "Hosting"],
      competitors: null,
      matterObservation: "Two\nlines",
    };
    expect(account).toMatchObject(expected);
    expect(await rowOf(id)).toMatchObject(expected);
    expect(await (await api(admin, "GET", `/accounts/${id}`)).json()).toEqual({ account });
    expect(Object.keys(account)).not.toContain("nameFolded");
  });

  test("keeps both account managers in the history and the change in the audit", async () => {
    const [before, after] = [await createStaff(), await createStaff()];
    const { id } = await createAccount({ accountManagerId: before.id });
    expect((await patch(admin, id, { accountManagerId: after.id })).status).toBe(200);
    const history = await db.select().from(tables.accountManagement);
    expect(history.map(({ staffId }) => staffId).sort()).toEqual([before.id, after.id].sort());
    expect(await db.select().from(tables.auditEntry)).toMatchObject([
      {
        action: "account_manager_changed",
        subjectType: "account",
        subjectId: id,
        detail: { from: before.id, to: after.id },
      },
    ]);
    expect((await patch(admin, id, { accountManagerId: after.id })).status).toBe(200);
    expect(await db.select().from(tables.auditEntry)).toHaveLength(1);
    expect((await patch(admin, id, { accountManagerId: null })).status).toBe(200);
    expect(await rowOf(id)).toMatchObject({ accountManagerId: null });
  });

  test("lets the account manager's line manager hand over, never the account manager", async () => {
    const line = await createStaff();
    const manager = await createStaff({ lineManagerId: line.id });
    const { id } = await createAccount({ accountManagerId: manager.id });
    const own = await patch(await createToken(manager), id, { accountManagerId: line.id });
    expect(own.status).toBe(403);
    expect((await patch(await createToken(manager), id, { segment: "Own" })).status).toBe(200);
    const handed = await patch(await createToken(line), id, { accountManagerId: line.id });
    expect(handed.status).toBe(200);
    expect((await patch(await createToken(manager), id, { segment: "Gone" })).status).toBe(404);
  });

  test("renames with the folded name, unless another account has the name", async () => {
    await createAccount({ name: "Beta AG" });
    const { id } = await createAccount({ name: "Alpha" });
    const taken = await patch(admin, id, { name: " BETA  ag" });
    expect(taken.status).toBe(409);
    expect(await taken.json()).toMatchObject({ error: { code: "name_taken" } });
    expect((await patch(admin, id, { name: "ALPHA" })).status).toBe(200);
    expect((await patch(admin, id, { name: "Gamma AG" })).status).toBe(200);
    expect(await rowOf(id)).toMatchObject({ name: "Gamma AG", nameFolded: "gamma ag" });
  });

  test("refuses a parent that is the account itself or below it", async () => {
    const top = await createAccount();
    const middle = await createAccount({ parentId: top.id });
    const leaf = await createAccount({ parentId: middle.id });
    for (const parent of [top, middle, leaf])
      expect((await patch(admin, top.id, { parentId: parent.id })).status).toBe(422);
    expect((await patch(admin, leaf.id, { parentId: top.id })).status).toBe(200);
  });

  test.each([
    [{ accountManagerId: "nobody" }, 422],
    [{ sponsorId: "nobody" }, 422],
    [{ parentId: "nowhere" }, 422],
    [{ annualRevenue: -1 }, 422],
    [{ annualRevenue: "much" }, 422],
    [{ currency: "EURO" }, 422],
    [{ name: "" }, 422],
    [{ name: "A\r\nBcc: x" }, 422],
    [{ name: "a\0b" }, 422],
    [{ matterObservation: "\uD800" }, 422],
    [{ services: ["a\nb"] }, 422],
    [{ nonsense: true }, 422],
    [[], 422],
  ])("answers %j with %i and changes nothing", async (body, status) => {
    const account = await createAccount();
    expect((await patch(admin, account.id, body)).status).toBe(status);
    expect(await rowOf(account.id)).toEqual(account);
  });

  test("refuses staff who left or who hold no accounts", async () => {
    const left = await createStaff({ deactivatedAt: new Date() });
    const outsider = await createStaff({ role: "independent_administrator" });
    const { id } = await createAccount();
    for (const { id: accountManagerId } of [left, outsider])
      expect((await patch(admin, id, { accountManagerId })).status).toBe(422);
  });
});

describe("GET /accounts/:id/contacts", () => {
  test("lists page by page, and only within reach", async () => {
    const { id: accountId } = await createAccount();
    for (const email of ["c@a.example", "a@a.example", "b@a.example"])
      await createContact({ accountId, email });
    await createContact({ accountId: (await createAccount()).id });
    const read = async (query: string) =>
      (await api(admin, "GET", `/accounts/${accountId}/contacts${query}`)).json<{
        contacts: { email: string }[];
        nextCursor: string | null;
      }>();
    const first = await read("?limit=2");
    expect(first.contacts.map(({ email }) => email)).toEqual(["a@a.example", "b@a.example"]);
    const second = await read(`?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ contacts: [{ email: "c@a.example" }], nextCursor: null });
    const stranger = await createToken(await createStaff());
    expect((await api(stranger, "GET", `/accounts/${accountId}/contacts`)).status).toBe(404);
    expect((await api(stranger, "GET", `/accounts/${accountId}`)).status).toBe(404);
  });
});
