import * as tables from "#db/schema.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  post,
  request,
  signIn,
  someDay,
  staffCtx,
  testCtx,
  visit,
} from "../factories.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: someDay }));

async function surroundings() {
  const manager = await createStaff({ name: "Maren Voss" });
  const account = await createAccount({ accountManagerId: manager.id, name: "Nordwind AG" });
  const board = await createContact({ accountId: account.id, tier: "board", mostSenior: true });
  const middle = await createContact({ accountId: account.id, tier: "manager" });
  const user = await createContact({
    accountId: account.id,
    firstName: "أمينة",
    lastName: "السيد",
  });
  const cookie = await signIn(manager);
  return { manager, account, board, middle, user, cookie };
}
type Around = Awaited<ReturnType<typeof surroundings>>;

const gradeFields = { grade: "B", reason: "They are content.", "predicted.teamwork": "4,5" };

async function draft({ account, cookie }: Around) {
  const made = await post("/rounds", { accountId: account.id, kind: "satisfaction" }, cookie);
  expect(made.status).toBe(303);
  return made.headers.get("location")!.replace("?done=made", "");
}
async function openRound(around: Around, overrides = {}) {
  const round = await createRound({ accountId: around.account.id, ...overrides });
  const ctx = staffCtx(around.manager);
  await saveSelfGrade(ctx, round.id, { grade: "A", reason: "We know them." });
  expect(await launchRound(ctx, round.id, {})).toMatchObject({ ok: true });
  return `/rounds/${round.id}`;
}
const page = async (path: string, cookie: string) => {
  const response = await visit(path, cookie);
  expect(response.status).toBe(200);
  return response.text();
};

describe("the list", () => {
  test("shows own rounds by state and offers a new one", async () => {
    const around = await surroundings();
    await createRound({ accountId: around.account.id, name: "Mine" });
    await createRound({ accountId: (await createAccount()).id, name: "Theirs" });
    const html = await page("/rounds", around.cookie);
    expect(html).toContain("Mine");
    expect(html).toContain("Nordwind AG");
    expect(html).not.toContain("Theirs");
    expect(await page("/rounds?status=open", around.cookie)).toContain("No open round");
  });

  test("says the next step while it is empty", async () => {
    const { cookie } = await surroundings();
    expect(await page("/rounds", cookie)).toContain("No rounds yet");
    const outsider = await createStaff({ role: "independent_administrator" });
    const html = await page("/rounds", await signIn(outsider));
    expect(html).toContain("Rounds that are assigned to you appear here");
    expect(html).not.toContain("/rounds/new");
  });
});

describe("a new round", () => {
  test("begins with the account, found by a part of its name", async () => {
    const around = await surroundings();
    await createAccount({ name: "Nordstern", accountManagerId: around.manager.id });
    await createAccount({ name: "Nordpol" });
    const html = await page("/rounds/new?q=NORD", around.cookie);
    expect(html).toContain("Nordwind AG");
    expect(html).toContain("Nordstern");
    expect(html).not.toContain("Nordpol");
  });

  test("needs an account and a kind, and is a draft from then on", async () => {
    const around = await surroundings();
    const html = await page(
      `/rounds/new?account=${around.account.id}&kind=annual_review`,
      around.cookie,
    );
    expect(html).toContain("Nordwind AG");
    expect(html).toMatch(/value="annual_review" checked/);
    const location = await draft(around);
    const [round] = await db.select().from(tables.round);
    expect(location).toBe(`/rounds/${round!.id}`);
    expect(round).toMatchObject({
      name: "Satisfaction survey 2026",
      contactIds: null,
      confidentiality: "named",
      modules: ["account-manager"],
      closesAt: new Date("2026-03-23T22:59:59.999Z"),
    });
  });
});

describe("a draft", () => {
  test("says what is missing, then takes the grade, then launches", async () => {
    const around = await surroundings();
    const at = await draft(around);
    expect(await page(at, around.cookie)).toContain("Your own grade is missing.");
    const early = await post(`${at}/launch`, {}, around.cookie);
    expect(early.status).toBe(409);
    expect(await early.text()).toContain("Your own grade is missing.");
    const graded = await post(`${at}/self-grade`, gradeFields, around.cookie);
    expect(graded.headers.get("location")).toBe(`${at}?done=graded`);
    const [grade] = await db.select().from(tables.selfGrade);
    expect(grade).toMatchObject({ grade: "B", predicted: { teamwork: 4.5 } });
    const html = await page(at, around.cookie);
    expect(html).toContain("given by Maren Voss");
    expect(html).toContain("Launch and invite 3 people");
    expect((await post(`${at}/launch`, {}, around.cookie)).status).toBe(303);
    expect(await db.$count(tables.invitation)).toBe(3);
    const again = await post(`${at}/launch`, {}, around.cookie);
    expect(again.status).toBe(409);
  });

  test("keeps what was typed of a grade that is not complete", async () => {
    const around = await surroundings();
    const at = await draft(around);
    const typed = { reason: "Because of <b>Anna</b>", "predicted.teamwork": "9" };
    const response = await post(`${at}/self-grade`, typed, around.cookie);
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain("The grade is missing");
    expect(html).toContain("Because of &lt;b>Anna&lt;/b>");
    expect(html).toContain("A prediction is a number from 1 to 5.");
    expect(html).toContain('value="9"');
  });

  test("names the gates that an explanation opens, and keeps the explanation", async () => {
    const around = await surroundings();
    const at = await draft(around);
    await post(`${at}/self-grade`, gradeFields, around.cookie);
    await post(`${at}/recipients`, { contactIds: around.board.id }, around.cookie);
    const html = await page(at, around.cookie);
    expect(html).toContain("The account has managers and users, but none of them is invited.");
    const long = { explanation: "x".repeat(2001) };
    const refused = await post(`${at}/launch`, long, around.cookie);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("x".repeat(2001));
    const explained = await post(`${at}/launch`, { explanation: "Pilot." }, around.cookie);
    expect(explained.status).toBe(303);
    expect(await page(at, around.cookie)).toContain("Pilot.");
  });

  test("mails a test of each level, whose link shows what a launch would ask", async () => {
    const around = await surroundings();
    const at = await draft(around);
    const sent = await post(`${at}/test`, { tier: "manager" }, around.cookie);
    expect(sent.headers.get("location")).toBe(`${at}?done=test`);
    const [link] = await db.select().from(tables.testLink);
    const [message] = await db.select().from(tables.message);
    expect(message).toMatchObject({
      id: `test/${link!.id}`,
      kind: "test_invitation",
      recipient: around.manager.email,
    });
    const opened = await request(`/s/${await testCtx().tokens.make("test", link!.id)}`);
    expect(opened.status).toBe(200);
    expect(await opened.text()).toContain('name="overall-grade"');
    expect((await post(`${at}/test`, { tier: "king" }, around.cookie)).status).toBe(422);
  });
});

describe("an open round", () => {
  test("counts by level and shows no answer, no link and nobody's name", async () => {
    const around = await surroundings();
    const at = await openRound(around);
    const [invitation] = await db
      .select()
      .from(tables.invitation)
      .where(eq(tables.invitation.contactId, around.user.id));
    const token = await testCtx().tokens.make("survey", invitation!.id);
    const answer = { intent: "submit", "overall-grade": "D", "improve-one-thing": "Pick up calls" };
    expect((await post(`/s/${token}`, answer)).status).toBe(200);
    const html = await page(at, around.cookie);
    expect(html).toContain("Answered");
    expect(html).not.toContain("Pick up calls");
    expect(html).not.toContain("السيد");
    expect(html).not.toContain(token);
    expect(html).not.toContain("/s/");
  });

  test("of a confidential kind shows the total only", async () => {
    const around = await surroundings();
    const html = await page(
      await openRound(around, { confidentiality: "confidential" }),
      around.cookie,
    );
    expect(html).toContain("nothing but the total is shown");
    expect(html).not.toContain("Declined");
    expect(html).not.toContain("Invitations by level");
  });

  test("shows the own grade to whoever gave it and to nobody else", async () => {
    const leader = await createStaff({ role: "leader" });
    const around = await surroundings();
    const at = await openRound(around);
    expect(await page(at, around.cookie)).toContain("given by Maren Voss");
    expect(await page(at, await signIn(leader))).not.toContain("given by Maren Voss");
  });

  test("is closed by hand with a reason, and then leads to its report", async () => {
    const around = await surroundings();
    const at = await openRound(around);
    const closed = await post(`${at}/close`, { closeReason: "Merger." }, around.cookie);
    expect(closed.status).toBe(303);
    const html = await page(at, around.cookie);
    expect(html).toContain("Closed by hand");
    expect(html).toContain("21 days early");
    expect(html).toContain("Merger.");
    expect(html).toContain(`${at}/report`);
    expect((await post(`${at}/close`, {}, around.cookie)).status).toBe(409);
  });

  test("is cancelled by leaders only, with a reason", async () => {
    const around = await surroundings();
    const at = await openRound(around);
    expect(await page(at, around.cookie)).not.toContain("Cancel the round");
    expect((await post(`${at}/cancel`, { cancelReason: "x" }, around.cookie)).status).toBe(403);
    const leader = await signIn(await createStaff({ role: "leader" }));
    expect(await page(at, leader)).toContain(`${at}/cancel`);
    expect(await page(`${at}/cancel`, leader)).toContain("There is no report.");
    expect((await visit(`${at}/cancel`, around.cookie)).status).toBe(403);
    const without = await post(`${at}/cancel`, { cancelReason: " " }, leader);
    expect(without.status).toBe(422);
    expect(await without.text()).toContain("Say why the round is cancelled.");
    expect((await post(`${at}/cancel`, { cancelReason: "Wrong list." }, leader)).status).toBe(303);
    expect(await page(at, around.cookie)).toContain("Wrong list.");
  });
});

describe("a proposed colleague", () => {
  async function proposed(around: Around, email = "ana@client.example") {
    const at = await openRound(around);
    const [invitation] = await db
      .select()
      .from(tables.invitation)
      .where(eq(tables.invitation.contactId, around.middle.id));
    const token = await testCtx().tokens.make("survey", invitation!.id);
    const sent = await post(`/s/${token}/colleague`, { name: "Ana Roy", email });
    expect(sent.status).toBe(200);
    const decide = (decision: string, more = {}) =>
      post(`${at}/nominations`, { invitationId: invitation!.id, decision, ...more }, around.cookie);
    return { at, decide, invitation: invitation! };
  }
  const invitedAddresses = async () =>
    (await db.select().from(tables.message))
      .filter(({ kind }) => kind === "invitation")
      .map(({ recipient }) => recipient);

  test("is invited once accepted, with what the original was asked", async () => {
    const around = await surroundings();
    const { at, decide, invitation } = await proposed(around);
    expect(await page(at, around.cookie)).toContain("Ana Roy");
    expect((await decide("accept")).status).toBe(303);
    const [ana] = await db
      .select()
      .from(tables.contact)
      .where(eq(tables.contact.email, "ana@client.example"));
    expect(ana).toMatchObject({ firstName: "Ana", lastName: "Roy", tier: "manager" });
    const [theirs] = await db
      .select()
      .from(tables.invitation)
      .where(eq(tables.invitation.contactId, ana!.id));
    expect(theirs).toMatchObject({
      tier: "manager",
      templateVersionId: invitation.templateVersionId,
      invitedAt: someDay,
    });
    expect(await invitedAddresses()).toContain("ana@client.example");
    expect((await decide("accept")).status).toBe(303);
    expect((await decide("refuse")).status).toBe(409);
    expect(await db.$count(tables.invitation)).toBe(4);
  });

  test("is not invited when refused", async () => {
    const around = await surroundings();
    const { at, decide } = await proposed(around);
    expect((await decide("refuse")).headers.get("location")).toBe(`${at}?done=refused`);
    expect((await decide("accept")).status).toBe(409);
    expect(await db.$count(tables.invitation)).toBe(3);
  });

  test("who is invited already gets no second invitation", async () => {
    const around = await surroundings();
    const { decide } = await proposed(around, around.user.email);
    expect((await decide("accept")).status).toBe(303);
    expect(await db.$count(tables.invitation)).toBe(3);
    expect(await invitedAddresses()).toHaveLength(3);
  });

  test("who wants no more mail is not invited", async () => {
    const around = await surroundings();
    await db.insert(tables.optOut).values({
      addressHash: await testCtx().tokens.hashAddress("ana@client.example"),
      createdAt: someDay,
    });
    const { decide } = await proposed(around);
    const response = await decide("accept");
    expect(response.status).toBe(409);
    expect(await response.text()).toContain("wants no more mail");
    expect(await db.$count(tables.invitation)).toBe(3);
  });

  test("who was asked elsewhere lately is invited with a reason only", async () => {
    const around = await surroundings();
    const other = await createAccount({ accountManagerId: around.manager.id });
    const ana = { accountId: other.id, email: "ana@client.example", mostSenior: true };
    await createContact(ana);
    await openRound({ ...around, account: other });
    const { decide } = await proposed(around);
    const refused = await decide("accept");
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('name="reason"');
    expect((await decide("accept", { reason: "She leads both." })).status).toBe(303);
  });
});

test("nothing of a round is there for somebody who does not look after the account", async () => {
  const around = await surroundings();
  const at = await openRound(around);
  const cookie = await signIn(await createStaff());
  for (const path of [at, `/rounds/new?account=${around.account.id}`])
    expect([path, (await visit(path, cookie)).status]).toEqual([path, 404]);
  const forms: [string, Record<string, string>][] = [
    ["self-grade", { grade: "A", reason: "x" }],
    ["launch", {}],
    ["close", { closeReason: "x" }],
    ["cancel", { cancelReason: "x" }],
    ["test", { tier: "user" }],
    ["nominations", { invitationId: "x", decision: "accept" }],
    ["basics", { kind: "satisfaction", name: "x", closesAt: "2026-04-01" }],
  ];
  for (const [form, body] of forms)
    expect([form, (await post(`${at}/${form}`, body, cookie)).status]).toEqual([form, 404]);
});

test("a form sent from another site changes nothing", async () => {
  const around = await surroundings();
  const at = await draft(around);
  const response = await request(`${at}/self-grade`, {
    method: "POST",
    body: new URLSearchParams(gradeFields),
    headers: { origin: "https://elsewhere.example", cookie: around.cookie },
  });
  expect(response.status).toBe(403);
  expect(await db.$count(tables.selfGrade)).toBe(0);
});
