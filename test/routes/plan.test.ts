import * as tables from "#db/schema.ts";
import { beforeEach, expect, test } from "vitest";
import { managedAccount } from "../closed-round.ts";
import { createContact, createStaff, db, post, request, signIn, visit } from "../factories.ts";

let world: Awaited<ReturnType<typeof managedAccount>>;
let cookie: string;
beforeEach(async () => {
  world = await managedAccount();
  cookie = await signIn(world.manager);
});

const planPath = () => `/accounts/${world.account.id}/plan`;
const read = async (path = planPath(), as = cookie) => (await visit(path, as)).text();

const line = (fields: Record<string, string> = {}) => ({
  whole: "1",
  title: "Answer within a day",
  heard: "Answers take too long.",
  promise: "Every question gets a reply within a working day.",
  area: "responsiveness",
  ownerId: world.manager.id,
  counterpartId: "",
  dueOn: "2099-01-31",
  measureArea: "",
  measure: "4,2",
  measureText: "",
  clientVisible: "yes",
  ...fields,
});

async function add(fields: Record<string, string> = {}) {
  const added = await post(planPath(), line(fields), cookie);
  expect(added.status).toBe(303);
  return (await db.select().from(tables.action)).at(-1)!;
}

test("a plan begins empty and says what to do, and a line is added by a form", async () => {
  expect(await read()).toContain("Nothing is promised yet");
  const row = await add();
  expect(row).toMatchObject({
    title: "Answer within a day",
    measure: { area: "responsiveness", target: 4.2 },
    counterpartId: null,
    clientVisible: true,
    keepDoing: false,
  });
  const page = await read();
  for (const shown of [
    "Answers take too long.",
    "Account Manager",
    "31 Jan 2099",
    "Responsiveness at 4.2 of 5",
    "One open promise to the client",
  ])
    expect(page).toContain(shown);
});

test("a line that is not right comes back with all that was typed and what is wrong", async () => {
  const wrong = line({ dueOn: "2020-01-01", measure: "good", measureArea: "value", title: "Mine" });
  const refused = await post(planPath(), wrong, cookie);
  expect(refused.status).toBe(422);
  const page = await refused.text();
  expect(page).toContain('value="Mine"');
  expect(page).toContain('value="good"');
  expect(page).toContain('href="#measure"');
  const late = await post(planPath(), line({ dueOn: "2020-01-01" }), cookie);
  expect(late.status).toBe(422);
  expect(await late.text()).toContain("The due date lies in the past");
  expect(await db.select().from(tables.action)).toEqual([]);
});

test("a line opens in its place, is saved, and keeps who changed what", async () => {
  const { id } = await add();
  const open = await read(`${planPath()}?edit=${id}`);
  expect(open).toContain(`action="/actions/${id}"`);
  const saved = await post(`/actions/${id}`, line({ version: "1", title: "By noon" }), cookie);
  expect(saved.headers.get("location")).toBe(`${planPath()}?saved=1#action-${id}`);
  const history = await read(`${planPath()}?edit=${id}`);
  expect(history).toContain("Answer within a day</del>");
  expect(history).toContain("By noon</ins>");
  expect(history).toContain("Account Manager");
});

test("who saves over somebody else's change sees both versions, and what they typed stays", async () => {
  const { id } = await add();
  await post(`/actions/${id}`, line({ version: "1", promise: "Theirs." }), cookie);
  const stale = await post(`/actions/${id}`, line({ version: "1", promise: "Mine." }), cookie);
  expect(stale.status).toBe(409);
  const page = await stale.text();
  expect(page).toContain("What stands there now");
  expect(page).toMatch(/Theirs\.<\/td>/);
  expect(page).toMatch(/Mine\.<\/td>/);
  expect(page).toMatch(/Mine\.<\/textarea>/);
  const over = await post(`/actions/${id}`, line({ version: "2", promise: "Mine." }), cookie);
  expect(over.status).toBe(303);
});

test("a line is started, done and dropped by small forms of its own", async () => {
  const { id } = await add();
  const start = await post(`/actions/${id}`, { status: "in_progress", version: "1" }, cookie);
  expect(start.status).toBe(303);
  expect(await read()).toContain("Not agreed by the client");
  const empty = { status: "done", version: "2", doneNote: "" };
  expect((await post(`/actions/${id}`, empty, cookie)).status).toBe(422);
  const done = { ...empty, doneNote: "We answer within a day." };
  expect((await post(`/actions/${id}`, done, cookie)).status).toBe(303);
  expect(await read()).toContain("We answer within a day.");
  const agreed = await post(`/actions/${id}`, { status: "agreed", version: "3" }, cookie);
  expect(agreed.status).toBe(409);
  expect(await agreed.text()).toContain("Only the client can say");
});

test("the eighth open promise is warned of, what we go on doing is not counted", async () => {
  for (let at = 0; at < 7; at++) await add({ title: `Promise ${at}` });
  await add({ title: "As ever", keepDoing: "yes" });
  await add({ title: "Not shown", clientVisible: "" });
  expect(await read()).not.toContain("more than one client can follow");
  await add({ title: "The eighth" });
  expect(await read()).toContain("8 open promises are more than one client can follow");
});

test("a keep-doing line, an overdue one and the state of agreement are said in words", async () => {
  await add({ keepDoing: "yes" });
  await db.update(tables.action).set({ dueOn: "2020-01-01" });
  const page = await read();
  expect(page).toContain("Keep doing");
  expect(page).toContain("<strong> overdue</strong>");
  expect(await read("/")).toContain("Promises of yours that are due");
});

test("the plan is a CSV file, safe to open", async () => {
  await add({ title: "=SUM(A1)" });
  const csv = await visit(`${planPath()}.csv`, cookie);
  expect(csv.headers.get("content-type")).toContain("text/csv");
  expect(await csv.text()).toContain("'=SUM(A1)");
});

test("an owner from elsewhere opens the line alone; strangers find neither plan nor line", async () => {
  const helper = await createStaff();
  const { id } = await add({ ownerId: helper.id });
  const theirs = await signIn(helper);
  const page = await read(`/actions/${id}`, theirs);
  expect(page).toContain("Promised to");
  const moved = await post(`/actions/${id}`, { status: "in_progress", version: "1" }, theirs);
  expect(moved.headers.get("location")).toBe(`/actions/${id}?saved=1`);
  expect((await visit(planPath(), theirs)).status).toBe(404);
  const stranger = await signIn(await createStaff());
  for (const path of [planPath(), `/actions/${id}`, `${planPath()}.csv`])
    expect((await visit(path, stranger)).status).toBe(404);
  expect((await post(`/actions/${id}`, { version: "2" }, stranger)).status).toBe(404);
});

test("the account's page leads to the plan, and a line's own address into it", async () => {
  const { id } = await add();
  expect(await read(`/accounts/${world.account.id}`)).toContain(`href="${planPath()}"`);
  const there = await visit(`/actions/${id}`, cookie);
  expect(there.headers.get("location")).toBe(`${planPath()}?edit=${id}#line`);
});

test("a form from elsewhere changes nothing", async () => {
  await createContact({ accountId: world.account.id });
  const sent = await request(planPath(), {
    method: "POST",
    body: new URLSearchParams(line()),
    headers: { cookie, origin: "https://elsewhere.example" },
  });
  expect(sent.status).toBe(403);
  expect(await db.select().from(tables.action)).toEqual([]);
});
