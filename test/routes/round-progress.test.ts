import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createClock } from "../clock.ts";
import { copyRow } from "../copies.ts";
import {
  createAccount,
  createContact,
  createInvitation,
  createRound,
  createStaff,
  db,
  launchedRound,
  post,
  request,
  signIn,
  someDay,
  testCtx,
  visit,
} from "../factories.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(someDay);
});

type Options = Parameters<typeof launchedRound>[0];
async function openRound(options: Options = {}) {
  const set = await launchedRound(options);
  for (const { id, contact } of set.invitations) await send(`invitation/${id}`, id, contact.email);
  const cookie = await signIn(set.manager);
  const path = `/rounds/${set.round.id}/progress`;
  const read = async () => (await visit(path, cookie)).text();
  const send303 = async (to: string, fields: Record<string, string>) => {
    const response = await post(`${path}/${to}`, fields, cookie);
    expect([response.status, response.headers.get("location")?.split("?")[0]]).toEqual([303, path]);
  };
  return { ...set, cookie, path, read, send303 };
}

/** A mail of the round that has left. */
async function send(id: string, invitationId: string, recipient: string) {
  const row = { id, kind: "invitation", recipient, invitationId, data: {} };
  const times = { createdAt: someDay, sentAt: someDay };
  await db.insert(tables.message).values({ ...row, ...times, status: "sent" });
  await db
    .update(tables.invitation)
    .set({ delivery: "sent" })
    .where(eq(tables.invitation.id, invitationId));
}
const invitationOf = (id: string) =>
  db.query.invitation.findFirst({ where: eq(tables.invitation.id, id) });
const messages = async (kind = "invitation") =>
  (await db.select().from(tables.message)).filter((one) => one.kind === kind);
const deadlineNow = async () => (await db.query.round.findFirst())!.closesAt;

describe("the progress of a named round", () => {
  test("counts by level, beside the round before of the same kind", async () => {
    const { account, invitations, read, version } = await openRound({
      tiers: ["user", "user", "board"],
    });
    const before = await createRound({
      accountId: account.id,
      name: "Last year",
      status: "closed",
      closedAt: new Date("2025-03-01T09:00:00Z"),
    });
    for (const [n, { contact }] of invitations.slice(0, 2).entries())
      await createInvitation({
        roundId: before.id,
        contactId: contact.id,
        templateVersionId: version.id,
        status: n === 0 ? "completed" : "invited",
      });
    await post(`/s/${invitations[0]!.token}`, { intent: "submit", "overall-grade": "B" });
    await post(`/s/${invitations[1]!.token}`, { intent: "save", "overall-grade": "C" });
    const html = await read();
    const rows = [...html.matchAll(/<tr><th scope="row">(\w+)<\/th>(.*?)<\/tr>/g)].map(
      ([, tier, cells]) => [
        tier,
        ...[...cells!.matchAll(/<td.*?<\/td>/g)].map(([cell]) => cell.replaceAll(/<[^>]*>/g, "")),
      ],
    );
    expect(rows).toEqual([
      ["Board", "0 of 1", "not asked", "0 of 1", "1 of 1"],
      ["Users", "1 of 2", "1 of 2", "2 of 2", "2 of 2"],
    ]);
    expect(html).toContain("By level: furthest behind is the board, 0 of 1");
    expect(html).toContain("Last year");
  });

  test("names who has not answered, and no answer; the senior ones are worth a call", async () => {
    const sponsor = await createStaff({ name: "Jonas Aldermann", phone: "+49 30 555 0100" });
    const { account, round, version, invitations, read, cookie, path } = await openRound({
      tiers: ["user", "user"],
      account: { sponsorId: sponsor.id },
    });
    const chief = await createContact({
      accountId: account.id,
      firstName: "أمل",
      lastName: "عبد الرحمن",
      tier: "board",
      mostSenior: true,
    });
    const links = { roundId: round.id, contactId: chief.id, templateVersionId: version.id };
    const { id } = await createInvitation({ ...links, tier: "board" });
    // Whose invitation has not left yet is not called about it.
    expect(await read()).not.toContain("Worth a call");
    await db
      .update(tables.invitation)
      .set({ delivery: "sent" })
      .where(eq(tables.invitation.id, id));
    await post(`/s/${invitations[0]!.token}`, { intent: "submit", "overall-grade": "F" });
    const html = await read();
    expect(html).toContain(invitations[1]!.contact.lastName);
    expect(html).not.toContain(invitations[0]!.contact.lastName);
    expect(html.indexOf("Worth a call")).toBeLessThan(html.indexOf("Who has not answered"));
    expect(html).toContain("Jonas Aldermann");
    expect(html).toContain("the most senior contact");
    const csv = await visit(`${path}/silent.csv`, cookie);
    expect(csv.headers.get("content-type")).toContain("text/csv");
    const lines = (await csv.text()).trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain(invitations[0]!.contact.email);
  });

  test("gives as a file everybody who has not answered, however many they are", async () => {
    const { path, cookie } = await openRound();
    await copyRow(tables.contact, 5001, {
      id: "id || '-' || i",
      email: "i || email",
      most_senior: "0",
    });
    await copyRow(tables.invitation, 5001, {
      id: "id || '-' || i",
      contact_id: "contact_id || '-' || i",
      token_hash: "token_hash || i",
      opt_out_hash: "opt_out_hash || i",
    });
    const lines = (await (await visit(`${path}/silent.csv`, cookie)).text()).trim().split("\r\n");
    expect(new Set(lines).size).toBe(1 + 5002);
  });

  test("goes on to the next page where the first ends", async () => {
    const { read, path, cookie } = await openRound({
      tiers: Array.from({ length: 53 }, () => "user"),
    });
    const names = (html: string) => [...html.matchAll(/<th scope="row"><a[^>]*><bdi>([^<]+)/g)];
    const first = await read();
    const next = /cursor=([\w-]+)/.exec(first)![1]!;
    const second = await (await visit(`${path}?cursor=${next}`, cookie)).text();
    const all = [...names(first), ...names(second)].map(([, name]) => name);
    expect([names(first).length, names(second).length, new Set(all).size]).toEqual([50, 3, 53]);
    expect((await visit(`${path}?cursor=junk`, cookie)).status).toBe(400);
  });

  test("is not there for somebody who does not look after the account, nor once it is closed", async () => {
    const { path, cookie } = await openRound();
    const stranger = await signIn(await createStaff());
    expect((await visit(path, stranger)).status).toBe(404);
    expect((await visit(`${path}/silent.csv`, stranger)).status).toBe(404);
    expect((await post(`${path}/deadline`, { closesAt: "2026-04-01" }, stranger)).status).toBe(404);
    await db.update(tables.round).set({ status: "closed" });
    expect((await visit(path, cookie)).status).toBe(409);
    expect((await post(`${path}/deadline`, { closesAt: "2026-04-01" }, cookie)).status).toBe(409);
  });
});

test("of a confidential round there are totals, nobody's name and no list", async () => {
  const { read, invitations, path, cookie } = await openRound({
    tiers: ["user", "board"],
    round: { confidentiality: "confidential" },
  });
  await db.update(tables.invitation).set({ delivery: "bounced" });
  const html = await read();
  for (const { contact } of invitations) {
    expect(html).not.toContain(contact.lastName);
    expect(html).not.toContain(contact.email);
  }
  expect(html).not.toMatch(/Started|Worth a call|Who has not answered|By level/);
  expect((await visit(`${path}/silent.csv`, cookie)).status).toBe(409);
});

describe("the deadline", () => {
  test.each([
    ["later", "2026-04-20", "2026-04-20T21:59:59.999Z"],
    ["earlier", "2026-03-10", "2026-03-10T22:59:59.999Z"],
  ])("moves %s, to the end of the day, with an audit entry", async (_, closesAt, instant) => {
    const { send303, read } = await openRound();
    await send303("deadline", { closesAt });
    expect(await deadlineNow()).toEqual(new Date(instant));
    expect(await db.select().from(tables.auditEntry)).toMatchObject([
      { action: "round.deadline_moved", detail: { from: "2026-03-23T09:00:00.000Z", to: instant } },
    ]);
    expect(await read()).toContain(closesAt);
  });

  test.each([
    ["2026-03-01", "That day is over."],
    ["2026-02-31", "Choose a day"],
    ["soon", "Choose a day"],
    ["", "Choose a day"],
  ])("does not move to %j", async (closesAt, message) => {
    const { path, cookie } = await openRound();
    const response = await post(`${path}/deadline`, { closesAt }, cookie);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
    expect(await deadlineNow()).toEqual(new Date("2026-03-23T09:00:00.000Z"));
  });

  test("moved later just before it passed: the sweep leaves the round open", async () => {
    const clock = createClock();
    const { send303 } = await openRound();
    await send303("deadline", { closesAt: "2026-03-24" });
    await clock.advance(new Date("2026-03-23T09:00:00Z"));
    expect((await db.query.round.findFirst())!.status).toBe("open");
    await clock.advance(new Date("2026-03-24T23:00:00Z"));
    expect((await db.query.round.findFirst())!.status).toBe("closed");
  });
});

describe("one more recipient", () => {
  test("gets what the round asks that level, and a day count of their own", async () => {
    const { account, send303, version } = await openRound();
    const contact = await createContact({ accountId: account.id });
    vi.setSystemTime(new Date("2026-03-02T15:00:00Z"));
    await send303("recipients", { recipient: contact.id });
    const added = await db.query.invitation.findFirst({
      where: eq(tables.invitation.contactId, contact.id),
    });
    expect(added).toMatchObject({
      status: "invited",
      templateVersionId: version.id,
      invitedAt: new Date("2026-03-02T15:00:00Z"),
    });
    expect(await messages()).toContainEqual(
      expect.objectContaining({ id: `invitation/${added!.id}`, recipient: contact.email }),
    );
  });

  test("of a level not asked so far gets that level's own questions, by address too", async () => {
    const { account, send303, version } = await openRound();
    const contact = await createContact({ accountId: account.id, tier: "board" });
    await send303("recipients", { recipient: contact.email.toUpperCase() });
    const added = await db.query.invitation.findFirst({
      where: eq(tables.invitation.contactId, contact.id),
    });
    expect(added!.templateVersionId).not.toBe(version.id);
    const page = await request(`/s/${await testCtx().tokens.make("survey", added!.id)}`);
    expect(page.status).toBe(200);
  });

  test("is invited once, however often it is sent", async () => {
    const { account, path, cookie } = await openRound();
    const contact = await createContact({ accountId: account.id });
    const fields = { recipient: contact.id };
    const answers = await Promise.all(
      [1, 2, 3].map(async () => (await post(`${path}/recipients`, fields, cookie)).status),
    );
    expect(answers).toContain(303);
    expect((await post(`${path}/recipients`, fields, cookie)).status).toBe(409);
    expect(await messages()).toHaveLength(2);
    expect(await db.$count(tables.auditEntry)).toBe(1);
  });

  test("is refused when unknown, elsewhere, gone or opted out", async () => {
    const { account, path, cookie } = await openRound();
    const elsewhere = await createContact({ accountId: (await createAccount()).id });
    const gone = await createContact({ accountId: account.id, status: "left" });
    for (const [recipient, status] of [
      ["", 422],
      ["nobody", 422],
      [elsewhere.id, 422],
      [gone.id, 409],
    ] as const)
      expect((await post(`${path}/recipients`, { recipient }, cookie)).status).toBe(status);
    expect(await messages()).toHaveLength(1);
  });

  test("who was asked elsewhere lately is invited with a reason only, and it is kept", async () => {
    const { account, path, cookie, version, send303 } = await openRound();
    const contact = await createContact({ accountId: account.id });
    const other = await createRound({ accountId: account.id, status: "closed" });
    const links = { roundId: other.id, contactId: contact.id, templateVersionId: version.id };
    await createInvitation({ ...links, invitedAt: new Date("2026-01-10T09:00:00Z") });
    const refused = await post(`${path}/recipients`, { recipient: contact.id }, cookie);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('name="reason"');
    const reason = "She took over the programme in February.";
    await send303("recipients", { recipient: contact.id, reason });
    expect(await db.select().from(tables.auditEntry)).toMatchObject([{ detail: { reason } }]);
  });
});

describe("an address corrected after a bounce", () => {
  async function corrected(options: Options = {}) {
    const set = await openRound(options);
    const { invitation, cookie } = set;
    await db.update(tables.invitation).set({ delivery: "bounced" });
    const email = "right@client.example";
    await post(`/contacts/${invitation.contact.id}`, { email }, cookie);
    return { ...set, email };
  }

  test("gets the same invitation as a new message under a new link, by one click, once", async () => {
    const { read, send303, invitation, email, path, cookie } = await corrected();
    expect(await read()).toContain("Send again");
    await send303("resend", { invitationId: invitation.id });
    expect(
      (await messages())
        .map(({ id, recipient }) => [id, recipient])
        .toSorted(([a], [b]) => a!.localeCompare(b!)),
    ).toEqual([
      [`invitation/${invitation.id}`, invitation.contact.email],
      [`invitation/${invitation.id}/2`, email],
    ]);
    expect(await invitationOf(invitation.id)).toMatchObject({
      delivery: "queued",
      tokenVersion: 2,
    });
    expect((await request(`/s/${invitation.token}`)).status).toBe(404);
    expect((await post(`${path}/resend`, { invitationId: invitation.id }, cookie)).status).toBe(
      409,
    );
    const clock = createClock();
    await clock.advance(new Date("2026-03-02T09:02:00Z"));
    expect(await invitationOf(invitation.id)).toMatchObject({ delivery: "sent" });
    await clock.advance(new Date("2026-03-06T09:02:00Z"));
    expect(await messages("reminder")).toMatchObject([{ recipient: email, status: "sent" }]);
  });

  test("of a confidential round is sent without a name on the page", async () => {
    const { read, send303, email } = await corrected({
      round: { confidentiality: "confidential" },
    });
    const html = await read();
    expect(html).toContain("Send to the new addresses");
    expect(html).not.toContain(email);
    await send303("resend", {});
    expect(await messages()).toHaveLength(2);
  });

  test("of a confidential round tells nobody whether its owner has answered", async () => {
    const texts = [];
    for (const answers of [false, true]) {
      const { path, cookie, read, invitation } = await corrected({
        round: { confidentiality: "confidential" },
      });
      if (answers)
        await db
          .update(tables.invitation)
          .set({ status: "completed" })
          .where(eq(tables.invitation.id, invitation.id));
      const before = (await read()).match(/<h2>Corrected[^]*?<\/section>/)?.[0];
      const sent = await post(`${path}/resend`, {}, cookie);
      const after = (await read()).match(/<h2>Corrected[^]*?<\/section>/)?.[0];
      texts.push([before, sent.status, after].join("\n").replaceAll(path, ""));
    }
    expect(texts[0]).toContain("Corrected addresses");
    expect(texts[0]).toBe(texts[1]);
  });

  test("is not sent to who has answered meanwhile", async () => {
    const { path, cookie, invitation } = await corrected();
    await post(`/s/${invitation.token}`, { intent: "submit", "overall-grade": "B" });
    expect((await post(`${path}/resend`, {}, cookie)).status).toBe(409);
  });
});

describe("a contact who has left", () => {
  test("loses the open invitation with what was begun, and keeps what was sent", async () => {
    const { invitations, cookie } = await openRound({ tiers: ["user", "user"] });
    await post(`/s/${invitations[0]!.token}`, { intent: "submit", "overall-grade": "B" });
    await post(`/s/${invitations[1]!.token}`, { intent: "save", "overall-grade": "C" });
    for (const { contact } of invitations)
      await post(`/contacts/${contact.id}`, { status: "left" }, cookie);
    expect(await invitationOf(invitations[0]!.id)).toMatchObject({ status: "completed" });
    expect(await invitationOf(invitations[1]!.id)).toMatchObject({
      status: "revoked",
      draft: null,
    });
    expect((await request(`/s/${invitations[1]!.token}`)).status).toBe(410);
  });

  test("of a confidential round leaves its numbers as they are, whether they had answered or not", async () => {
    const { invitations, cookie, read } = await openRound({
      tiers: ["user", "user", "user"],
      round: { confidentiality: "confidential" },
    });
    const answered = eq(tables.invitation.id, invitations[0]!.id);
    await db.update(tables.invitation).set({ status: "completed" }).where(answered);
    const before = await read();
    expect(before).toContain("of 3");
    for (const { contact } of invitations.slice(0, 2)) {
      await post(`/contacts/${contact.id}`, { status: "left" }, cookie);
      expect(await read()).toBe(before);
    }
  });

  test("who is there again after all is invited again under a new link", async () => {
    const { invitation, cookie, send303 } = await openRound();
    await post(`/contacts/${invitation.contact.id}`, { status: "left" }, cookie);
    await post(`/contacts/${invitation.contact.id}`, { status: "active" }, cookie);
    await send303("recipients", { recipient: invitation.contact.id });
    expect(await invitationOf(invitation.id)).toMatchObject({ status: "invited", tokenVersion: 2 });
    expect((await messages()).map(({ id }) => id)).toContain(`invitation/${invitation.id}/2`);
  });
});
