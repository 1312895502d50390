import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { insertMessages, messageRow, type MessageIntent } from "#db/queries/message.ts";
import * as tables from "#db/schema.ts";
import { runSweeps } from "#worker/jobs/sweeps.ts";
import type { Env, MailJob } from "#worker/env.ts";
import worker from "#worker/index.ts";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { bindings, env } from "../bindings.ts";
import {
  createContact,
  createInvitation,
  createStaff,
  db,
  launchedRound,
  someDay,
  testCtx,
} from "../factories.ts";

const withKey = bindings({ RESEND_API_KEY: "re_test" });

/** Delivers one queue message that names these rows; gives what became of it. */
async function deliver(ids: string[], using: Env = env, queue = "cleargrade-mail", attempts = 1) {
  const body = { id: crypto.randomUUID(), timestamp: new Date(), attempts, body: { ids } };
  const batch = createMessageBatch<MailJob>(queue, [body]);
  const retry = vi.spyOn(batch.messages[0]!, "retry");
  await worker.queue(batch, using);
  const result = await getQueueResult(batch, createExecutionContext());
  const acked = result.ackAll || result.explicitAcks.length === 1;
  return { acked, retryAfter: retry.mock.calls[0]?.[0]?.delaySeconds ?? null };
}

const write = (...intents: MessageIntent[]) =>
  insertMessages(
    db,
    intents.map((intent) => messageRow(intent, new Date())),
  );
const findMessage = async (id: string) => {
  const row = await db.query.message.findFirst({ where: eq(tables.message.id, id) });
  if (!row) throw new Error(`no message ${id}`);
  return row;
};
const invitationOf = (id: string) =>
  db.query.invitation.findFirst({ where: eq(tables.invitation.id, id) });

/** An open round with one invited person and the message that invites them. */
async function invited(options: Parameters<typeof launchedRound>[0] = {}) {
  const set = await launchedRound(options);
  const { invitation } = set;
  const id = `invitation/${invitation.id}`;
  const recipient = invitation.contact.email;
  await write({ id, kind: "invitation", recipient, invitationId: invitation.id });
  return { ...set, id };
}

type Call = { url: string; headers: Headers; body: Record<string, unknown> };

/** Stands in for the provider; answers come from `answer`, calls are kept. */
function provider(answer: (call: Call, nth: number) => Response | Error) {
  const calls: Call[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const call = { url: request.url, headers: request.headers, body: await request.json() };
    calls.push(call as Call);
    const response = answer(call as Call, calls.length);
    if (response instanceof Error) throw response;
    return response;
  });
  return calls;
}
const accepted = () => Response.json({ id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794" });
const problem = (status: number, name: string, headers = {}) =>
  Response.json({ statusCode: status, name, message: `about ${name}` }, { status, headers });

afterEach(() => void vi.restoreAllMocks());

describe("without a provider's key", () => {
  test("a message counts as sent once it can be read in the outbox", async () => {
    const { id, invitation } = await invited();
    expect(await deliver([id])).toMatchObject({ acked: true });
    expect(await findMessage(id)).toMatchObject({ status: "sent", providerId: null });
    expect(await invitationOf(invitation.id)).toMatchObject({ delivery: "sent" });
  });

  test("a queue message that comes twice, late or for nothing changes nothing", async () => {
    const { id } = await invited();
    await Promise.all([deliver([id]), deliver([id, "invitation/unknown"])]);
    const once = await findMessage(id);
    await deliver([id]);
    expect(await findMessage(id)).toEqual(once);
    expect(once.attempts).toBe(1);
  });
});

describe("through Resend", () => {
  test("an invitation carries the person, the reply address, the way out and its idempotency key", async () => {
    const calls = provider(accepted);
    const { id, manager, invitation, account } = await invited();
    await deliver([id], withKey);
    const [call] = calls;
    expect(call!.url).toBe("https://api.resend.com/emails");
    expect(call!.headers.get("idempotency-key")).toBe(id);
    expect(call!.headers.get("authorization")).toBe("Bearer re_test");
    const optOut = `<https://feedback.example.com/u/${invitation.optOutToken}>`;
    expect(call!.body).toMatchObject({
      from: `"${manager.name}, Your firm" <feedback@example.com>`,
      to: [invitation.contact.email],
      reply_to: [manager.email],
      subject: `Your firm: how well do we serve ${account.name}?`,
      headers: {
        "List-Unsubscribe": optOut,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    });
    expect(call!.body["text"]).toContain(`\nhttps://feedback.example.com/s/${invitation.token}\n`);
    expect(await findMessage(id)).toMatchObject({
      status: "sent",
      providerId: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794",
    });
  });

  test("its own address is used when one is configured", async () => {
    const calls = provider(accepted);
    const { id } = await invited();
    await deliver(
      [id],
      bindings({ RESEND_API_KEY: "re_test", RESEND_BASE_URL: "https://mail.example.org" }),
    );
    expect(calls[0]!.url).toBe("https://mail.example.org/emails");
  });

  test("too fast: the rest waits as long as it asks, and no attempt is counted", async () => {
    provider(() => problem(429, "rate_limit_exceeded", { "retry-after": "75" }));
    const { id } = await invited();
    expect((await deliver([id], withKey)).retryAfter).toBe(75);
    expect(await findMessage(id)).toMatchObject({ status: "queued", attempts: 0 });
    vi.restoreAllMocks();
    provider(accepted);
    await deliver([id], withKey);
    expect(await findMessage(id)).toMatchObject({ status: "sent", lastError: null });
  });

  test("too fast by a second: the mail waits on the spot and goes out in the same go", async () => {
    const calls = provider((_, nth) =>
      nth === 1 ? problem(429, "rate_limit_exceeded", { "retry-after": "1" }) : accepted(),
    );
    const { id } = await invited();
    expect(await deliver([id], withKey)).toEqual({ acked: true, retryAfter: null });
    expect(calls.map(({ headers }) => headers.get("idempotency-key"))).toEqual([id, id]);
    expect(await findMessage(id)).toMatchObject({ status: "sent", attempts: 1 });
  });

  test("too fast: the messages behind it are not even tried", async () => {
    const calls = provider((_, nth) =>
      nth === 2 ? problem(429, "rate_limit_exceeded") : accepted(),
    );
    const set = await invited();
    const recipient = set.invitation.contact.email;
    const ids = ["receipt/a/1", "receipt/a/2", "receipt/a/3"];
    const invitationId = set.invitation.id;
    await write(...ids.map((id) => ({ id, kind: "receipt", recipient, invitationId })));
    expect((await deliver(ids, withKey)).retryAfter).toBe(30);
    expect(calls.length).toBe(2);
    const statuses = await db.$count(tables.message, eq(tables.message.status, "sent"));
    expect(statuses).toBe(1);
  });

  test.each([
    ["its servers fail", () => problem(500, "internal_server_error")],
    [
      "its servers fail without saying how",
      () => new Response("<h1>Bad gateway</h1>", { status: 502 }),
    ],
    ["the connection drops", () => new Error("Network connection lost.")],
    [
      "the same message is on its way already",
      () => problem(409, "concurrent_idempotent_requests"),
    ],
  ])("%s: it is tried again later, and sent then", async (_, answer) => {
    provider(answer);
    const { id } = await invited();
    expect((await deliver([id], withKey)).retryAfter).toBe(30);
    const waiting = await findMessage(id);
    expect(waiting).toMatchObject({ status: "queued", attempts: 1 });
    expect(waiting.lastError).toBeTruthy();
    vi.restoreAllMocks();
    provider(accepted);
    expect(await deliver([id], withKey)).toMatchObject({ acked: true });
    expect(await findMessage(id)).toMatchObject({ status: "sent", attempts: 2 });
  });

  test("its servers fail six times: the message is given up and says why", async () => {
    provider(() => problem(500, "internal_server_error"));
    const { id } = await invited();
    for (let attempt = 1; attempt <= 7; attempt++) await deliver([id], withKey);
    expect(await findMessage(id)).toMatchObject({
      status: "failed",
      attempts: 6,
      lastError: "internal_server_error: about internal_server_error",
    });
  });

  test("the address is refused: it fails at once and for good", async () => {
    const calls = provider(() => problem(422, "validation_error"));
    const { id, invitation } = await invited();
    expect(await deliver([id], withKey)).toMatchObject({ acked: true });
    await deliver([id], withKey);
    expect(calls.length).toBe(1);
    expect(await findMessage(id)).toMatchObject({ status: "failed" });
    expect(await invitationOf(invitation.id)).toMatchObject({ delivery: "queued" });
  });

  test("an answer was lost and the mail reads otherwise now: it counts as sent, not twice", async () => {
    provider(() => problem(409, "invalid_idempotent_request"));
    const { id } = await invited();
    await deliver([id], withKey);
    expect(await findMessage(id)).toMatchObject({ status: "sent" });
  });

  test("a key that is not valid holds the mail back instead of losing it", async () => {
    provider(() => problem(403, "invalid_api_key"));
    const { id } = await invited();
    await deliver([id], withKey);
    expect(await findMessage(id)).toMatchObject({ status: "queued", attempts: 0 });
  });
});

describe("a message does not leave", () => {
  const change = {
    "the person answered": (id: string) =>
      db.update(tables.invitation).set({ status: "completed" }).where(eq(tables.invitation.id, id)),
    "the person declined": (id: string) =>
      db.update(tables.invitation).set({ status: "declined" }).where(eq(tables.invitation.id, id)),
    "the link was revoked": (id: string) =>
      db.update(tables.invitation).set({ status: "revoked" }).where(eq(tables.invitation.id, id)),
    "the round was closed": () => db.update(tables.round).set({ status: "closed" }),
    "the round was cancelled": () => db.update(tables.round).set({ status: "cancelled" }),
  };

  test.each(Object.entries(change))("once %s", async (_, before) => {
    const calls = provider(accepted);
    const { id, invitation } = await invited();
    await before(invitation.id);
    await deliver([id], withKey);
    expect(calls).toEqual([]);
    expect(await findMessage(id)).toMatchObject({ status: "cancelled" });
  });

  test("once the person opted out, whatever it says", async () => {
    const calls = provider(accepted);
    const { id, invitation } = await invited();
    const recipient = invitation.contact.email;
    const links = { recipient, invitationId: invitation.id };
    await write({ id: "receipt/x/1", kind: "receipt", ...links });
    const addressHash = await testCtx().tokens.hashAddress(recipient.toUpperCase());
    await db.insert(tables.optOut).values({ addressHash, createdAt: someDay });
    await deliver([id, "receipt/x/1"], withKey);
    expect(calls).toEqual([]);
    expect(await findMessage(id)).toMatchObject({
      status: "cancelled",
      lastError: "The person is not to be mailed.",
    });
    expect(await findMessage("receipt/x/1")).toMatchObject({ status: "cancelled" });
  });

  test("when it was cancelled before its turn came", async () => {
    const calls = provider(accepted);
    const { id } = await invited();
    await db.update(tables.message).set({ status: "cancelled" });
    await deliver([id], withKey);
    expect(calls).toEqual([]);
  });

  test("when a sign-in link in it has ended already", async () => {
    const tenMinutesAgo = new Date(Date.now() - 10 * 60 * 1000);
    const row = messageRow(
      { id: "sign-in/n", kind: "sign_in", recipient: "a@x.example" },
      tenMinutesAgo,
    );
    await insertMessages(db, [row]);
    await deliver(["sign-in/n"]);
    expect(await findMessage("sign-in/n")).toMatchObject({ status: "cancelled" });
  });

  test("when its kind is not known or what it is about is gone", async () => {
    await write(
      { id: "new/1", kind: "from_a_later_version", recipient: "a@x.example" },
      { id: "invitation/gone", kind: "invitation", recipient: "b@x.example", invitationId: "gone" },
    );
    expect(await deliver(["new/1", "invitation/gone"])).toMatchObject({ acked: true });
    expect(await findMessage("new/1")).toMatchObject({ status: "cancelled" });
    expect(await findMessage("invitation/gone")).toMatchObject({ status: "cancelled" });
  });
});

describe("dead letters", () => {
  test("what was tried in vain is marked as failed, what was never tried waits for the sweep", async () => {
    const { id } = await invited();
    await write({ id: "sign-in/untried", kind: "sign_in", recipient: "a@x.example" });
    await db.update(tables.message).set({ attempts: 3 }).where(eq(tables.message.id, id));
    await deliver([id, "sign-in/untried"], env, "cleargrade-mail-dead");
    expect(await findMessage(id)).toMatchObject({ status: "failed" });
    expect(await findMessage("sign-in/untried")).toMatchObject({ status: "queued" });
  });
});

describe("the sweep", () => {
  const minute = 60 * 1000;
  const woken = async (at: Date) => {
    const ids: string[] = [];
    const MAIL = { send: async (job: { ids: string[] }) => void ids.push(...job.ids) };
    await runSweeps(bindings({ MAIL }), at);
    return ids;
  };

  test("wakes what has waited for a minute, and not before it is due", async () => {
    const at = (seconds: number) => new Date(someDay.getTime() + seconds * 1000);
    const intent = { kind: "sign_in", recipient: "a@x.example" };
    await insertMessages(db, [
      messageRow({ id: "sign-in/old", ...intent }, at(0)),
      messageRow({ id: "sign-in/young", ...intent }, at(30)),
      messageRow({ id: "sign-in/later", ...intent, sendAfter: at(600) }, at(0)),
    ]);
    expect(await woken(new Date(someDay.getTime() + minute))).toEqual(["sign-in/old"]);
    expect((await woken(at(600))).sort()).toEqual([
      "sign-in/later",
      "sign-in/old",
      "sign-in/young",
    ]);
  });

  test("invites on the chosen day who has postponed, once", async () => {
    const { invitation } = await launchedRound();
    const chosen = new Date("2026-03-10T23:00:00Z");
    await db.update(tables.invitation).set({ status: "postponed", postponedUntil: chosen });
    expect(await woken(new Date(chosen.getTime() - minute))).toEqual([]);
    const id = `postponed/${invitation.id}/2026-03-11`;
    expect(await woken(chosen)).toEqual([id]);
    expect(await invitationOf(invitation.id)).toMatchObject({
      status: "invited",
      postponedUntil: null,
    });
    expect(await woken(chosen)).toEqual([]);
    await deliver([id]);
    expect(await findMessage(id)).toMatchObject({ status: "sent" });
  });

  test("brings back a postponed person of a confidential round without a trace of a start", async () => {
    const { invitation } = await launchedRound({ round: { confidentiality: "confidential" } });
    await db.update(tables.invitation).set({ status: "postponed", postponedUntil: someDay });
    await woken(someDay);
    expect(await invitationOf(invitation.id)).toMatchObject({ status: "invited" });
  });

  test("leaves the postponed alone once the round is closed", async () => {
    await launchedRound({ round: { status: "closed" } });
    await db.update(tables.invitation).set({ status: "postponed", postponedUntil: someDay });
    expect(await woken(someDay)).toEqual([]);
  });
});

describe("the second sitting", () => {
  const week = 7 * 24 * 3600 * 1000;
  const definition = {
    slug: "annual-review",
    version: 1,
    title: "Annual review",
    sections: [
      {
        key: "one",
        sitting: 1 as const,
        questions: [{ key: "overall-grade", type: "grade" as const, wording: "How?" }],
      },
      {
        key: "two",
        sitting: 2 as const,
        questions: [{ key: "topic-7", type: "text" as const, wording: "What?" }],
      },
    ],
  };

  async function halfDone(answers: Record<string, string>) {
    const set = await launchedRound({ definition, round: { kind: "annual_review" } });
    await db.update(tables.invitation).set({ status: "completed", revision: 1 });
    await db.insert(tables.response).values({
      roundId: set.round.id,
      id: set.invitation.id,
      tier: "user",
      answers,
      revision: 1,
      submittedAt: someDay,
    });
    return set;
  }
  const messages = () => db.select().from(tables.message);

  test("is mailed a week after the first, once", async () => {
    const { invitation } = await halfDone({ "overall-grade": "B" });
    await runSweeps(env, new Date(someDay.getTime() + week - 1));
    expect(await messages()).toEqual([]);
    await runSweeps(env, new Date(someDay.getTime() + week));
    await runSweeps(env, new Date(someDay.getTime() + week + 60_000));
    const id = `second-sitting/${invitation.id}`;
    expect((await messages()).map((row) => row.id)).toEqual([id]);
    await deliver([id]);
    expect(await findMessage(id)).toMatchObject({ status: "sent", kind: "second_sitting" });
  });

  test("is mailed to each a week after theirs, whoever was looked at in between, also a day ahead", async () => {
    const { invitation, round, account, version } = await halfDone({ "overall-grade": "B" });
    const contact = await createContact({ accountId: account.id });
    const links = { roundId: round.id, contactId: contact.id, templateVersionId: version.id };
    const late = await createInvitation({ ...links, status: "completed", revision: 1 });
    const after = (days: number) => new Date(someDay.getTime() + days * (week / 7));
    for (const days of [0, 3, 4]) await runSweeps(env, after(days));
    const answer = { tier: "user" as const, answers: { "overall-grade": "A" }, revision: 1 };
    await db
      .insert(tables.response)
      .values({ roundId: round.id, id: late.id, ...answer, submittedAt: after(3.1) });
    const mailed = async () => (await messages()).map(({ id }) => id).sort();
    for (const days of [4.1, 6.9]) await runSweeps(env, after(days));
    expect(await mailed()).toEqual([]);
    await runSweeps(env, after(7));
    expect(await mailed()).toEqual([`second-sitting/${invitation.id}`]);
    for (const days of [7.5, 10]) await runSweeps(env, after(days));
    expect(await mailed()).toHaveLength(1);
    await runSweeps(env, after(10.1));
    expect(await mailed()).toContain(`second-sitting/${late.id}`);
  });

  test("is not mailed to who has answered any of it", async () => {
    await halfDone({ "overall-grade": "B", "topic-7": "Two new plants." });
    await runSweeps(env, new Date(someDay.getTime() + week));
    expect(await messages()).toEqual([]);
  });

  test("is not mailed to who has answered between the sweep and the mail", async () => {
    const { invitation } = await halfDone({ "overall-grade": "B" });
    await runSweeps(env, new Date(someDay.getTime() + week));
    await db.update(tables.invitation).set({ revision: 2 });
    await deliver([`second-sitting/${invitation.id}`]);
    expect(await findMessage(`second-sitting/${invitation.id}`)).toMatchObject({
      status: "cancelled",
    });
  });
});

test("a notice goes to a member of staff without a way out for clients in it", async () => {
  const calls = provider(accepted);
  const leader = await createStaff({ role: "leader" });
  const { round } = await launchedRound({ round: { status: "closed" } });
  const id = `round-closed/${round.id}/${leader.id}`;
  await write({
    id,
    kind: "round_closed",
    recipient: leader.email,
    staffId: leader.id,
    roundId: round.id,
  });
  await deliver([id], withKey);
  expect(calls[0]!.body).toMatchObject({ to: [leader.email], headers: {} });
  expect(calls[0]!.body["text"]).toContain(
    `\nhttps://feedback.example.com/rounds/${round.id}/report\n`,
  );
});
