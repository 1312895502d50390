import * as tables from "#db/schema.ts";
import { localTime } from "#worker/domain/case/pace-rules.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { copyRow } from "../copies.ts";
import { createStaff, db, launchedRound, post, signIn, visit } from "../factories.ts";

const hour = 3_600_000;
const zone = "Europe/Berlin";

let world: Awaited<ReturnType<typeof launchedRound>>;
let path: string;
let cookie: string;

beforeEach(async () => {
  world = await launchedRound({ contact: { firstName: "Ada", lastName: "Lovelace" } });
  await post(`/s/${world.invitation.token}`, {
    intent: "submit",
    "overall-grade": "D",
    "overall-grade.comment": "Late twice.",
  });
  const openedAt = new Date(Date.now() - 30 * hour);
  await db
    .update(tables.clientCase)
    .set({ openedAt, dueAt: new Date(openedAt.getTime() + 48 * hour) });
  path = `/cases/${(await found()).id}`;
  cookie = await signIn(world.manager);
});

const found = async () => (await db.select().from(tables.clientCase))[0]!;
const ago = (hours: number) => localTime(new Date(Date.now() - hours * hour), zone);
const entry = { at: "", how: "call", person: "Ada Lovelace", said: "She told us about March." };
const log = (fields: Record<string, string> = {}, as = cookie) =>
  post(`${path}/contacts`, { ...entry, at: ago(1), ...fields }, as);
const page = async (as = cookie) => (await visit(path, as)).text();

describe("the contact log", () => {
  test("makes the first entry the first contact and the case contacted", async () => {
    expect((await log({ at: ago(20) })).status).toBe(303);
    const taken = await found();
    expect(taken).toMatchObject({ status: "contacted", version: 2 });
    expect(localTime(taken.firstContactAt!, zone)).toBe(ago(20));
    const text = await page();
    expect(text).toContain("She told us about March.");
    expect(text).toContain("after 10 hours");
    const audited = JSON.stringify(await db.select().from(tables.auditEntry));
    expect(audited).toContain("case.contact_logged");
    expect(audited).not.toContain("March");
  });

  test("takes an earlier entry for the first contact when it is written down later", async () => {
    await log({ at: ago(5) });
    await log({ at: ago(9), how: "mail" });
    await log({ at: ago(2), how: "meeting" });
    expect(localTime((await found()).firstContactAt!, zone)).toBe(ago(9));
    expect(await db.select().from(tables.caseContact)).toHaveLength(3);
  });

  test("keeps a try that reached nobody, which is no first contact", async () => {
    expect((await log({ missed: "yes" })).status).toBe(303);
    expect(await found()).toMatchObject({ status: "open", firstContactAt: null, version: 1 });
    expect(await page()).toContain("nobody reached");
  });

  test.each([
    ["a time to come", { at: localTime(new Date(Date.now() + hour), zone) }, "in the future"],
    ["a time before the case", { at: localTime(new Date(Date.now() - 40 * hour), zone) }, "before"],
    ["no time", { at: "" }, "The time is not a day and a time"],
    ["no way", { how: "pigeon" }, "The way"],
    ["nobody", { person: " " }, "The name is empty"],
    ["nothing said", { said: "" }, "What was said is empty"],
  ])("refuses %s and keeps what was typed", async (_, fields, message) => {
    const refused = await log({ person: "Ada and her deputy", ...fields });
    expect(refused.status).toBe(422);
    const text = await refused.text();
    expect(text).toContain(message);
    if (!("person" in fields)) expect(text).toContain("Ada and her deputy");
    expect(await db.select().from(tables.caseContact)).toEqual([]);
    expect((await found()).version).toBe(1);
  });

  test("of a walled case is closed to who manages the account", async () => {
    await db.update(tables.clientCase).set({ walled: true });
    expect((await log()).status).toBe(404);
    expect(
      (await post(`${path}/evidence`, { evidenceTitle: "x", words: "y" }, cookie)).status,
    ).toBe(404);
    expect((await post(`${path}/actions`, { title: "x" }, cookie)).status).toBe(404);
    expect(await db.select().from(tables.caseContact)).toEqual([]);
  });
});

describe("evidence", () => {
  const attach = (fields: Record<string, string>) => post(`${path}/evidence`, fields, cookie);

  test("as a link is shown as its address and opens without a way back to us", async () => {
    const link = "https://tickets.example/42?a=1&b=2";
    expect((await attach({ evidenceTitle: "Ticket 42", link, words: "" })).status).toBe(303);
    expect(await page()).toContain(
      '<a href="https://tickets.example/42?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">',
    );
  });

  test("as words is shown as words", async () => {
    await attach({ evidenceTitle: "Her mail", link: "", words: "<b>Twice</b>\nin March." });
    expect(await page()).toContain("&lt;b>Twice&lt;/b>\nin March.");
  });

  test.each([
    ["http://tickets.example/42"],
    ["javascript:alert(1)"],
    ["https://"],
    ["data:text/html,x"],
    ["tickets.example"],
  ])("refuses the address %s and keeps it in the form", async (link) => {
    const refused = await attach({ evidenceTitle: "Ticket", link, words: "" });
    expect(refused.status).toBe(422);
    const text = await refused.text();
    expect(text).toContain("The address is not an address that begins with https://.");
    expect(text).toContain('value="Ticket"');
    expect(await db.select().from(tables.caseEvidence)).toEqual([]);
  });

  test("without a title or content is refused, each by its field", async () => {
    const text = await (await attach({ evidenceTitle: "", link: "", words: "" })).text();
    expect(text).toContain('href="#evidenceTitle"');
    expect(text).toContain('href="#words"');
  });
});

describe("an action made from a case", () => {
  const promise = (fields: Record<string, string> = {}, as = cookie) =>
    post(
      `${path}/actions`,
      { title: "A deputy for every run", promise: "Two names on each run.", ...fields },
      as,
    );

  test("bears the case it comes from and nothing of what the client wrote", async () => {
    expect((await promise({ actionOwner: world.manager.id })).status).toBe(303);
    const [made] = await db.select().from(tables.action);
    const from = await found();
    expect(made).toMatchObject({
      accountId: world.account.id,
      caseId: from.id,
      roundId: from.roundId,
      ownerId: world.manager.id,
      walled: false,
      clientVisible: false,
      heard: null,
      quotes: [],
      status: "proposed",
    });
    expect(await page()).toContain("A deputy for every run");
    const line = await visit(`/accounts/${world.account.id}/plan?edit=${made!.id}`, cookie);
    expect(await line.text()).toContain(`href="${path}"`);
  });

  test("does not name its case to an owner who may not see that", async () => {
    const owner = await createStaff();
    await promise({ actionOwner: owner.id });
    const [made] = await db.select().from(tables.action);
    const text = await (await visit(`/actions/${made!.id}`, await signIn(owner))).text();
    expect(text).toContain("A deputy for every run");
    expect(text).not.toContain(path);
  });

  test("is refused with a day in the past, and what was typed stands again", async () => {
    const refused = await promise({ dueOn: "2020-01-01" });
    expect(refused.status).toBe(422);
    const text = await refused.text();
    expect(text).toContain('href="#dueOn"');
    expect(text).toContain("A deputy for every run");
    expect(await db.select().from(tables.action)).toEqual([]);
  });

  test("from a walled case stays behind the wall: no page or call shows it to the account manager", async () => {
    const leader = await createStaff({ role: "leader" });
    await db.update(tables.clientCase).set({ walled: true });
    expect((await promise({}, await signIn(leader))).status).toBe(303);
    const [made] = await db.select().from(tables.action);
    expect(made).toMatchObject({ walled: true, caseId: (await found()).id });
    for (const there of ["", "/plan", "/review", "/plan.csv"]) {
      const shown = await visit(`/accounts/${world.account.id}${there}`, cookie);
      expect(shown.status).toBe(200);
      expect(await shown.text()).not.toContain("A deputy for every run");
    }
    expect((await visit(`/actions/${made!.id}`, cookie)).status).toBe(404);
    const owner = await promise({ actionOwner: world.manager.id }, await signIn(leader));
    expect(owner.status).toBe(422);
  });
});

describe("the inbox", () => {
  test("says how fast somebody was in touch and how fast it ended, with how many that rests on", async () => {
    await log({ at: ago(20) });
    await post(path, { status: "resolved", resolution: "agreed", clientTold: "yes" }, cookie);
    const text = await (await visit("/cases", cookie)).text();
    expect(text).toContain("10 hours");
    expect(text).toContain("median of 1, of 1 opened");
    expect(text).toContain("1 of 1");
    const csv = await (await visit("/cases.csv?show=resolved", cookie)).text();
    expect(csv).toContain("Hours to first contact");
    expect(csv).toMatch(/,10,\d{4}-.*,30,We agreed what happens next/);
  });

  test.each([
    ["that waits", "/cases.csv", "status"],
    ["that is resolved", "/cases.csv?show=resolved", "'resolved'"],
  ])("comes as a file with every case %s, however many they are", async (_, file, status) => {
    await copyRow(tables.clientCase, 5001, { id: "id || '-' || i", status });
    const lines = (await (await visit(file, cookie)).text()).trim().split("\r\n");
    expect(lines.length).toBeGreaterThan(5001);
  });

  test("measures nothing that its reader may not see", async () => {
    await db.update(tables.clientCase).set({ walled: true });
    await db
      .update(tables.staff)
      .set({ role: "leader" })
      .where(eq(tables.staff.id, world.manager.id));
    expect(await (await visit("/cases", cookie)).text()).toContain("No case was opened");
  });
});
