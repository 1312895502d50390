import * as tables from "#db/schema.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { api, createStaff, createToken, db, request } from "../factories.ts";

let token: string;
beforeEach(async () => {
  token = await createToken(await createStaff({ role: "admin" }));
});

const person = (changed: Record<string, unknown> = {}) => ({
  name: "Jonas Keller",
  email: "Jonas@Supplier.example",
  role: "leader",
  ...changed,
});
type Added = { staff: { id: string; email: string }; token: string };
const add = async (body: unknown) => {
  const response = await api(token, "POST", "/staff", body);
  return { status: response.status, body: await response.json<Added & Refused>() };
};
type Refused = { error: { code: string; message: string } };

describe("POST /api/v1/staff", () => {
  test("adds a person and gives a token that acts as them", async () => {
    const { status, body } = await add(person());
    expect(status).toBe(201);
    expect(body.staff).toEqual({
      id: expect.any(String),
      name: "Jonas Keller",
      email: "jonas@supplier.example",
      role: "leader",
      lineManagerId: null,
      phone: null,
      createdAt: expect.any(String),
      deactivatedAt: null,
    });
    expect(body.token).toMatch(/^cg_[\w-]{44}$/);
    expect((await api(body.token, "GET", "/staff")).status).toBe(200);
    // Acts as a leader: may not add staff, as the admin's token may.
    expect((await api(body.token, "POST", "/staff", person({ email: "x@y.example" }))).status).toBe(
      403,
    );
  });

  test("keeps of the token its hash only", async () => {
    const { body } = await add(person());
    const rows = await db.select().from(tables.apiToken);
    expect(rows.map(({ name, scope }) => [name, scope])).toContainEqual(["API", "write"]);
    const audits = await db.select().from(tables.auditEntry);
    expect(JSON.stringify([rows, audits])).not.toContain(body.token);
  });

  test("refuses an address that is taken, in any case of letters", async () => {
    await add(person());
    const { status, body } = await add(person({ email: "JONAS@supplier.example" }));
    expect([status, body.error.code]).toEqual([409, "email_taken"]);
    expect(await db.$count(tables.staff)).toBe(2);
    expect(await db.$count(tables.apiToken)).toBe(2);
  });

  test("refuses a line manager who is not there", async () => {
    const { status, body } = await add(person({ lineManagerId: "nobody" }));
    expect([status, body.error]).toMatchObject([
      422,
      { code: "invalid", details: [{ field: "lineManagerId" }] },
    ]);
  });

  test.each([
    ["no name", { name: undefined }],
    ["an empty name", { name: " " }],
    ["a line break in the name", { name: "Jo\nBcc: x@y.example" }],
    ["a lone surrogate in the name", { name: "Jo\ud800" }],
    ["no address", { email: "jonas" }],
    ["an unknown role", { role: "owner" }],
    ["a role that is no text", { role: 1 }],
    ["a line manager that is no text", { lineManagerId: {} }],
  ])("answers 422 to %s and stores nothing", async (_, changed) => {
    const { status, body } = await add(person(changed));
    expect([status, body.error.code]).toEqual([422, "invalid"]);
    expect(await db.$count(tables.staff)).toBe(1);
  });

  test("answers 400 to what is no JSON", async () => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await request("/api/v1/staff", { method: "POST", headers, body: "{" });
    expect(response.status).toBe(400);
  });

  test("is not for a read token", async () => {
    const reading = await createToken(await createStaff({ role: "admin" }), "read");
    expect((await api(reading, "POST", "/staff", person())).status).toBe(403);
  });
});

describe("GET /api/v1/staff", () => {
  test("lists everybody by name, and not for independent administrators", async () => {
    await createStaff({ name: "Aaron" });
    const response = await api(token, "GET", "/staff");
    const { staff } = await response.json<{ staff: { name: string }[] }>();
    expect(staff.map(({ name }) => name)[0]).toBe("Aaron");
    const outsider = await createToken(await createStaff({ role: "independent_administrator" }));
    expect((await api(outsider, "GET", "/staff")).status).toBe(403);
  });

  test("gives as many as are asked for, namesakes too, and says where the list goes on", async () => {
    await createStaff({ name: "Aaron" });
    await createStaff({ name: "Aaron" });
    type Listed = { staff: { id: string; name: string }[]; nextCursor: string | null };
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const response = await api(token, "GET", `/staff?limit=1${query}`);
      const { staff, nextCursor } = await response.json<Listed>();
      expect(staff).toHaveLength(1);
      seen.push(staff[0]!.id);
      cursor = nextCursor;
    }
    const whole = await (await api(token, "GET", "/staff")).json<Listed>();
    expect(whole.nextCursor).toBeNull();
    expect(seen).toEqual(whole.staff.map(({ id }) => id));
    expect(seen).toHaveLength(3);
  });

  test.each(["limit=0", "limit=201", "limit=some"])("refuses ?%s", async (query) => {
    expect((await api(token, "GET", `/staff?${query}`)).status).toBe(422);
  });

  test("refuses a cursor that no list has made", async () => {
    expect((await api(token, "GET", "/staff?cursor=nonsense")).status).toBe(400);
  });
});
