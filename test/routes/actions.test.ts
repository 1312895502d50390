import * as tables from "#db/schema.ts";
import type { Action } from "#worker/domain/action/schema.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { managedAccount } from "../closed-round.ts";
import {
  api,
  createAccount,
  createContact,
  createStaff,
  createToken,
  db,
  everythingStored,
} from "../factories.ts";

type Answer = { action: Action; error: { code: string; details: unknown } };

let world: Awaited<ReturnType<typeof managedAccount>>;
let token: string;
beforeEach(async () => {
  world = await managedAccount();
  token = await createToken(world.manager);
});

async function call(method: string, path: string, body?: unknown, as = token) {
  const response = await api(as, method, path, body);
  return { status: response.status, body: await response.json<Answer>() };
}

const plan = () => `/accounts/${world.account.id}/actions`;

async function add(body: Record<string, unknown> = {}) {
  const added = await call("POST", plan(), { title: "Answer within a day", ...body });
  expect(added.status).toBe(201);
  return added.body.action;
}

const change = (id: string, body: unknown, as = token) => call("PATCH", `/actions/${id}`, body, as);

test("an action is added with all that a promise needs, and listed", async () => {
  const contact = await createContact({ accountId: world.account.id, firstName: "Ada" });
  const action = await add({
    area: "responsiveness",
    promise: "Every question gets a reply within a working day.",
    ownerId: world.manager.id,
    counterpartId: contact.id,
    dueOn: "2099-01-31",
    measure: { area: "responsiveness", target: 4 },
  });
  expect(action).toMatchObject({
    status: "proposed",
    version: 1,
    overdue: false,
    clientVisible: true,
    owner: { id: world.manager.id, name: "Account Manager" },
    counterpart: { id: contact.id },
    measure: { area: "responsiveness", target: 4 },
  });
  const listed = await api(token, "GET", plan());
  expect(await listed.json()).toEqual({ actions: [action], nextCursor: null });
});

test("a list goes on where its cursor says", async () => {
  await add();
  await add();
  const first = await (await api(token, "GET", `${plan()}?limit=1`)).json<{ nextCursor: string }>();
  const second = await api(token, "GET", `${plan()}?limit=1&cursor=${first.nextCursor}`);
  expect(await second.json()).toMatchObject({ actions: [{ version: 1 }], nextCursor: null });
});

test("a change says which version it read, and a stale one is given what stands there now", async () => {
  const { id } = await add();
  expect((await change(id, { version: 1, title: "Answer by noon" })).body.action).toMatchObject({
    title: "Answer by noon",
    version: 2,
  });
  const late = await change(id, { version: 1, title: "Answer at once" });
  expect(late.status).toBe(409);
  expect(late.body.error).toMatchObject({
    code: "stale",
    details: { action: { title: "Answer by noon", version: 2 } },
  });
  expect((await change(id, { title: "Without a version" })).status).toBe(422);
});

test("of two changes of one version only one is written", async () => {
  const { id } = await add();
  const both = await Promise.all(["One", "Two"].map((title) => change(id, { version: 1, title })));
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const history = await db.select().from(tables.actionChange);
  expect(history.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2]);
});

test.each(["agreed", "verified", "not_improved"])("%s is for the client to say", async (status) => {
  const { id } = await add();
  const refused = await change(id, { version: 1, status });
  expect([refused.status, refused.body.error.code]).toEqual([409, "client_only"]);
});

test("an action is started without agreement, done with what was done, and taken up again", async () => {
  const { id } = await add({ promise: "A reply within a day." });
  const started = await change(id, { version: 1, status: "in_progress" });
  expect(started.body.action).toMatchObject({ status: "in_progress", startedUnagreed: true });
  const done = await change(id, { version: 2, status: "done", doneNote: "We reply within a day." });
  expect(done.body.action).toMatchObject({ status: "done", doneNote: "We reply within a day." });
  expect(done.body.action.doneAt).not.toBeNull();
  const again = await change(id, { version: 3, status: "in_progress" });
  expect(again.body.action).toMatchObject({ status: "in_progress", doneAt: null, doneNote: null });
});

test("dropping needs a reason, and doing needs a start", async () => {
  const { id } = await add();
  expect((await change(id, { version: 1, status: "dropped" })).status).toBe(422);
  const early = await change(id, { version: 1, status: "done" });
  expect([early.status, early.body.error.code]).toEqual([409, "action_moved_on"]);
  const dropped = await change(id, { version: 1, status: "dropped", dropReason: "Sold." });
  expect(dropped.body.action).toMatchObject({ status: "dropped", dropReason: "Sold." });
  const over = await change(id, { version: 2, title: "Anything else" });
  expect([over.status, over.body.error.code]).toEqual([409, "action_over"]);
});

test("a promise that changes after the client agreed is proposed again, and says so", async () => {
  const { id } = await add({ promise: "A reply within a day." });
  const contact = await createContact({ accountId: world.account.id });
  await db
    .update(tables.action)
    .set({ status: "agreed", agreedAt: new Date(), agreedBy: contact.id });
  const owned = await change(id, { version: 1, ownerId: world.manager.id });
  expect(owned.body.action).toMatchObject({ status: "agreed", changedSinceAgreed: false });
  const changed = await change(id, { version: 2, dueOn: "2099-05-01" });
  expect(changed.body.action).toMatchObject({
    status: "proposed",
    changedSinceAgreed: true,
    agreedBy: { id: contact.id },
  });
});

describe("bad input is 422, says what is wrong, and writes nothing", () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ["no title", { title: " " }, "title"],
    ["a day in the past", { dueOn: "2020-01-01" }, "dueOn"],
    ["a day that is none", { dueOn: "2027-02-30" }, "dueOn"],
    ["an unknown area", { area: "parking" }, "area"],
    ["a measure without a number", { measure: { area: "value" } }, "measure.target"],
    ["a target outside the scale", { measure: { area: "value", target: 6 } }, "measure.target"],
    ["a measure in words without a number", { measureText: "Happier" }, "measureText"],
    ["an owner who is nobody", { ownerId: "nobody" }, "ownerId"],
    ["an owner who left", { ownerId: "gone" }, "ownerId"],
    ["a counterpart of another account", { counterpartId: "foreign" }, "counterpartId"],
    ["a counterpart who left", { counterpartId: "left" }, "counterpartId"],
    ["a status at birth", { status: "agreed" }, ""],
  ];
  test.each(cases)("%s", async (_, body, field) => {
    await createStaff({ id: "gone", deactivatedAt: new Date() });
    await createContact({ id: "foreign", accountId: (await createAccount()).id });
    await createContact({ id: "left", accountId: world.account.id, status: "left" });
    const before = await everythingStored();
    const refused = await call("POST", plan(), { title: "Answer sooner", ...body });
    expect(refused.status).toBe(422);
    expect(refused.body.error.details).toEqual(
      expect.arrayContaining([expect.objectContaining({ field })]),
    );
    expect(await everythingStored()).toEqual(before);
  });
});

test("an overdue action can still be changed otherwise", async () => {
  const { id } = await add();
  await db.update(tables.action).set({ dueOn: "2020-01-01" });
  const changed = await change(id, { version: 1, title: "Late", dueOn: "2020-01-01" });
  expect(changed.body.action).toMatchObject({ title: "Late", overdue: true });
});

test("what is about the account manager does not exist for who manages the account", async () => {
  const leader = await createToken(await createStaff({ role: "leader" }));
  const walled = { title: "Call more often", area: "account-manager" };
  expect((await call("POST", plan(), walled)).status).toBe(422);
  const added = await call("POST", plan(), walled, leader);
  expect(added.status).toBe(201);
  const { id } = added.body.action;
  expect((await change(id, { version: 1, title: "Mine" })).status).toBe(404);
  expect(JSON.stringify(await (await api(token, "GET", plan())).json())).not.toContain(id);
  const given = await change(id, { version: 1, ownerId: world.manager.id }, leader);
  expect(given.status).toBe(422);
  const moved = await change(id, { version: 1, area: "communication" }, leader);
  expect(moved.status).toBe(422);
});

test("an owner changes their line of an account that is otherwise out of reach; others find nothing", async () => {
  const helper = await createStaff({ role: "account_manager" });
  const { id } = await add({ ownerId: helper.id });
  const theirs = await createToken(helper);
  expect((await call("GET", plan(), undefined, theirs)).status).toBe(404);
  expect((await change(id, { version: 1, status: "in_progress" }, theirs)).status).toBe(200);
  const stranger = await createToken(await createStaff());
  expect((await change(id, { version: 2, title: "Mine" }, stranger)).status).toBe(404);
});
