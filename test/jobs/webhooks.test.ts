import * as tables from "#db/schema.ts";
import { listCasesOf } from "#db/queries/case.ts";
import { createAction, changeAction } from "#worker/domain/action/actions.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { addEndpoint, rotateSecret } from "#worker/domain/webhook/actions.ts";
import { eventTypes } from "#worker/domain/webhook/rules.ts";
import type { WebhookEventType } from "#worker/domain/webhook/schema.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createClock } from "../clock.ts";
import {
  createAccount,
  createStaff,
  db,
  launchedRound,
  post,
  signIn,
  someDay,
  staffCtx,
  testCtx,
} from "../factories.ts";
import { standInReceiver } from "../receiver.ts";

const minute = 60_000;
const hour = 60 * minute;
const after = (milliseconds: number) => new Date(someDay.getTime() + milliseconds);

let admin: typeof tables.staff.$inferSelect;
let clock: ReturnType<typeof createClock>;
beforeEach(async () => {
  clock = createClock();
  clock.set(someDay);
  admin = await createStaff({ role: "admin" });
});
afterEach(() => void vi.restoreAllMocks());

async function add(events: WebhookEventType[] = eventTypes, url = "https://crm.example.com/hook") {
  const added = await addEndpoint(staffCtx(admin), { url, events });
  if (!added.ok) throw new Error(added.message);
  return added;
}

const answer = (token: string, fields: Record<string, string> = {}) =>
  post(`/s/${token}`, { intent: "submit", "overall-grade": "B", ...fields });
const endpoints = () => db.select().from(tables.webhookEndpoint);
const deliveries = () => db.select().from(tables.webhookDelivery);

describe("what is told", () => {
  test("an answer, a case and a close, each once, with ids only", async () => {
    const receiver = standInReceiver();
    receiver.secrets.push((await add()).secret);
    const { round, account, invitation, manager } = await launchedRound();
    await answer(invitation.token, { "overall-grade": "D", "improve-one-thing": "Everything." });
    await answer(invitation.token, { "overall-grade": "F" });
    await closeRound(staffCtx(manager), round.id, { reason: "Done." });
    await clock.advance(after(minute));
    await clock.advance(after(2 * minute));
    const [found] = await listCasesOf(
      db,
      { reach: "all", staffId: admin.id },
      { accountId: account.id, after: undefined, limit: 5 },
    );
    const ids = { roundId: round.id, accountId: account.id };
    expect(receiver.unsigned).toEqual([]);
    expect(receiver.received.map(({ type, data }) => [type, data])).toEqual(
      expect.arrayContaining([
        ["response.submitted", ids],
        ["round.closed", ids],
        ["case.opened", { caseId: found!.id, accountId: account.id, trigger: "poor_grade" }],
      ]),
    );
    expect(receiver.received).toHaveLength(3);
    const said = JSON.stringify(receiver.received);
    for (const secret of [invitation.id, invitation.contactId, "Everything", invitation.token])
      expect(said).not.toContain(secret);
  });

  test("nothing of a confidential round but that it has closed", async () => {
    const receiver = standInReceiver();
    receiver.secrets.push((await add()).secret);
    const { round, account } = await launchedRound({ round: { confidentiality: "confidential" } });
    await closeRound(testCtx(), round.id, {});
    await clock.advance(after(minute));
    expect(receiver.received.map(({ type, data }) => [type, data])).toEqual([
      ["round.closed", { roundId: round.id, accountId: account.id }],
    ]);
  });

  test("a case that is kept from the account manager is kept from other systems", async () => {
    await add();
    const { invitation } = await launchedRound({
      definition: {
        slug: "users",
        version: 1,
        title: "t",
        sections: [
          {
            key: "all",
            questions: [
              { key: "overall-grade", type: "grade", wording: "Which?", required: true },
              {
                key: "call-me",
                type: "choices",
                wording: "Call?",
                options: [{ key: "someone_else", label: "Someone else" }],
              },
            ],
          },
        ],
      },
    });
    await answer(invitation.token, { "call-me": "someone_else" });
    expect(await db.$count(tables.clientCase)).toBe(1);
    expect((await deliveries()).map(({ type }) => type)).toEqual(["response.submitted"]);
  });

  test("an action that was written and one that was changed, and none that is walled", async () => {
    await add(["action.changed"]);
    const manager = await createStaff();
    const account = await createAccount({ accountManagerId: manager.id });
    const ctx = staffCtx(manager);
    const made = await createAction(ctx, account.id, { title: "Answer within a day" });
    if (!made.ok) throw new Error(made.message);
    const { id } = made.action;
    await changeAction({ ...ctx, now: after(hour) }, id, { version: 1, status: "in_progress" });
    await db.update(tables.action).set({ walled: true });
    const told = (await deliveries()).map(({ data }) => data);
    expect(told).toHaveLength(2);
    expect(told).toEqual(
      expect.arrayContaining([
        { actionId: id, accountId: account.id, status: "proposed", version: 1 },
        { actionId: id, accountId: account.id, status: "in_progress", version: 2 },
      ]),
    );
  });

  test("only to who asked for it and is not paused", async () => {
    await add(["case.opened"]);
    const { id } = await add(["round.closed"], "https://two.example.com/");
    const paused = await add(eventTypes, "https://three.example.com/");
    const cookie = await signIn(admin);
    await post(`/webhooks/${paused.id}/status`, { status: "paused" }, cookie);
    const { round } = await launchedRound();
    await closeRound(testCtx(), round.id, {});
    expect((await deliveries()).map(({ endpointId }) => endpointId)).toEqual([id]);
  });
});

describe("what is not taken", () => {
  async function closeOne() {
    const { round } = await launchedRound();
    await closeRound(testCtx(), round.id, {});
  }

  test("comes again under the same id until it is taken, at growing intervals", async () => {
    const receiver = standInReceiver((nth) => (nth <= 3 ? 503 : 200));
    receiver.secrets.push((await add()).secret);
    await closeOne();
    await clock.advance(after(0));
    await clock.advance(after(minute));
    await clock.advance(after(2 * minute));
    expect(receiver.calls()).toBe(2);
    await clock.advance(after(7 * minute));
    expect(await endpoints()).toMatchObject([{ failingSince: someDay }]);
    expect(receiver.received).toHaveLength(0);
    await clock.advance(after(40 * minute));
    expect(receiver.received).toHaveLength(1);
    expect(await endpoints()).toMatchObject([{ failingSince: null }]);
    expect(await deliveries()).toMatchObject([
      { eventId: receiver.received[0]!.id, status: "delivered", attempts: 4, answer: "200" },
    ]);
  });

  test("for three days pauses the endpoint and tells the admins, once", async () => {
    const receiver = standInReceiver(() => 500);
    receiver.secrets.push((await add()).secret);
    await createStaff({ role: "admin", deactivatedAt: someDay });
    await closeOne();
    for (let passed = 0; passed <= 90; passed += 2) await clock.advance(after(passed * hour));
    expect(await endpoints()).toMatchObject([{ status: "paused" }]);
    const mails = (await db.select().from(tables.message)).filter(
      ({ kind }) => kind === "webhook_paused",
    );
    expect(mails.map(({ recipient, status }) => [recipient, status])).toEqual([
      [admin.email, "sent"],
    ]);
    const calls = receiver.calls();
    await clock.advance(after(200 * hour));
    expect(receiver.calls()).toBe(calls);
    const page = await (
      await post(`/webhooks/${(await endpoints())[0]!.id}/rotate`, {}, await signIn(admin))
    ).text();
    expect(page).toContain("500");
  });

  test("by one endpoint does not hold up another", async () => {
    standInReceiver().secrets.push((await add(eventTypes, "https://one.example.com/")).secret);
    vi.restoreAllMocks();
    const asked: string[] = [];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
      const { hostname } = new URL(new Request(input).url);
      asked.push(hostname);
      if (hostname === "one.example.com") throw new Error("Network connection lost.");
      return new Response(null, { status: 200 });
    });
    await add(eventTypes, "https://two.example.com/");
    await closeOne();
    await closeOne();
    await clock.advance(after(0));
    expect(asked.toSorted()).toEqual(["one.example.com", "two.example.com", "two.example.com"]);
  });

  test("because the endpoint says that it is gone is not tried again", async () => {
    const receiver = standInReceiver(() => 410);
    receiver.secrets.push((await add()).secret);
    await closeOne();
    await clock.advance(after(0));
    expect(await endpoints()).toMatchObject([{ status: "paused" }]);
  });

  test("is claimed by one sweep when two run at once", async () => {
    const receiver = standInReceiver();
    receiver.secrets.push((await add()).secret);
    await closeOne();
    await Promise.all([clock.sweep(), clock.sweep()]);
    expect(receiver.calls()).toBe(1);
  });
});

test("after a new secret was made both sign for a day, then only the new one", async () => {
  const receiver = standInReceiver();
  const { id, secret } = await add();
  const renewed = await rotateSecret(staffCtx(admin), id);
  expect(renewed.secret).not.toBe(secret);
  const deliver = async (at: Date, known: string) => {
    receiver.secrets.splice(0, 9, known);
    receiver.received.length = 0;
    clock.set(at);
    const { round } = await launchedRound();
    await closeRound(testCtx({ kind: "system" }, at), round.id, {});
    await clock.advance(at);
    return receiver.received.length;
  };
  expect(await deliver(after(hour), secret)).toBe(1);
  expect(await deliver(after(2 * hour), renewed.secret)).toBe(1);
  expect(await deliver(after(25 * hour), renewed.secret)).toBe(1);
  expect(await deliver(after(26 * hour), secret)).toBe(0);
});

test("the log forgets what is older than 30 days, and says the rest again when asked", async () => {
  const receiver = standInReceiver();
  const { id, secret } = await add();
  receiver.secrets.push(secret);
  const { round } = await launchedRound();
  await closeRound(testCtx(), round.id, {});
  await clock.advance(after(0));
  const [{ eventId } = { eventId: "" }] = await deliveries();
  await post(`/webhooks/${id}/send-again`, { eventId }, await signIn(admin));
  await clock.advance(after(minute));
  expect(receiver.received.map((one) => one.id)).toEqual([eventId, eventId]);
  await clock.advance(after(31 * 24 * hour));
  expect(await deliveries()).toEqual([]);
});
