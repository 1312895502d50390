import * as tables from "#db/schema.ts";
import { gatherFacts } from "#worker/mail/facts.ts";
import { renderMail } from "#worker/mail/render.tsx";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { counted } from "../counted.ts";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  post,
  signIn,
  someDay,
  testCtx,
  visit,
} from "../factories.ts";
import { gradeAll, launchable, launchForm, portfolio, prepareLaunch } from "../portfolio-launch.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(someDay);
});

const rounds = () => db.select().from(tables.round);
const messages = (kind: string) =>
  db.select().from(tables.message).where(eq(tables.message.kind, kind));
const textOf = async (path: string, cookie: string) => (await visit(path, cookie)).text();

test("accounts are offered by manager, segment and months without a survey, and only within reach", async () => {
  const { manager, leader } = await portfolio(0);
  await launchable({ name: "Nordwind", accountManagerId: manager.id, segment: "Energy" });
  const asked = await launchable({ name: "Südlicht", accountManagerId: manager.id });
  await launchable({ name: "Elsewhere", segment: "Energy" });
  await db.insert(tables.report).values({
    roundId: (await createRound({ accountId: asked.id, status: "closed" })).id,
    accountId: asked.id,
    kind: "satisfaction",
    method: 1,
    closedAt: new Date("2025-11-02T12:00:00Z"),
    year: 2025,
    invited: 5,
    completed: 3,
    figures: {} as never,
  });
  const names = async (query: string, cookie: string) => {
    const page = await textOf(`/portfolio-launches/new${query}`, cookie);
    return ["Nordwind", "Südlicht", "Elsewhere"].filter((name) => page.includes(name));
  };
  const byLeader = await signIn(leader);
  expect(await names("", byLeader)).toEqual(["Nordwind", "Südlicht", "Elsewhere"]);
  expect(await names("?segment=Energy", byLeader)).toEqual(["Nordwind", "Elsewhere"]);
  expect(await names(`?manager=${manager.id}`, byLeader)).toEqual(["Nordwind", "Südlicht"]);
  expect(await names("?months=3", byLeader)).toEqual(["Nordwind", "Südlicht", "Elsewhere"]);
  expect(await names("?months=6", byLeader)).toEqual(["Nordwind", "Elsewhere"]);
  expect(await names("", await signIn(manager))).toEqual(["Nordwind", "Südlicht"]);
});

test("a launch drafts what has no draft, takes the draft there is, leaves out an open round, and is made once", async () => {
  const { leader, accounts } = await portfolio(4);
  const draft = await createRound({ accountId: accounts[0]!.id, createdBy: "system" });
  await createRound({ accountId: accounts[1]!.id, kind: "annual_review" });
  await createRound({ accountId: accounts[2]!.id, status: "open" });
  const cookie = await signIn(leader);
  const form = launchForm(accounts.map(({ id }) => id));
  const sent = await Promise.all([
    post("/portfolio-launches", form, cookie),
    post("/portfolio-launches", form, cookie),
  ]);
  expect(sent.map(({ status }) => status)).toEqual([303, 303]);
  const items = await db.select().from(tables.portfolioLaunchAccount);
  expect(items.map(({ accountId }) => accountId).sort()).toEqual(
    [accounts[0]!, accounts[1]!, accounts[3]!].map(({ id }) => id).sort(),
  );
  expect(items.find(({ accountId }) => accountId === accounts[0]!.id)!.roundId).toBe(draft.id);
  expect(await rounds()).toHaveLength(5);
  const made = (await rounds()).filter(({ createdBy }) => createdBy === leader.id);
  expect(made).toHaveLength(2);
  for (const round of made)
    expect(round).toMatchObject({ kind: "satisfaction", status: "draft", name: "Spring 2026" });
  const actions = (await db.select().from(tables.auditEntry)).map(({ action }) => action);
  expect(actions.filter((one) => one === "round.created")).toHaveLength(2);
  expect(actions.filter((one) => one === "portfolio_launch.created")).toHaveLength(1);
});

test("each account manager gets one mail with all accounts and the day, and finds them on the home page", async () => {
  const { manager, leader, accounts } = await portfolio(2, {});
  const graded = await launchable({ name: "Graded before", accountManagerId: manager.id });
  const draft = await createRound({ accountId: graded.id });
  await gradeAll(manager.id);
  const orphan = await launchable({ name: "Nobody's" });
  const ids = [...accounts, graded, orphan].map(({ id }) => id);
  await prepareLaunch(await signIn(leader), ids);
  const mails = await messages("self_grades_due");
  expect(mails.map(({ recipient }) => recipient).sort()).toEqual(
    [manager.email, leader.email].sort(),
  );
  const ctx = testCtx();
  const mail = mails.find(({ recipient }) => recipient === manager.email)!;
  const { subject, text } = (await renderMail(ctx.config, mail, await gatherFacts(ctx, [mail])))!;
  expect(subject).toBe("Your own grades for 2 accounts");
  expect(text).toContain("Needed by: Monday, 9 Mar 2026");
  for (const { name } of accounts) expect(text).toContain(name);
  expect(text).toMatch(/^Accounts: .+\n {2}\S.+$/m);
  expect(text).toContain(`Hello ${manager.name},`);
  expect(text).not.toContain("Graded before");
  const home = await textOf("/", await signIn(manager));
  expect(home).toContain("Own grades to give");
  for (const { name } of accounts) expect(home).toContain(name);
  expect(home).not.toContain(draft.id);
});

test("the page of a launch says what each account lacks and where to put it right", async () => {
  const { manager, leader, accounts } = await portfolio(1);
  const unmarked = await createAccount({ accountManagerId: manager.id, name: "Unmarked" });
  const candidate = await createContact({ accountId: unmarked.id, tier: "board" });
  const path = await prepareLaunch(await signIn(leader), [accounts[0]!.id, unmarked.id]);
  const cookie = await signIn(leader);
  const before = await textOf(path, cookie);
  expect(before).toContain("2 lack our own grade");
  expect(before).toContain("In 1 nobody is marked as the most senior contact");
  expect(before).toContain(`/contacts/${candidate.id}`);
  expect(before).not.toContain("Launch those that are ready");
  await gradeAll(manager.id);
  const after = await textOf(path, cookie);
  expect(after).toContain("Launch those that are ready");
  const { id } = (await rounds()).find(({ accountId }) => accountId === unmarked.id)!;
  expect(after).toContain(`/rounds/${id}#recipients`);
  const csv = await textOf(`${path}/accounts.csv`, cookie);
  expect(csv).toMatch(/Unmarked,Maren Voss,draft,given,"Nobody at this account is marked/);
  expect(csv).toMatch(/,Maren Voss,ready,given,/);
});

test.each([
  ["no account", { accountIds: [] }, "accounts are none"],
  ["hours that end before they begin", { fromHour: "17", toHour: "9" }, "last hour"],
  ["no weekday", { weekdays: [] }, "weekdays are none"],
  ["a day for grades that is over", { gradeBy: "2026-03-01" }, "is over"],
  ["a window of three days", { windowDays: "3" }, "is below 7"],
  ["mail that outlasts the window", { windowDays: "7", days: "20" }, "would close before"],
  ["a form of somebody else's making", { id: "x" }, "This form"],
])("a launch with %s is refused, and all that was typed is kept", async (_, overrides, message) => {
  const { leader, accounts } = await portfolio(2);
  const form = launchForm([accounts[0]!.id], { name: "Typed name", ...overrides });
  const refused = await post("/portfolio-launches", form, await signIn(leader));
  expect(refused.status).toBe(422);
  const page = await refused.text();
  expect(page).toContain(message);
  expect(page).toContain("Typed name");
  expect(await rounds()).toEqual([]);
});

test("little time to answer is a warning, and taken when it is confirmed", async () => {
  const { leader, accounts } = await portfolio(1);
  const cookie = await signIn(leader);
  const form = launchForm([accounts[0]!.id], { windowDays: "21", days: "10" });
  const warned = await post("/portfolio-launches", form, cookie);
  expect(warned.status).toBe(422);
  expect(await warned.text()).toContain("Whoever is invited last has 10 days to answer");
  expect((await post("/portfolio-launches", { ...form, short: "yes" }, cookie)).status).toBe(303);
});

test("a launch is seen by who made it and by leaders, and only over accounts within reach", async () => {
  const { manager, leader, accounts } = await portfolio(1);
  const foreign = await launchable({ name: "Out of reach" });
  const ids = [accounts[0]!.id, foreign.id];
  const path = await prepareLaunch(await signIn(manager), ids);
  expect(await db.select().from(tables.portfolioLaunchAccount)).toHaveLength(1);
  const other = await signIn(await createStaff());
  const outsider = await signIn(await createStaff({ role: "independent_administrator" }));
  expect((await visit(path, other)).status).toBe(404);
  expect((await visit(path, outsider)).status).toBe(403);
  for (const step of ["start", "stop", "resume"])
    expect((await post(`${path}/${step}`, {}, other)).status).toBe(404);
  expect((await visit(path, await signIn(leader))).status).toBe(200);
  expect(await textOf("/portfolio-launches", other)).toContain("No portfolio launch yet");
  expect(await textOf("/portfolio-launches", await signIn(leader))).toContain("Spring 2026");
});

test("preparing and looking at a launch takes as many calls of the database for 300 accounts as for three", async () => {
  const { manager, leader } = await portfolio(0);
  const all = [];
  for (let n = 0; n < 300; n++) {
    const id = `account-${String(n).padStart(3, "0")}`;
    all.push({
      id,
      name: id,
      nameFolded: id,
      accountManagerId: manager.id,
      createdAt: someDay,
      updatedAt: someDay,
    });
  }
  for (let at = 0; at < 300; at += 10)
    await db.insert(tables.account).values(all.slice(at, at + 10));
  const people = all.map(({ id }) => ({
    id: `c-${id}`,
    accountId: id,
    firstName: "Given",
    lastName: id,
    email: `${id}@client.example`,
    tier: "board" as const,
    mostSenior: true,
    createdAt: someDay,
    updatedAt: someDay,
  }));
  for (let at = 0; at < 300; at += 5)
    await db.insert(tables.contact).values(people.slice(at, at + 5));
  const cookie = await signIn(leader);
  const measure = async (id: string, accounts: string[]) => {
    const { env, total } = counted();
    const { default: worker } = await import("#worker/index.ts");
    const fetch = async (path: string, init: RequestInit = {}) => {
      const headers = { cookie, origin: "https://feedback.example.com" };
      const before = { ...total };
      const request = new Request(`https://feedback.example.com${path}`, { ...init, headers });
      const response = await worker.fetch(request, env, {} as ExecutionContext);
      expect(response.status).toBeLessThan(400);
      return { calls: total.calls - before.calls, read: total.read - before.read };
    };
    const body = new URLSearchParams(
      Object.entries(launchForm(accounts, { id })).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, one]),
      ),
    );
    const made = await fetch("/portfolio-launches", { method: "POST", body });
    const page = await fetch(`/portfolio-launches/${id}`);
    const choice = await fetch("/portfolio-launches/new");
    return { made, page, choice };
  };
  const few = await measure("launch-0000000000000-3", [
    "account-000",
    "account-001",
    "account-002",
  ]);
  const many = await measure(
    "launch-0000000000000-4",
    all.map(({ id }) => id),
  );
  expect(many.made.calls).toBe(few.made.calls);
  expect(many.page.calls).toBe(few.page.calls);
  expect(many.choice.calls).toBe(few.choice.calls);
  expect(many.made.calls).toBeLessThanOrEqual(8);
  expect(many.page.calls).toBeLessThanOrEqual(16);
  expect(many.page.read).toBeLessThan(12_000);
});
