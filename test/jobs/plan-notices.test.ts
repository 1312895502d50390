import * as tables from "#db/schema.ts";
import { defaultSettings } from "#worker/domain/setting/actions.ts";
import { eq, inArray } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import {
  api,
  createAccount,
  createAction,
  createContact,
  createStaff,
  createToken,
  db,
  testCtx,
} from "../factories.ts";

/** Monday, 2 March 2026; Berlin is an hour ahead of UTC. */
const at = (day: number, hour: number, minute = 0) =>
  new Date(Date.UTC(2026, 2, day, hour - 1, minute));

let clock: ReturnType<typeof createClock>;
beforeEach(async () => {
  clock = createClock();
  const settings = { ...defaultSettings(testCtx().config), timeZone: "Europe/Berlin" };
  await db.insert(tables.setting).values({ id: 1, ...settings });
});

const kinds = ["plan_digest", "action_overdue"];
const notices = () =>
  db
    .select()
    .from(tables.message)
    .where(inArray(tables.message.kind, kinds))
    .orderBy(tables.message.id);

/** What the outbox shows of the notices. */
async function mails() {
  const admin = await createStaff({ role: "admin" });
  const answer = await api(await createToken(admin), "GET", "/outbox");
  const { messages } = await answer.json<{
    messages: { kind: string; to: string; subject: string; text: string }[];
  }>();
  return messages.filter(({ kind }) => kinds.includes(kind));
}

async function setUp() {
  const lineManager = await createStaff({ name: "Lena Line" });
  const owner = await createStaff({ name: "Otto Owner", lineManagerId: lineManager.id });
  const account = await createAccount({ name: "Nordwind AG", accountManagerId: owner.id });
  const contact = await createContact({ accountId: account.id });
  const action = (overrides: Partial<typeof tables.action.$inferInsert>) =>
    createAction({ accountId: account.id, ownerId: owner.id, status: "in_progress", ...overrides });
  return { lineManager, owner, account, contact, action };
}

describe("the digest on Monday", () => {
  test("names what is overdue, due this week, and waiting for the client, and nothing else", async () => {
    const { owner, contact, action } = await setUp();
    await action({ title: "Was due on Friday", dueOn: "2026-02-27" });
    await action({ title: "Due on Monday", dueOn: "2026-03-02" });
    await action({ title: "Due on Sunday", dueOn: "2026-03-08" });
    await action({ title: "Due in a week", dueOn: "2026-03-09" });
    await action({ title: "Done", dueOn: "2026-03-03", status: "done" });
    await action({ title: "Not theirs", dueOn: "2026-03-03", ownerId: null });
    const waiting = { status: "proposed", counterpartId: contact.id } as const;
    await action({ title: "Put to the client", dueOn: "2026-05-01", ...waiting });
    await clock.advance(at(2, 7));
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: owner.email,
      subject: "Your promises this week: 2 due, 1 overdue",
    });
    const lines = mail!.text.split("\n").filter((line) => /Nordwind|:$/.test(line));
    expect(lines).toEqual([
      "Overdue:",
      "27 Feb 2026: Was due on Friday (Nordwind AG)",
      "Due this week:",
      "2 Mar 2026: Due on Monday (Nordwind AG)",
      "8 Mar 2026: Due on Sunday (Nordwind AG)",
      "Waiting for the client to agree:",
      "1 May 2026: Put to the client (Nordwind AG)",
      "Open your list:",
    ]);
  });

  test("does not wait for a client who has asked for a change: it is our turn until that is taken care of", async () => {
    const { account, contact, action } = await setUp();
    const { id } = await action({ status: "proposed", counterpartId: contact.id });
    const reply = { id: "reply", accountId: account.id, actionId: id, contactId: contact.id };
    await db
      .insert(tables.planReply)
      .values({ ...reply, at: at(1, 9), kind: "change_request", text: "By April, please." });
    await clock.advance(at(2, 7));
    expect(await notices()).toEqual([]);
    await db.update(tables.planReply).set({ resolvedAt: at(2, 8) });
    await clock.advance(at(2, 9));
    expect(await notices()).toHaveLength(1);
  });

  test.each([
    ["not before seven on Monday", at(2, 6, 59), 0],
    ["from seven on Monday", at(2, 7), 1],
    ["late, when sweeps were missed for hours", at(2, 23, 59), 1],
    ["not on Tuesday", at(3, 0), 0],
    ["not on Sunday", at(1, 12), 0],
  ])("comes %s", async (_title, instant, expected) => {
    const { action } = await setUp();
    await action({ dueOn: "2026-03-04" });
    await clock.advance(instant);
    expect(await notices()).toHaveLength(expected);
  });

  test("comes once a Monday, however often the sweep runs, and again on the next", async () => {
    const { action } = await setUp();
    await action({ dueOn: "2026-03-04" });
    clock.set(at(2, 7));
    await Promise.all([clock.sweep(at(2, 7)), clock.sweep(at(2, 7))]);
    await clock.advance(at(2, 8));
    expect(await notices()).toHaveLength(1);
    await clock.advance(at(9, 7));
    expect((await notices()).map(({ status }) => status)).toEqual(["sent", "sent"]);
  });

  test.each([
    ["who has nothing due and nobody to wait for", { dueOn: "2026-06-01" }, { phone: "1" }],
    ["who left", { dueOn: "2026-03-02" }, { deactivatedAt: at(1, 1) }],
  ])("does not come to somebody %s", async (_title, action, staff) => {
    const set = await setUp();
    await set.action(action);
    await db.update(tables.staff).set(staff).where(eq(tables.staff.id, set.owner.id));
    await clock.advance(at(2, 7));
    expect(await notices()).toEqual([]);
  });
});

describe("two weeks after its day", () => {
  test("on a Monday a line stands once in its owner's digest and once in the notice, though both leave together", async () => {
    const { action } = await setUp();
    await action({ title: "Long overdue", dueOn: "2026-03-02" });
    await clock.advance(at(16, 7));
    const together = await mails();
    expect(together.map(({ subject }) => subject).toSorted()).toEqual([
      "A promise to a client is two weeks overdue",
      "Your promises this week: 1 overdue",
    ]);
    for (const { text } of together) expect(text.split("Long overdue")).toHaveLength(2);
  });

  test("an open action is told to the owner's line manager, once, in one mail with the others", async () => {
    const { lineManager, action } = await setUp();
    await action({ title: "Two weeks", dueOn: "2026-03-04" });
    await action({ title: "Longer", dueOn: "2026-02-20" });
    await action({ title: "Thirteen days", dueOn: "2026-03-05" });
    await clock.advance(at(18, 7));
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: lineManager.email,
      subject: "2 promises to clients are two weeks overdue",
    });
    expect(mail!.text).toContain("Longer");
    expect(mail!.text).toContain("Otto Owner");
    expect(mail!.text).not.toContain("Thirteen days");
    clock.set(at(18, 9));
    await Promise.all([clock.sweep(at(18, 9)), clock.sweep(at(18, 9))]);
    expect(await notices()).toHaveLength(1);
  });

  test("an action whose day was moved is told of again when that day is missed too", async () => {
    const { action } = await setUp();
    const { id } = await action({ dueOn: "2026-02-03" });
    await clock.advance(at(3, 8));
    expect(await notices()).toHaveLength(1);
    await db.update(tables.action).set({ dueOn: "2026-03-03" }).where(eq(tables.action.id, id));
    await clock.advance(at(17, 6));
    expect(await notices()).toHaveLength(1);
    await clock.advance(at(17, 7));
    expect(await notices()).toHaveLength(2);
  });

  test("without an owner it goes to the account manager's line manager, without one to ADMIN_EMAIL; what is walled to nobody", async () => {
    const { lineManager, action } = await setUp();
    await action({ dueOn: "2026-02-03", ownerId: null });
    const alone = await createAccount({ accountManagerId: null });
    await createAction({ accountId: alone.id, dueOn: "2026-02-03" });
    await action({ dueOn: "2026-02-03", walled: true });
    await clock.advance(at(3, 8));
    const recipients = (await notices()).map(({ recipient }) => recipient);
    expect(recipients.sort()).toEqual([lineManager.email, testCtx().config.ADMIN_EMAIL].sort());
  });
});
