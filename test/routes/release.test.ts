import * as tables from "#db/schema.ts";
import { paths } from "#web/paths.ts";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { deliver } from "#worker/mail/deliver.ts";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import {
  api,
  createRound,
  createStaff,
  createToken,
  db,
  everythingStored,
  post,
  signIn,
  someDay,
  testCtx,
  visit,
} from "../factories.ts";

const days = 24 * 3600 * 1000;
const closing = someDay.getTime() + 21 * days;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: closing + days });
});
afterEach(() => {
  vi.useRealTimers();
});

const answered = (count: number): Invited[] =>
  Array.from({ length: count }, () => ({
    tier: "user" as const,
    answers: { "overall-grade": "B", quality: "4" },
  }));
const silent: Invited = { tier: "board", answers: null };

async function closed(people: Invited[] = [...answered(6), silent]) {
  const around = await managedAccount();
  const made = await closedRound({ people, account: around.account });
  return { ...around, ...made, cookie: await signIn(around.manager) };
}

const release = (id: string, cookie: string, note = "") =>
  post(paths.roundRelease(id), { note, seen: note }, cookie);
const links = () => db.query.clientLink.findMany();
const mails = () =>
  db.query.message.findMany({ where: eq(tables.message.kind, "report_released") });
const roundOf = async (id: string) =>
  (await db.query.round.findFirst({ where: eq(tables.round.id, id) }))!;
const entries = async (action: string) =>
  (await db.query.auditEntry.findMany()).filter((entry) => entry.action === action);

test("everybody who was invited gets one link and one mail, whether they answered or not", async () => {
  const { round, contacts, cookie, manager } = await closed();
  const done = await release(round.id, cookie, "We start with the hotline.");
  expect(done.status).toBe(303);
  expect(done.headers.get("location")).toBe(`${paths.roundRelease(round.id)}?done=released`);
  const made = await links();
  expect(made.map(({ contactId }) => contactId).sort()).toEqual(
    contacts.map(({ id }) => id).sort(),
  );
  expect((await mails()).map(({ recipient }) => recipient).sort()).toEqual(
    contacts.map(({ email }) => email).sort(),
  );
  expect(await roundOf(round.id)).toMatchObject({
    releasedBy: manager.id,
    releaseNote: "We start with the hotline.",
  });
  expect(await entries("round.released")).toHaveLength(1);
  const page = await (await visit(paths.roundRelease(round.id), cookie)).text();
  expect(page).toMatch(/Account Manager<\/bdi> released it.*to 7 people/s);
});

test("a second click, and two at once, release once", async () => {
  const { round, cookie } = await closed();
  const both = await Promise.all([
    release(round.id, cookie, "One"),
    release(round.id, cookie, "Two"),
  ]);
  expect(both.map(({ status }) => status)).toEqual([303, 303]);
  const before = await everythingStored();
  expect((await release(round.id, cookie, "Three")).status).toBe(303);
  expect(await everythingStored()).toEqual(before);
  expect(await mails()).toHaveLength(7);
  expect(await links()).toHaveLength(7);
  expect(await entries("round.released")).toHaveLength(1);
});

test("who has left, opted out, bounced or is not to be surveyed gets nothing, and the page says so before", async () => {
  const { round, contacts, cookie } = await closed();
  const [left, barred, optedOut, bounced] = contacts;
  const change = (id: string, set: Partial<typeof tables.contact.$inferInsert>) =>
    db.update(tables.contact).set(set).where(eq(tables.contact.id, id));
  await change(left!.id, { status: "left" });
  await change(barred!.id, { doNotSurvey: true });
  const { tokens } = testCtx();
  await db.insert(tables.optOut).values({
    addressHash: await tokens.hashAddress(optedOut!.email),
    createdAt: someDay,
  });
  await db.insert(tables.suppression).values({
    addressHash: await tokens.hashAddress(bounced!.email),
    reason: "bounced",
    createdAt: someDay,
  });
  const page = await (await visit(paths.roundRelease(round.id), cookie)).text();
  expect(page).toContain("would go to 3 people. 4 others would not get it");
  for (const why of ["has left", "not to be surveyed", "wants no more mail", "did not arrive"])
    expect(page).toContain(why);
  await release(round.id, cookie);
  const skipped = [left, barred, optedOut, bounced].map((one) => one!.email);
  expect((await mails()).filter(({ recipient }) => skipped.includes(recipient))).toEqual([]);
  expect(await mails()).toHaveLength(3);
});

test("who opts out or leaves between the release and the mail gets none", async () => {
  const { round, contacts, cookie } = await closed();
  await release(round.id, cookie);
  const [optedOut, left] = contacts;
  await db.insert(tables.optOut).values({
    addressHash: await testCtx().tokens.hashAddress(optedOut!.email),
    createdAt: someDay,
  });
  await db.update(tables.contact).set({ status: "left" }).where(eq(tables.contact.id, left!.id));
  const waiting = (await mails()).map(({ id }) => id);
  await deliver(testCtx({ kind: "system" }, new Date(closing + 2 * days)), waiting);
  const states = new Map((await mails()).map(({ recipient, status }) => [recipient, status]));
  expect(states.get(optedOut!.email)).toBe("cancelled");
  expect(states.get(left!.email)).toBe("cancelled");
  expect([...states.values()].filter((status) => status === "sent")).toHaveLength(5);
});

test("nothing is released that was not looked at: a new sentence is shown first", async () => {
  const { round, cookie } = await closed();
  const before = await everythingStored();
  const fields = { note: "Nobody has seen this", seen: "" };
  const answer = await post(paths.roundRelease(round.id), fields, cookie);
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain("Look at it below, then release");
  expect(html).toContain(paths.roundReleasePage(round.id, "Nobody has seen this"));
  expect(await everythingStored()).toEqual(before);
  const long = await release(round.id, cookie, "x".repeat(601));
  expect(long.status).toBe(422);
  expect(await long.text()).toContain("x".repeat(601));
  expect(await everythingStored()).toEqual(before);
});

test("page and mail are shown before by what makes the real ones, and showing them changes nothing", async () => {
  const { round, cookie, manager } = await closed();
  const before = await everythingStored();
  const note = "First the hotline.";
  const page = await visit(paths.roundReleasePage(round.id, note), cookie);
  expect(page.headers.get("x-frame-options")).toBe("SAMEORIGIN");
  const html = await page.text();
  expect(html).toContain("First the hotline.");
  expect(html).toContain("6 of the 7 we asked");
  const mail = await (await visit(paths.roundReleaseMail(round.id, note), cookie)).text();
  expect(mail).toContain(`Dear ${manager.name}`);
  expect(mail).toContain("First the hotline.");
  expect(await everythingStored()).toEqual(before);
});

describe("a round that is not closed", () => {
  test.each(["draft", "open", "cancelled"] as const)("is not released: %s", async (status) => {
    const { account, manager } = await managedAccount();
    const round = await createRound({ accountId: account.id, status });
    const cookie = await signIn(manager);
    const before = await everythingStored();
    expect((await visit(paths.roundRelease(round.id), cookie)).status).toBe(409);
    expect((await release(round.id, cookie)).status).toBe(409);
    const answer = await api(await createToken(manager), "POST", `/rounds/${round.id}/release`);
    expect(answer.status).toBe(409);
    const { error } = await answer.json<{ error: { code: string } }>();
    expect(error.code).toBe(status === "cancelled" ? "round_cancelled" : "round_open");
    const now = await everythingStored();
    expect(now["client_link"]).toEqual(before["client_link"]);
    expect(now["round"]).toEqual(before["round"]);
  });
});

test("POST /rounds/:id/release releases with a sentence, and again answers the same", async () => {
  const { round, manager } = await closed();
  const token = await createToken(manager);
  const call = async () =>
    (await api(token, "POST", `/rounds/${round.id}/release`, { note: "Soon." })).json<{
      round: { releasedAt: string; releasedBy: string };
      recipients: number;
    }>();
  const first = await call();
  expect(first).toMatchObject({ round: { releasedBy: manager.id }, recipients: 7 });
  expect(first.round.releasedAt).toBe(new Date(closing + days).toISOString());
  expect(await call()).toEqual(first);
  expect(await mails()).toHaveLength(7);
});

test("a mistyped field does not send mail without the sentence that was meant", async () => {
  const { round, manager } = await closed();
  const path = `/rounds/${round.id}/release`;
  const answer = await api(await createToken(manager), "POST", path, { notes: "Soon." });
  expect(answer.status).toBe(422);
  expect(await mails()).toHaveLength(0);
});

test("a confidential round is released too, and an independent administrator does not do it", async () => {
  const { account, manager } = await managedAccount();
  const outsider = await createStaff({ role: "independent_administrator" });
  const { round } = await closedRound({
    people: answered(6),
    account,
    confidentiality: "confidential",
    round: { administratorId: outsider.id },
  });
  expect((await release(round.id, await signIn(outsider))).status).toBe(403);
  expect((await release(round.id, await signIn(manager))).status).toBe(303);
  expect(await mails()).toHaveLength(6);
});

test("when nobody can be mailed the release is refused", async () => {
  const { round, cookie } = await closed(answered(1));
  await db.update(tables.contact).set({ status: "left" });
  const answer = await release(round.id, cookie);
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain("Nobody who was invited can be mailed");
  expect((await roundOf(round.id)).releasedAt).toBeNull();
});

test("the home page reminds from two weeks after the close until it is released or set aside", async () => {
  const { round, account, manager } = await closed();
  const reminder = "Clients who have not heard what came of it";
  // A session does not last for weeks.
  const home = async () => (await visit("/", await signIn(manager))).text();
  vi.setSystemTime(closing + 13 * days);
  expect(await home()).not.toContain(reminder);
  vi.setSystemTime(closing + 15 * days);
  expect(await home()).toContain(reminder);
  expect(await home()).toContain(`href="${paths.roundRelease(round.id)}"`);
  const cookie = await signIn(manager);
  await release(round.id, cookie);
  expect(await home()).not.toContain(reminder);

  const next = await closedRound({ people: answered(2), account });
  expect(await home()).toContain(reminder);
  const empty = await post(paths.roundWithhold(next.round.id), { reason: " " }, cookie);
  expect(empty.status).toBe(422);
  const reason = "They asked us in person.";
  const aside = await post(paths.roundWithhold(next.round.id), { reason }, cookie);
  expect(aside.status).toBe(303);
  expect(await home()).not.toContain(reminder);
  const page = await (await visit(paths.roundRelease(next.round.id), cookie)).text();
  expect(page).toContain(reason);
  expect(await entries("round.withheld")).toHaveLength(1);
  expect((await release(next.round.id, cookie)).status).toBe(303);
  expect((await roundOf(next.round.id)).withheldReason).toBeNull();
});

test("what is released is not set aside, and what is withdrawn is not sent", async () => {
  const { round, cookie } = await closed();
  await release(round.id, cookie);
  const aside = await post(paths.roundWithhold(round.id), { reason: "Too late" }, cookie);
  expect(aside.status).toBe(409);
  expect((await post(paths.roundWithdraw(round.id), {}, cookie)).status).toBe(303);
  await post(paths.roundWithdraw(round.id), {}, cookie);
  expect((await links()).every(({ revokedAt }) => revokedAt !== null)).toBe(true);
  expect((await mails()).every(({ status }) => status !== "queued")).toBe(true);
  expect(await entries("round.release_withdrawn")).toHaveLength(1);
});
