import * as tables from "#db/schema.ts";
import { beforeEach, expect, test } from "vitest";
import { api, createStaff, createToken, db, launchedRound, post } from "../factories.ts";

type Listed = { cases: { id: string; [key: string]: unknown }[]; nextCursor: string | null };

let world: Awaited<ReturnType<typeof launchedRound>>;
let token: string;
beforeEach(async () => {
  world = await launchedRound({ tiers: ["user", "user"] });
  token = await createToken(world.manager);
  for (const { token: link } of world.invitations)
    await post(`/s/${link}`, {
      intent: "submit",
      "overall-grade": "D",
      "overall-grade.comment": "Late.",
    });
});

const list = async (query = "", as = token) =>
  (await api(as, "GET", `/accounts/${world.account.id}/cases${query}`)).json<Listed>();

test("GET /accounts/:id/cases lists them with trigger, contact, times and state", async () => {
  const { cases, nextCursor } = await list();
  expect(nextCursor).toBeNull();
  expect(cases).toHaveLength(2);
  expect(Object.keys(cases[0]!)).toEqual(
    expect.arrayContaining(["id", "trigger", "contact", "openedAt", "dueAt", "status"]),
  );
  expect(cases[0]).toMatchObject({
    trigger: "poor_grade",
    status: "open",
    comment: "Late.",
    overdue: false,
    contact: { id: expect.any(String), name: expect.any(String), title: null },
    owner: { id: world.manager.id },
  });
  expect(JSON.stringify(cases)).not.toContain("walled");
});

test("a list goes on where its cursor says", async () => {
  const first = await list("?limit=1");
  const second = await list(`?limit=1&cursor=${first.nextCursor}`);
  expect(second.nextCursor).toBeNull();
  const ids = [first, second].flatMap(({ cases }) => cases.map(({ id }) => id));
  expect(new Set(ids).size).toBe(2);
});

test("PATCH /cases/:id moves a case on, and a stale version is refused", async () => {
  const { id } = (await list()).cases[0]!;
  const taken = await api(token, "PATCH", `/cases/${id}`, { status: "contacted", version: 1 });
  expect(taken.status).toBe(200);
  const { case: changed } = await taken.json<{ case: Record<string, unknown> }>();
  expect(changed).toMatchObject({ id, status: "contacted", version: 2 });
  expect(changed["firstContactAt"]).not.toBeNull();
  const late = await api(token, "PATCH", `/cases/${id}`, { status: "resolved", version: 1 });
  expect([late.status, (await late.json<{ error: { code: string } }>()).error.code]).toEqual([
    409,
    "stale",
  ]);
  const back = await api(token, "PATCH", `/cases/${id}`, { status: "open" });
  expect([back.status, (await back.json<{ error: { code: string } }>()).error.code]).toEqual([
    409,
    "case_moved_on",
  ]);
});

test.each([
  { status: "done" },
  { status: "resolved" },
  { resolution: "lost" },
  { ownerId: "nobody" },
  { note: "" },
  { clientTold: "yes" },
  { dueAt: "2026-01-01T00:00:00Z" },
  { firstContactAt: "yesterday" },
])("PATCH /cases/:id with %j is 422 and writes nothing", async (body) => {
  const { id } = (await list()).cases[0]!;
  const before = await db.select().from(tables.clientCase);
  expect((await api(token, "PATCH", `/cases/${id}`, body)).status).toBe(422);
  expect(await db.select().from(tables.clientCase)).toEqual(before);
});

test("a case about the account manager is not there for their token, even an admin's", async () => {
  await db.update(tables.clientCase).set({ walled: true });
  await db.update(tables.staff).set({ role: "admin" });
  expect((await list()).cases).toEqual([]);
  const [hidden] = await db.select().from(tables.clientCase);
  expect((await api(token, "PATCH", `/cases/${hidden!.id}`, {})).status).toBe(404);
  const leader = await createToken(await createStaff({ role: "leader" }));
  expect((await list("", leader)).cases).toHaveLength(2);
});
