import * as tables from "#db/schema.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { closedRound } from "../closed-round.ts";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  post,
  signIn,
  visit,
} from "../factories.ts";

type Staff = Awaited<ReturnType<typeof createStaff>>;

let manager: Staff;
let account: Awaited<ReturnType<typeof createAccount>>;
let contact: Awaited<ReturnType<typeof createContact>>;
let cookie: string;
beforeEach(async () => {
  manager = await createStaff({ name: "Maren Voss" });
  account = await createAccount({ accountManagerId: manager.id, matter: "the new warehouse" });
  contact = await createContact({ accountId: account.id, firstName: "Ada", lastName: "Lovelace" });
  cookie = await signIn(manager);
});

const today = () => new Date().toISOString().slice(0, 10);
const year = () => new Date().getUTCFullYear();
const formPath = () => `/accounts/${account.id}/conversations/new`;
const record = (fields: Record<string, string | string[]> = {}) =>
  post(
    formPath(),
    { contactId: contact.id, heldOn: `${year()}-01-01`, "overall-grade": "B", ...fields },
    cookie,
  );
const stored = () => db.select().from(tables.conversation);
const page = async (path: string, as = cookie) => (await visit(path, as)).text();

describe("recording a conversation", () => {
  test("asks the annual review of this account for the chosen contact, and nothing about ourselves", async () => {
    const text = await page(`${formPath()}?contact=${contact.id}`);
    expect(text).toContain("the new warehouse");
    expect(text).toMatch(
      new RegExp(`value="${contact.id}"[^>]*selected|selected[^>]*value="${contact.id}"`),
    );
    expect(text).not.toContain('name="relationship-manager"');
    expect(text).not.toContain('name="call-me"');
  });

  test("keeps it without a round, marked with who recorded it and when, and lists it", async () => {
    const response = await record({
      "overall-grade.comment": "Better than last year.",
      "communication-form": ["email", "phone"],
      plans: "A second shift.",
    });
    expect(response.status).toBe(303);
    const [kept] = await stored();
    expect(kept).toMatchObject({
      contactId: contact.id,
      recordedBy: manager.id,
      heldOn: `${year()}-01-01`,
      answers: {
        "overall-grade": "B",
        "overall-grade.comment": "Better than last year.",
        "communication-form": ["email", "phone"],
        plans: "A second shift.",
      },
    });
    const shown = await page(response.headers.get("location")!);
    for (const words of ["Ada Lovelace", "Maren Voss", "A second shift.", "By email, By phone"])
      expect(shown).toContain(words);
    expect(await page(`/accounts/${account.id}`)).toContain(`/conversations/${kept!.id}`);
    expect(await db.select().from(tables.auditEntry)).toMatchObject([
      { actor: manager.id, action: "conversation.recorded", subjectId: kept!.id },
    ]);
  });

  test.each([
    ["a day to come", { heldOn: "2099-01-01" }, "cannot lie in the future"],
    ["no day", { heldOn: "yesterday" }, "Choose the day"],
    ["an impossible day", { heldOn: "2026-02-31" }, "Choose the day"],
    ["nobody", { contactId: "" }, "Choose the person"],
    ["a grade that does not exist", { "overall-grade": "E" }, "grades"],
    ["an answer about the relationship manager", { "relationship-manager": "5" }, "does not ask"],
  ])("with %s is refused, and what was typed is kept", async (_, fields, message) => {
    const response = await record({ plans: "A second shift.", ...fields });
    expect(response.status).toBe(422);
    const text = await response.text();
    expect(text).toContain(message);
    expect(text).toContain("A second shift.");
    expect(await stored()).toEqual([]);
  });

  test("without any answer keeps nothing", async () => {
    const response = await record({ "overall-grade": "" });
    expect(response.status).toBe(422);
    expect(await stored()).toEqual([]);
  });

  test("with a contact of another account is refused", async () => {
    const other = await createContact({ accountId: (await createAccount()).id });
    expect((await record({ contactId: other.id })).status).toBe(422);
    expect(await stored()).toEqual([]);
  });

  test("is not for who does not reach the account", async () => {
    await record();
    const [kept] = await stored();
    const stranger = await signIn(await createStaff());
    for (const path of [formPath(), `/conversations/${kept!.id}`])
      expect((await visit(path, stranger)).status).toBe(404);
  });
});

describe("the topics of the year", () => {
  const coverage = async () => {
    const text = await page(`/accounts/${account.id}`);
    return Number(/(\d+) of the ten topics/.exec(text)![1]);
  };

  test("count recorded conversations of this calendar year, each topic once", async () => {
    expect(await coverage()).toBe(0);
    await record({ plans: "A second shift." });
    await record({ plans: "A third shift.", heldOn: today() });
    expect(await coverage()).toBe(2);
    await record({ worries: "Costs.", heldOn: `${year() - 1}-12-31` });
    expect(await coverage()).toBe(2);
  });

  test("do not count what somebody could not say", async () => {
    await record({ "overall-grade": "na", ease: "na", challenges: "Hiring." });
    expect(await coverage()).toBe(1);
  });

  test("count what a closed annual review was told", async () => {
    const answers = { "overall-grade": "B", ease: "4" };
    await closedRound({
      kind: "annual_review",
      modules: [],
      account,
      people: [{ tier: "user", answers }],
      round: { closesAt: new Date() },
    });
    expect(await coverage()).toBe(2);
  });

  test("tell nothing of a round that is still open, nor of a satisfaction survey", async () => {
    const open = await createRound({
      accountId: account.id,
      kind: "annual_review",
      status: "open",
    });
    await db.insert(tables.response).values({
      roundId: open.id,
      id: "early",
      tier: "user",
      answers: { "overall-grade": "B", plans: "A second shift." },
    });
    await closedRound({
      account,
      people: [{ tier: "user", answers: { "overall-grade": "B" } }],
      round: { closesAt: new Date() },
    });
    expect(await coverage()).toBe(0);
  });
});
