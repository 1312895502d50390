import type { ReportFigures } from "#worker/domain/reports/figures.ts";
import * as tables from "#db/schema.ts";
import { findToday } from "#worker/domain/home/actions.ts";
import { expect, test, vi } from "vitest";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  request,
  signIn,
  someDay,
  staffCtx,
  visit,
} from "../factories.ts";

const day = 24 * 3600 * 1000;
const fromNow = (days: number) => new Date(Date.now() + days * day);

async function home(staff: Awaited<ReturnType<typeof createStaff>>): Promise<string> {
  const response = await visit("/", await signIn(staff));
  expect(response.status).toBe(200);
  return response.text();
}

const invite = (roundId: string, contactId: string, status: "invited" | "completed") =>
  db.insert(tables.invitation).values({
    id: `invitation-${contactId}`,
    roundId,
    contactId,
    tier: "user",
    templateVersionId: "version",
    tokenHash: `hash-${contactId}`,
    optOutHash: `opt-out-${contactId}`,
    status,
    invitedAt: someDay,
  });

const createTemplateVersion = () =>
  db.insert(tables.templateVersion).values({
    id: "version",
    slug: "users",
    version: 1,
    definition: {} as (typeof tables.templateVersion.$inferInsert)["definition"],
  });

async function createClosedRound(accountId: string, closedAt: Date, completed: number) {
  const round = await createRound({ accountId, status: "closed", closedAt, name: "Last round" });
  await db.insert(tables.report).values({
    roundId: round.id,
    accountId,
    kind: "satisfaction",
    method: 1,
    closedAt,
    year: closedAt.getUTCFullYear(),
    invited: 9,
    completed,
    figures: {} as ReportFigures,
  });
  return round;
}

test.each(["GET", "HEAD"])("%s / asks who is not signed in to sign in", async (method) => {
  const response = await request("/", { method });
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe("/sign-in?to=%2F");
});

test("GET / greets who holds a session", async () => {
  const staff = await createStaff({ name: "Maren Voss" });
  expect(await home(staff)).toContain("Maren Voss");
});

test("GET / sends a deactivated person to sign-in at their next request", async () => {
  const staff = await createStaff();
  const cookie = await signIn(staff);
  await db.update(tables.staff).set({ deactivatedAt: new Date() });
  expect((await visit("/", cookie)).status).toBe(302);
});

test("the start page of a new deployment offers the import", async () => {
  const page = await home(await createStaff({ role: "admin" }));
  expect(page).toContain("Start with your contacts");
  expect(page).toContain('href="/imports"');
});

test("an account manager without an account is told how to get one", async () => {
  await createAccount({ name: "Someone else's" });
  const page = await home(await createStaff());
  expect(page).toContain("No account is yours yet");
  expect(page).not.toContain("Someone else");
});

test("a draft asks for the own grade first, then for the launch", async () => {
  const staff = await createStaff();
  const account = await createAccount({ name: "Harbour Logistics", accountManagerId: staff.id });
  const round = await createRound({ accountId: account.id });
  expect(await home(staff)).toContain("Give your own grade");
  await db.insert(tables.selfGrade).values({
    roundId: round.id,
    grade: "B",
    reason: "Good year",
    predicted: {},
    givenBy: staff.id,
    givenAt: someDay,
  });
  const page = await home(staff);
  expect(page).toContain("Launch it");
  expect(page).not.toContain("Give your own grade");
});

test("a draft without our own grade asks its independent administrator for no grade", async () => {
  const administrator = await createStaff({ role: "independent_administrator" });
  const account = await createAccount();
  const own = { accountId: account.id, administratorId: administrator.id };
  await createRound({ ...own, confidentiality: "confidential" });
  const page = await home(administrator);
  expect(page).toContain("Prepare it");
  expect(page).not.toContain("own grade");
});

test("open rounds appear, the first to close on top, with how many answered of how many invited", async () => {
  const staff = await createStaff();
  const account = await createAccount({ accountManagerId: staff.id });
  await createTemplateVersion();
  const soon = { accountId: account.id, status: "open" as const, closesAt: fromNow(6.5) };
  const round = await createRound({
    ...soon,
    name: "Nearly over",
    confidentiality: "confidential",
  });
  await createRound({ ...soon, name: "Just begun", closesAt: fromNow(20) });
  for (const status of ["completed", "invited", "invited"] as const)
    await invite(round.id, (await createContact({ accountId: account.id })).id, status);
  const page = await home(staff);
  expect(page).toContain("Nearly over");
  expect(page).toMatch(/>1 <span class="n">of 3<\/span>/);
  expect(page).toContain("in 6 days");
  expect(page.indexOf("Just begun")).toBeGreaterThan(page.indexOf("Nearly over"));
});

test("a proposed colleague waits for a decision until it is taken", async () => {
  const staff = await createStaff();
  const account = await createAccount({ accountManagerId: staff.id });
  const round = await createRound({ accountId: account.id, status: "open" });
  await db.insert(tables.nomination).values({
    invitationId: "declined",
    roundId: round.id,
    name: "<b>Ruth</b> Okafor",
    email: "ruth@client.example",
    status: "proposed",
    createdAt: someDay,
  });
  const page = await home(staff);
  expect(page).toContain("&lt;b>Ruth&lt;/b> Okafor");
  await db.update(tables.nomination).set({ status: "accepted" });
  expect(await home(staff)).not.toContain("ruth@client.example");
});

test("an account counts as surveyed for twelve months after a closed round that somebody answered", async () => {
  const leader = await createStaff({ role: "leader" });
  const named = async (name: string) => (await createAccount({ name })).id;
  await createClosedRound(await named("Answered lately"), fromNow(-300), 4);
  await createClosedRound(await named("Answered long ago"), fromNow(-400), 4);
  await createClosedRound(await named("Silent lately"), fromNow(-30), 0);
  await createRound({ accountId: await named("Under way"), status: "draft" });
  await named("Never asked");
  const today = await findToday(staffCtx(leader, new Date()));
  expect(today.unsurveyed.map(({ name, last }) => [name, last !== null])).toEqual([
    ["Never asked", false],
    ["Silent lately", false],
    ["Answered long ago", true],
  ]);
  expect(today.unsurveyed[0]!.total).toBe(3);
});

test("nobody sees on the start page what is outside their reach", async () => {
  const [owner, stranger, administrator] = [
    await createStaff(),
    await createStaff(),
    await createStaff({ role: "independent_administrator" }),
  ];
  const account = await createAccount({ name: "Private & Co", accountManagerId: owner.id });
  await createRound({ accountId: account.id, administratorId: administrator.id });
  await createClosedRound(account.id, fromNow(-2), 5);
  expect(await home(stranger)).not.toContain("Private");
  const page = await home(administrator);
  expect(page).toContain("Private &amp; Co");
  expect(page).not.toContain("Last round");
  expect(page).not.toContain("Start a round");
});

test("a line manager sees the rounds of the people who report to them", async () => {
  const manager = await createStaff();
  const staff = await createStaff({ lineManagerId: manager.id });
  const account = await createAccount({ name: "Theirs", accountManagerId: staff.id });
  await createClosedRound(account.id, fromNow(-2), 5);
  const page = await home(manager);
  expect(page).toContain("Theirs");
  expect(page).toContain("Last round");
});

test("mail that failed is shown to admins only", async () => {
  await db.insert(tables.message).values({
    id: "invitation/x",
    kind: "invitation",
    recipient: "gone@client.example",
    data: {},
    status: "failed",
    lastError: "The mailbox does not exist",
    createdAt: someDay,
  });
  expect(await home(await createStaff({ role: "admin" }))).toContain("The mailbox does not exist");
  expect(await home(await createStaff({ role: "leader" }))).not.toContain("gone@client.example");
});

test("the start page asks D1 once for all it shows", async () => {
  const ctx = staffCtx(await createStaff({ role: "admin" }));
  const batch = vi.spyOn(ctx.db.$client, "batch");
  const all = vi.spyOn(ctx.db, "all");
  await findToday(ctx);
  expect(batch).toHaveBeenCalledTimes(1);
  expect(all).not.toHaveBeenCalled();
});

test("a refused page keeps the navigation of who is signed in, and shows none to others", async () => {
  const cookie = await signIn(await createStaff());
  const refused = await visit("/accounts/nowhere", cookie);
  expect(refused.status).toBe(404);
  expect(await refused.text()).toContain('aria-label="Main"');
  expect(await (await request("/nowhere")).text()).not.toContain('aria-label="Main"');
});
