import * as tables from "#db/schema.ts";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  api,
  createAccount,
  createContact,
  createRound,
  createStaff,
  createToken,
  db,
  launchedRound,
  post,
  request,
  someDay,
  testCtx,
} from "../factories.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: someDay }));

/** An account with a manager of ours and one contact of each level, the board member the most senior. */
async function surroundings() {
  const manager = await createStaff();
  const account = await createAccount({ accountManagerId: manager.id });
  const board = await createContact({ accountId: account.id, tier: "board", mostSenior: true });
  const middle = await createContact({ accountId: account.id, tier: "manager" });
  const user = await createContact({ accountId: account.id });
  return { manager, account, board, middle, user, token: await createToken(manager) };
}

const satisfaction = (accountId: string) => ({
  accountId,
  kind: "satisfaction",
  name: "Spring 2026",
  confidentiality: "named",
});
const grade = { grade: "A", reason: "They renewed twice without a question." };

async function draftRound(
  { token, account }: { token: string; account: { id: string } },
  more: Record<string, unknown> = {},
): Promise<string> {
  const response = await api(token, "POST", "/rounds", { ...satisfaction(account.id), ...more });
  expect(response.status).toBe(201);
  return (await response.json<{ round: { id: string } }>()).round.id;
}

async function gradedRound(
  around: { token: string; account: { id: string } },
  more: Record<string, unknown> = {},
) {
  const id = await draftRound(around, more);
  expect((await api(around.token, "PUT", `/rounds/${id}/self-grade`, grade)).status).toBe(200);
  return id;
}

const errorOf = async (response: Response) =>
  (await response.json<{ error: { code: string; details?: never } }>()).error;

describe("POST /rounds", () => {
  test("makes a draft for 21 days with the default modules and everybody invited", async () => {
    const { token, account } = await surroundings();
    const response = await api(token, "POST", "/rounds", satisfaction(account.id));
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      round: {
        accountId: account.id,
        accountName: account.name,
        kind: "satisfaction",
        status: "draft",
        modules: ["account-manager"],
        contactIds: null,
        closesAt: "2026-03-23T09:00:00.000Z",
        launchedAt: null,
      },
    });
  });

  test("takes a day as its end in the supplier's time zone", async () => {
    const around = await surroundings();
    const id = await draftRound(around, { closesAt: "2026-04-01" });
    const { round } = await (
      await api(around.token, "GET", `/rounds/${id}`)
    ).json<{
      round: { closesAt: string };
    }>();
    expect(round.closesAt).toBe("2026-04-01T21:59:59.999Z");
  });

  test("refuses what makes no sense with 422 and stores nothing", async () => {
    const { token, account, manager } = await surroundings();
    const stranger = await createContact({ accountId: (await createAccount()).id });
    const gone = await createStaff({ deactivatedAt: someDay });
    const cases: [string, Record<string, unknown>][] = [
      ["closesAt", { closesAt: "2026-03-01" }],
      ["closesAt", { closesAt: "2026-03-02T09:00:00Z" }],
      ["closesAt", { closesAt: "tomorrow" }],
      ["closesAt", { closesAt: "2026-02-30" }],
      ["kind", { kind: "census" }],
      ["name", { name: "   " }],
      ["name", { name: "Spring\r\nBcc: everyone@example.com" }],
      ["name", { name: "x".repeat(121) }],
      ["confidentiality", { kind: "annual_review", confidentiality: "confidential" }],
      ["modules.0", { modules: ["astrology"] }],
      ["contactIds", { contactIds: [stranger.id] }],
      ["contactIds", { contactIds: [] }],
      ["administratorId", { administratorId: manager.id }],
      ["administratorId", { confidentiality: "confidential", administratorId: manager.id }],
      ["administratorId", { confidentiality: "confidential", administratorId: gone.id }],
    ];
    for (const [field, fault] of cases) {
      const response = await api(token, "POST", "/rounds", {
        ...satisfaction(account.id),
        ...fault,
      });
      expect([response.status, field]).toEqual([422, field]);
      expect(await errorOf(response)).toMatchObject({
        code: "invalid",
        details: [expect.objectContaining({ field })],
      });
    }
    expect(await db.$count(tables.round)).toBe(0);
  });

  test("knows no account out of reach", async () => {
    const { account } = await surroundings();
    const token = await createToken(await createStaff());
    expect((await api(token, "POST", "/rounds", satisfaction(account.id))).status).toBe(404);
  });
});

describe("reach", () => {
  test("a round of somebody else's account does not exist, whatever is called", async () => {
    const around = await surroundings();
    const id = await gradedRound(around);
    const token = await createToken(await createStaff());
    const calls: [string, string, unknown?][] = [
      ["GET", `/rounds/${id}`],
      ["PATCH", `/rounds/${id}`, { name: "Mine" }],
      ["PUT", `/rounds/${id}/self-grade`, grade],
      ["POST", `/rounds/${id}/launch`, {}],
      ["POST", `/rounds/${id}/close`, {}],
      ["POST", `/rounds/${id}/cancel`, { reason: "No" }],
    ];
    for (const [method, path, body] of calls)
      expect([path, (await api(token, method, path, body)).status]).toEqual([path, 404]);
    const list = await api(token, "GET", "/rounds");
    expect(await list.json()).toEqual({ rounds: [], nextCursor: null });
  });

  test("line managers, leaders and the round's administrator see it", async () => {
    const leader = await createStaff({ role: "leader" });
    const boss = await createStaff();
    const outsider = await createStaff({ role: "independent_administrator" });
    const manager = await createStaff({ lineManagerId: boss.id });
    const account = await createAccount({ accountManagerId: manager.id });
    const round = await createRound({
      accountId: account.id,
      confidentiality: "confidential",
      administratorId: outsider.id,
    });
    await createRound({ accountId: account.id });
    for (const [staff, count] of [
      [leader, 2],
      [boss, 2],
      [outsider, 1],
    ] as const) {
      const token = await createToken(staff);
      expect((await api(token, "GET", `/rounds/${round.id}`)).status).toBe(200);
      const { rounds } = await (await api(token, "GET", "/rounds")).json<{ rounds: unknown[] }>();
      expect(rounds).toHaveLength(count);
    }
  });
});

test("GET /rounds pages from the newest to the oldest", async () => {
  const { token, account } = await surroundings();
  for (let day = 1; day <= 5; day++)
    await createRound({
      accountId: account.id,
      name: `Day ${day}`,
      createdAt: new Date(day * 1e9),
    });
  const names: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const query = `limit=2&accountId=${account.id}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: { rounds: { name: string }[]; nextCursor: string | null } = await (
      await api(token, "GET", `/rounds?${query}`)
    ).json();
    names.push(...page.rounds.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(names).toEqual(["Day 5", "Day 4", "Day 3", "Day 2", "Day 1"]);
  expect((await api(token, "GET", "/rounds?cursor=nonsense")).status).toBe(400);
});

describe("PATCH /rounds/:id", () => {
  test("changes a draft and nothing that was not sent", async () => {
    const around = await surroundings();
    const id = await draftRound(around);
    const change = { name: "Renamed", contactIds: [around.board.id, around.board.id] };
    const response = await api(around.token, "PATCH", `/rounds/${id}`, change);
    expect(await response.json()).toMatchObject({
      round: {
        name: "Renamed",
        contactIds: [around.board.id],
        modules: ["account-manager"],
        closesAt: "2026-03-23T09:00:00.000Z",
      },
    });
    expect((await api(around.token, "PATCH", `/rounds/${id}`, {})).status).toBe(200);
    const past = await api(around.token, "PATCH", `/rounds/${id}`, { closesAt: "2026-01-01" });
    expect(past.status).toBe(422);
  });

  test("refuses once the round is launched", async () => {
    const { token, account } = await surroundings();
    const round = await createRound({ accountId: account.id, status: "open" });
    const response = await api(token, "PATCH", `/rounds/${round.id}`, { name: "Late" });
    expect(response.status).toBe(409);
    expect((await errorOf(response)).code).toBe("round_not_draft");
  });
});

describe("PUT /rounds/:id/self-grade", () => {
  test("is replaceable until launch, then sealed", async () => {
    const around = await surroundings();
    const id = await gradedRound(around);
    const second = { grade: "B", reason: "On reflection.", predicted: { teamwork: 4.5 } };
    const replaced = await api(around.token, "PUT", `/rounds/${id}/self-grade`, second);
    expect(await replaced.json()).toEqual({
      selfGrade: {
        roundId: id,
        ...second,
        givenBy: { id: around.manager.id, name: around.manager.name },
        givenAt: someDay.toISOString(),
        byAccountManager: true,
      },
    });
    expect((await api(around.token, "POST", `/rounds/${id}/launch`)).status).toBe(200);
    const late = await api(around.token, "PUT", `/rounds/${id}/self-grade`, grade);
    expect(late.status).toBe(409);
    expect((await errorOf(late)).code).toBe("self_grade_sealed");
    const [kept] = await db.select().from(tables.selfGrade);
    expect(kept).toMatchObject({ grade: "B" });
  });

  test("marks a grade that somebody else gave", async () => {
    const around = await surroundings();
    const id = await draftRound(around);
    const leader = await createToken(await createStaff({ role: "leader" }));
    const response = await api(leader, "PUT", `/rounds/${id}/self-grade`, grade);
    expect(await response.json()).toMatchObject({ selfGrade: { byAccountManager: false } });
  });

  test.each([
    { grade: "E", reason: "x" },
    { grade: "A", reason: " " },
    { grade: "A" },
    { grade: "A", reason: "x", predicted: { teamwork: 6 } },
    { grade: "A", reason: "x", predicted: { luck: 3 } },
    { grade: "A", reason: "\0" },
    { grade: "A", reason: "\ud800" },
  ])("refuses %j with 422", async (body) => {
    const around = await surroundings();
    const id = await draftRound(around);
    expect((await api(around.token, "PUT", `/rounds/${id}/self-grade`, body)).status).toBe(422);
    expect(await db.$count(tables.selfGrade)).toBe(0);
  });
});

describe("POST /rounds/:id/launch", () => {
  test("invites everybody, pins what each level is asked and queues one mail a person", async () => {
    const around = await surroundings();
    const id = await gradedRound(around);
    const response = await api(around.token, "POST", `/rounds/${id}/launch`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ invited: 3 });
    const invitations = await db.select().from(tables.invitation);
    expect(invitations.map(({ contactId }) => contactId).sort()).toEqual(
      [around.board.id, around.middle.id, around.user.id].sort(),
    );
    const pinned = await db.select().from(tables.templateVersion);
    expect(pinned.map(({ slug }) => slug).sort()).toEqual(["board", "managers", "users"]);
    expect(pinned.every(({ definition }) => definition.tierNote)).toBe(true);
    const messages = await db.select().from(tables.message);
    const written = messages.map(({ id, kind, recipient }) => `${id} ${kind} ${recipient}`);
    const wanted = invitations.map(
      ({ id, contactId }) => `invitation/${id} invitation ${contactId}@client.example`,
    );
    expect(written.sort()).toEqual(wanted.sort());
    const { tokens } = testCtx();
    for (const one of invitations)
      expect(one).toMatchObject({
        tokenHash: await tokens.hash(await tokens.make("survey", one.id, 1)),
        optOutHash: await tokens.hash(await tokens.make("opt-out", one.id)),
        status: "invited",
        delivery: "queued",
        revision: 0,
        invitedAt: someDay,
      });
    const state = await api(around.token, "GET", `/rounds/${id}`);
    expect(await state.json()).toMatchObject({
      round: { status: "open", launchedAt: someDay.toISOString(), launchedBy: around.manager.id },
      invitations: { invited: 3, sent: 0, bounced: 0, completed: 0, declined: 0 },
    });
  });

  test("is refused a second time, and ten at once invite once", async () => {
    const around = await surroundings();
    const id = await gradedRound(around);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api(around.token, "POST", `/rounds/${id}/launch`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
    expect(await db.$count(tables.invitation)).toBe(3);
    expect(await db.$count(tables.message)).toBe(3);
    expect(await db.$count(tables.auditEntry, eq(tables.auditEntry.action, "round.launched"))).toBe(
      1,
    );
    const again = await api(around.token, "POST", `/rounds/${id}/launch`);
    expect((await errorOf(again)).code).toBe("round_not_draft");
  });

  test("tells the first failing gate and all of them", async () => {
    const around = await surroundings();
    await db.update(tables.contact).set({ mostSenior: false });
    const id = await draftRound(around, { contactIds: [around.user.id] });
    const response = await api(around.token, "POST", `/rounds/${id}/launch`);
    expect(response.status).toBe(409);
    const error = await errorOf(response);
    expect(error.code).toBe("self_grade_missing");
    expect(error.details).toMatchObject({
      failed: ["self_grade_missing", "senior_contact_missing", "tier_missing"],
      gates: [
        { code: "self_grade_missing" },
        { code: "senior_contact_missing", candidates: [{ id: around.board.id }, {}, {}] },
        { code: "tier_missing", tiers: ["board", "manager"] },
      ],
    });
    expect(await db.$count(tables.invitation)).toBe(0);
  });

  test("keeps 180 days between first invitations to one address at any account", async () => {
    const around = await surroundings();
    const first = await gradedRound(around);
    await api(around.token, "POST", `/rounds/${first}/launch`);
    const elsewhere = await createAccount({ accountManagerId: around.manager.id });
    await createContact({
      accountId: elsewhere.id,
      email: around.user.email,
      mostSenior: true,
      tier: "board",
    });
    const second = await gradedRound({ ...around, account: elsewhere });
    const early = await api(around.token, "POST", `/rounds/${second}/launch`);
    expect(await errorOf(early)).toMatchObject({
      code: "throttled",
      details: {
        failed: ["throttled"],
        gates: [{ code: "throttled", contacts: [{ invitedAt: someDay.toISOString() }] }],
      },
    });
    const explained = { explanation: "Both boards asked for it." };
    const later = await api(around.token, "POST", `/rounds/${second}/launch`, explained);
    expect(await later.json()).toEqual({ invited: 1 });
    const [row] = await db.select().from(tables.round).where(eq(tables.round.id, second));
    expect(row).toMatchObject(explained);
  });

  test("an explanation never stands in for the own grade", async () => {
    const around = await surroundings();
    const id = await draftRound(around);
    const response = await api(around.token, "POST", `/rounds/${id}/launch`, {
      explanation: "We know already.",
    });
    expect((await errorOf(response)).code).toBe("self_grade_missing");
  });

  test("passes by who opted out, and asks for a call when that is the most senior contact", async () => {
    const sponsor = await createStaff();
    const around = await surroundings();
    await db.update(tables.account).set({ sponsorId: sponsor.id });
    await createContact({ accountId: around.account.id, tier: "board" });
    await db.insert(tables.optOut).values({
      addressHash: await testCtx().tokens.hashAddress(around.board.email),
      createdAt: someDay,
    });
    const id = await gradedRound(around);
    const refused = await api(around.token, "POST", `/rounds/${id}/launch`);
    expect((await errorOf(refused)).code).toBe("senior_contact_missing");
    const response = await api(around.token, "POST", `/rounds/${id}/launch`, {
      explanation: "Our sponsor calls her.",
    });
    expect(await response.json()).toEqual({ invited: 3 });
    const messages = await db.select().from(tables.message);
    expect(messages.map(({ recipient }) => recipient)).not.toContain(around.board.email);
    expect(messages).toContainEqual(
      expect.objectContaining({ kind: "senior_unreachable", recipient: sponsor.email }),
    );
  });

  test("refuses a draft whose deadline has passed meanwhile", async () => {
    const around = await surroundings();
    const id = await gradedRound(around);
    vi.setSystemTime(new Date("2026-04-30T09:00:00Z"));
    const response = await api(around.token, "POST", `/rounds/${id}/launch`);
    expect((await errorOf(response)).code).toBe("deadline_passed");
  });

  test.each<[string, RequestInit]>([
    ["no body and no type", {}],
    ["an empty body", { body: new Uint8Array() }],
    ["an empty stream", { body: new Blob([]).stream() }],
    ["an empty form, as curl -d '' has it", { body: new URLSearchParams() }],
  ])("takes a call with %s", async (_, init) => {
    const around = await surroundings();
    const id = await gradedRound(around);
    for (const verb of ["launch", "close"]) {
      const response = await request(`/api/v1/rounds/${id}/${verb}`, {
        method: "POST",
        headers: { authorization: `Bearer ${around.token}` },
        ...init,
        ...(init.body instanceof ReadableStream && { body: new Blob([]).stream() }),
      });
      expect(response.status).toBe(200);
    }
  });

  test("takes a call without a body and refuses one that is not JSON", async () => {
    const around = await surroundings();
    const id = await gradedRound(around);
    const broken = await request(`/api/v1/rounds/${id}/launch`, {
      method: "POST",
      headers: { authorization: `Bearer ${around.token}`, "content-type": "application/json" },
      body: "{explanation",
    });
    expect(broken.status).toBe(400);
    const long = await api(around.token, "POST", `/rounds/${id}/launch`, {
      explanation: "x".repeat(2001),
    });
    expect(long.status).toBe(422);
    expect((await api(around.token, "POST", `/rounds/${id}/launch`)).status).toBe(200);
  });

  test("opens a round of 2,000 contacts in one piece", async () => {
    const around = await surroundings();
    await db.insert(tables.contact).select(
      sql`with recursive crowd(n) as (select 1 union all select n + 1 from crowd where n < 1997)
        select 'crowd-' || n, ${around.account.id}, 'Jürgen', 'Nummer ' || n,
        'crowd-' || n || '@client.example', 'user', 'other', null, null, null, 0, 'active', null, 0, 0, 0, null
        from crowd`,
    );
    const id = await gradedRound(around);
    const response = await api(around.token, "POST", `/rounds/${id}/launch`);
    expect(await response.json()).toEqual({ invited: 2000 });
    expect(await db.$count(tables.invitation)).toBe(2000);
    expect(await db.$count(tables.message)).toBe(2000);
  });
});

test("GET /rounds/:id counts as sent who began before the mail left, which is called off then", async () => {
  const { manager, round, invitations } = await launchedRound({
    tiers: ["user", "manager", "board"],
  });
  const [answers, starts] = invitations;
  await post(`/s/${answers!.token}`, { intent: "submit", "overall-grade": "B" });
  await post(`/s/${starts!.token}`, { intent: "save", quality: "4" });
  const token = await createToken(manager);
  const response = await api(token, "GET", `/rounds/${round.id}`);
  expect((await response.json<{ invitations: unknown }>()).invitations).toEqual({
    invited: 3,
    sent: 2,
    bounced: 0,
    completed: 1,
    declined: 0,
  });
});

describe("ending a round", () => {
  test("closing by hand makes the report and tells account manager and line manager", async () => {
    const boss = await createStaff();
    const around = await surroundings();
    await db
      .update(tables.staff)
      .set({ lineManagerId: boss.id })
      .where(eq(tables.staff.id, around.manager.id));
    const id = await gradedRound(around);
    await api(around.token, "POST", `/rounds/${id}/launch`);
    const response = await api(around.token, "POST", `/rounds/${id}/close`, { reason: "Merger." });
    expect(await response.json()).toMatchObject({
      round: {
        status: "closed",
        closedBy: around.manager.id,
        closeReason: "Merger.",
        closedAt: someDay.toISOString(),
      },
    });
    expect(await db.$count(tables.report)).toBe(1);
    const messages = await db.select().from(tables.message);
    const closed = messages.filter(({ kind }) => kind === "round_closed");
    expect(closed.map(({ recipient }) => recipient).sort()).toEqual(
      [around.manager.email, boss.email].sort(),
    );
    const invitations = messages.filter(({ kind }) => kind === "invitation");
    expect(invitations.map(({ status }) => status)).toEqual(Array(3).fill("cancelled"));
    const again = await api(around.token, "POST", `/rounds/${id}/close`);
    expect((await errorOf(again)).code).toBe("round_not_open");
  });

  test("a draft cannot be closed", async () => {
    const around = await surroundings();
    const id = await draftRound(around);
    const response = await api(around.token, "POST", `/rounds/${id}/close`);
    expect(response.status).toBe(409);
  });

  test("leaders and admins cancel, with a reason, and there is no report", async () => {
    const around = await surroundings();
    const id = await gradedRound(around);
    await api(around.token, "POST", `/rounds/${id}/launch`);
    const mine = await api(around.token, "POST", `/rounds/${id}/cancel`, { reason: "Wrong list." });
    expect(mine.status).toBe(403);
    const leader = await createToken(await createStaff({ role: "leader" }));
    expect((await api(leader, "POST", `/rounds/${id}/cancel`, {})).status).toBe(422);
    const response = await api(leader, "POST", `/rounds/${id}/cancel`, { reason: "Wrong list." });
    expect(await response.json()).toMatchObject({
      round: { status: "cancelled", closeReason: "Wrong list." },
    });
    expect(await db.$count(tables.report)).toBe(0);
    expect(await db.$count(tables.message, eq(tables.message.status, "queued"))).toBe(0);
    const again = await api(leader, "POST", `/rounds/${id}/cancel`, { reason: "Twice." });
    expect((await errorOf(again)).code).toBe("round_over");
    const graded = await api(around.token, "PUT", `/rounds/${id}/self-grade`, grade);
    expect(graded.status).toBe(409);
  });
});

test("GET /rounds/:id of a confidential round tells how many answered and nothing of who declined", async () => {
  const around = await surroundings();
  const id = await gradedRound(around, { confidentiality: "confidential" });
  await api(around.token, "POST", `/rounds/${id}/launch`);
  const of = (contactId: string) => eq(tables.invitation.contactId, contactId);
  await db.update(tables.invitation).set({ status: "declined" }).where(of(around.user.id));
  await db.update(tables.invitation).set({ status: "completed" }).where(of(around.board.id));
  const response = await api(around.token, "GET", `/rounds/${id}`);
  expect((await response.json<{ invitations: unknown }>()).invitations).toEqual({
    invited: 3,
    sent: 1,
    bounced: 0,
    completed: 1,
    declined: null,
  });
});
