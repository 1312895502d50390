import * as tables from "#db/schema.ts";
import { deliver } from "#worker/mail/deliver.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { closedRound, managedAccount } from "../closed-round.ts";
import {
  api,
  createStaff,
  createToken,
  db,
  post,
  request,
  signIn,
  testCtx,
  visit,
} from "../factories.ts";

let world: Awaited<ReturnType<typeof managedAccount>>;
let round: Awaited<ReturnType<typeof closedRound>>;
let path: string;
let cookie: string;

const people = (senior: string, others = "A") => [
  {
    tier: "board" as const,
    answers: { "overall-grade": senior },
    contact: { firstName: "Ada", lastName: "Lovelace", mostSenior: true },
  },
  { tier: "user" as const, answers: { "overall-grade": others } },
];

beforeEach(async () => {
  world = await managedAccount();
  round = await closedRound({ account: world.account, people: people("A") });
  path = `/accounts/${world.account.id}/reference`;
  cookie = await signIn(world.manager);
});

const ada = () => round.contacts[0]!;
const ask = (fields: Record<string, string> = {}, as = cookie) =>
  post(
    path,
    { contactId: ada().id, text: "May we name you to others?\n\nThank you.", ...fields },
    as,
  );
const asks = () => db.select().from(tables.referenceAsk);
const mails = async () =>
  (await db.select().from(tables.message)).filter(({ kind }) => kind === "reference_ask");
const pageOf = async (address: string, as = cookie) => (await visit(address, as)).text();
const back = (years: number, days = 0) => {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() - years, day.getUTCMonth(), day.getUTCDate() - days);
  return day;
};

describe("the list of references", () => {
  test("names who may be asked, with the grade and what the most senior contact gave", async () => {
    const text = await pageOf("/references");
    expect(text).toContain("Nordwind AG");
    expect(text).toContain("Ada Lovelace");
    expect(text).toContain("2 of 2");
    expect(await pageOf(`/accounts/${world.account.id}`)).toContain("Ask them to be a reference");
  });

  test("shows nothing of other people's accounts", async () => {
    const other = await signIn(await createStaff());
    expect(await pageOf("/references", other)).not.toContain("Nordwind");
    expect((await visit(path, other)).status).toBe(404);
    expect((await ask({}, other)).status).toBe(404);
    expect(await asks()).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>]>([
    [
      "a case is open",
      () =>
        db.insert(tables.clientCase).values({
          id: "case",
          accountId: world.account.id,
          roundId: round.round.id,
          contactId: ada().id,
          trigger: "call_me",
          walled: true,
          services: [],
          status: "open",
          version: 1,
          openedAt: new Date(),
          dueAt: new Date(),
        }),
    ],
    [
      "a later named round was graded worse",
      () =>
        closedRound({
          account: world.account,
          people: people("B", "C").map((one) => ({ ...one, contact: {} })),
          round: { closesAt: new Date("2026-08-01T09:00:00Z") },
        }),
    ],
  ])("leaves an account out when %s", async (_, happens) => {
    await happens();
    expect(await pageOf("/references")).not.toContain("Nordwind");
    const refused = await ask();
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("cannot be asked now");
    expect(await asks()).toEqual([]);
    expect(await mails()).toEqual([]);
  });

  test("leaves out an account whose most senior contact gave a C, and one that was confidential", async () => {
    const unhappy = await closedRound({
      people: [...people("C"), ...people("A").slice(1), ...people("A").slice(1)],
    });
    const hidden = await closedRound({
      people: Array.from({ length: 6 }, () => people("A")[1]!),
      confidentiality: "confidential",
    });
    const leader = await signIn(await createStaff({ role: "leader" }));
    const text = await pageOf("/references", leader);
    expect(text).not.toContain(unhappy.account.id);
    expect(text).not.toContain(hidden.account.id);
  });
});

describe("asking", () => {
  test("mails the words as they were changed, from the account manager, with a way to stop all mail", async () => {
    const form = await pageOf(path);
    expect(form).toContain("May we name you?");
    expect(form).toContain("Ada Lovelace, most senior");
    expect((await ask()).status).toBe(303);
    const [kept] = await asks();
    expect(kept).toMatchObject({ contactId: ada().id, answer: null, askedBy: world.manager.id });
    const [mail] = await mails();
    expect(mail).toMatchObject({ id: `reference-ask/${kept!.id}`, recipient: ada().email });
    const token = await createToken(await createStaff({ role: "admin" }));
    const outbox = await api(token, "GET", "/outbox");
    const { messages } = await outbox.json<{ messages: Record<string, string>[] }>();
    const sent = messages.find(({ id }) => id === mail!.id)!;
    expect(sent["subject"]).toContain("may we name you");
    expect(sent["text"]).toContain("Dear Ada Lovelace,");
    expect(sent["text"]).toContain("May we name you to others?");
    expect(sent["text"]).toContain(world.manager.name);
    expect(JSON.stringify(sent["headers"])).toContain("List-Unsubscribe");
    const stop = /\/u\/[\w-]{22}/u.exec(sent["text"]!)![0];
    expect(await (await request(stop)).text()).toContain(ada().email);
    expect(await pageOf(path)).toContain("no answer yet");
    expect(await pageOf(`/accounts/${world.account.id}`)).toContain("no answer yet");
  });

  test("never happens twice in a year, also when two people click at once", async () => {
    const colleague = await signIn(world.lineManager);
    const statuses = await Promise.all([ask(), ask({}, colleague), ask()]);
    expect(statuses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422, 422]);
    expect(await asks()).toHaveLength(1);
    expect(await mails()).toHaveLength(1);
    expect((await ask()).status).toBe(422);
    expect(await pageOf(path)).toContain("Nobody is asked twice in a year");
    await db.update(tables.referenceAsk).set({ askedAt: back(1, 2) });
    expect((await ask()).status).toBe(303);
    expect(await asks()).toHaveLength(2);
  });

  test("never happens again once they agreed", async () => {
    await ask();
    await db.update(tables.referenceAsk).set({ askedAt: back(2), answer: "agreed" });
    expect((await ask()).status).toBe(422);
    expect(await pageOf(path)).toContain("This client is a reference");
  });

  test("is not offered to somebody who takes no mail from us, and not sent to them", async () => {
    const { tokens } = testCtx();
    const addressHash = await tokens.hashAddress(ada().email);
    await db.insert(tables.optOut).values({ addressHash, createdAt: new Date() });
    expect(await pageOf(path)).not.toContain("Ada Lovelace, most senior");
    expect((await ask()).status).toBe(422);
    expect(await asks()).toEqual([]);
  });

  test("does not reach somebody who stopped all mail before it left", async () => {
    await ask();
    const { tokens } = testCtx();
    const addressHash = await tokens.hashAddress(ada().email);
    await db.insert(tables.optOut).values({ addressHash, createdAt: new Date() });
    await db.update(tables.message).set({ status: "queued" });
    const [mail] = await mails();
    await deliver(testCtx({ kind: "system" }, new Date()), [mail!.id]);
    expect((await mails())[0]!.status).toBe("cancelled");
  });

  test.each([
    ["a contact of another account", { contactId: "somebody" }, "Choose somebody at this account"],
    ["no words", { text: " " }, "The mail says too little"],
  ])("refuses %s and keeps what was typed", async (_, fields, message) => {
    const refused = await ask({ text: "May we really name you to others?", ...fields });
    expect(refused.status).toBe(422);
    const text = await refused.text();
    expect(text).toContain(message);
    if (!("text" in fields)) expect(text).toContain("May we really name you to others?");
    expect(await asks()).toEqual([]);
  });
});

describe("the answer", () => {
  const answer = async (fields: Record<string, string>) => {
    const [kept] = await asks();
    const sent = { askId: kept!.id, version: String(kept!.version), laterOn: "", note: "" };
    return post(`${path}/answer`, { ...sent, ...fields }, cookie);
  };

  test("is kept on the account and may be corrected", async () => {
    await ask();
    expect(
      (await answer({ answer: "later", laterOn: "2099-05-03", note: "After the merger." })).status,
    ).toBe(303);
    expect(await pageOf(`/accounts/${world.account.id}`)).toContain("later, from 3 May 2099 on");
    expect((await answer({ answer: "agreed" })).status).toBe(303);
    const [kept] = await asks();
    expect(kept).toMatchObject({ answer: "agreed", laterOn: null, version: 3 });
    const log = await db.select().from(tables.auditEntry);
    expect(log.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["reference.asked", "reference.answered"]),
    );
    expect(JSON.stringify(log)).not.toContain("merger");
  });

  test.each([
    ["later without a day", { answer: "later" }, "The day is missing"],
    ["later, in the past", { answer: "later", laterOn: "2020-01-01" }, "Choose a day to come"],
    ["nothing", { answer: "" }, "The answer"],
  ])("is refused: %s", async (_, fields, message) => {
    await ask();
    const refused = await answer({ note: "She phoned.", ...fields });
    expect(refused.status).toBe(422);
    const text = await refused.text();
    expect(text).toContain(message);
    expect(text).toContain("She phoned.");
    expect((await asks())[0]).toMatchObject({ answer: null, version: 1 });
  });

  test("that somebody changed in the meantime is not written over", async () => {
    await ask();
    await answer({ answer: "declined" });
    const late = await answer({ answer: "agreed", version: "1" });
    expect(late.status).toBe(422);
    expect(await late.text()).toContain("Somebody wrote an answer down just now.");
    expect((await asks())[0]!.answer).toBe("declined");
  });
});
