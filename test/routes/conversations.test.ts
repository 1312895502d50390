import * as tables from "#db/schema.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { gatherFacts } from "#worker/mail/facts.ts";
import { renderMail } from "#worker/mail/render.tsx";
import { beforeEach, describe, expect, test } from "vitest";
import { closedRound } from "../closed-round.ts";
import {
  api,
  createAccount,
  createInvitation,
  createContact,
  createRound,
  createStaff,
  createTemplateVersion,
  createToken,
  db,
  everythingStored,
  origin,
  post,
  signIn,
  someDay,
  testCtx,
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

describe("the contact's confirmation", () => {
  const recorded = async (fields: Record<string, string> = { plans: "A second shift." }) => {
    const response = await record(fields);
    const path = new URL(response.headers.get("location")!, origin).pathname;
    const id = path.split("/").pop()!;
    const token = await testCtx().tokens.make("conversation", id);
    return { id, path, link: `/r/${token}` };
  };
  const openReview = () => reviewFor(account.id, contact.id);

  test("is asked for by mail, once, with a link alone on its line and a way out", async () => {
    const { id, path, link } = await recorded();
    expect((await post(`${path}/mail`, {}, cookie)).status).toBe(303);
    expect((await post(`${path}/mail`, {}, cookie)).status).toBe(422);
    const rows = await db.select().from(tables.message);
    expect(rows.map((row) => row.id)).toEqual([`conversation/${id}`]);
    const ctx = testCtx();
    const mail = await renderMail(ctx.config, rows[0]!, await gatherFacts(ctx, rows));
    expect(mail!.subject.length).toBeLessThan(60);
    expect(mail!.text).toContain(`\n${origin}${link}\n`);
    expect(mail!.text).not.toContain("second shift");
    expect(mail!.headers["List-Unsubscribe"]).toContain(`${origin}/u/`);
    const optOut = /\/u\/[\w-]{22}/.exec(mail!.text)![0];
    expect((await visit(optOut, "")).status).toBe(200);
  });

  test("is not asked of who opted out or left", async () => {
    const { path } = await recorded();
    const ctx = testCtx();
    await db
      .insert(tables.optOut)
      .values({ addressHash: await ctx.tokens.hashAddress(contact.email), createdAt: someDay });
    expect((await post(`${path}/mail`, {}, cookie)).status).toBe(422);
    await db.delete(tables.optOut);
    await db.update(tables.contact).set({ status: "left" });
    expect((await post(`${path}/mail`, {}, cookie)).status).toBe(422);
    expect(await db.select().from(tables.message)).toEqual([]);
  });

  test("opening the link changes nothing; a correction is kept and shown, the first one stands", async () => {
    const { path, link } = await recorded();
    const before = await everythingStored();
    const opened = await visit(link, "");
    expect(opened.status).toBe(200);
    expect(await opened.text()).toContain("A second shift.");
    expect(await everythingStored()).toEqual(before);
    expect((await post(link, { plans: "A third shift." })).status).toBe(200);
    expect((await post(link, { plans: "Something else." })).status).toBe(200);
    const shown = await page(path);
    expect(shown).toContain("A third shift.");
    expect(shown).toContain("Confirmed by the contact");
    expect(await (await visit(link, "")).text()).not.toContain("A third shift.");
    expect(await db.select().from(tables.response)).toEqual([]);
  });

  test("with an answer that does not fit is refused and kept on the page", async () => {
    const { link } = await recorded();
    const response = await post(link, { "overall-grade": "Z", plans: "A third shift." });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("A third shift.");
    expect((await stored())[0]!.confirmedAt).toBeNull();
  });

  test("makes the record the response to an open annual review, marked as recorded; before it counts nothing", async () => {
    const { round, invitation } = await openReview();
    const { id, path, link } = await recorded({ "overall-grade": "D", plans: "A second shift." });
    expect(await db.select().from(tables.response)).toEqual([]);
    await post(link, { "overall-grade": "D", plans: "Between us: we are leaving." });
    expect(await db.select().from(tables.response)).toMatchObject([
      {
        roundId: round.id,
        id: invitation.id,
        conversationId: id,
        revision: 1,
        answers: { "overall-grade": "D", plans: "Between us: we are leaving." },
      },
    ]);
    expect((await stored())[0]!.roundId).toBe(round.id);
    const [opened] = await db.select().from(tables.clientCase);
    expect(opened!.trigger).toBe("poor_grade");
    // The correction is an answer to a round that is open: staff read it when it has closed.
    expect(await page(path)).not.toContain("Between us");
    await db.update(tables.round).set({ status: "closed" });
    expect(await page(path)).toContain("Between us");
  });

  test("is told from answers by link where the answers are exported", async () => {
    const { round, version } = await openReview();
    const other = await createContact({ accountId: account.id, lastName: "Byron" });
    const links = { roundId: round.id, contactId: other.id, templateVersionId: version.id };
    const { token } = await createInvitation(links);
    await post((await recorded()).link, { "overall-grade": "B" });
    await post(`/s/${token}`, { intent: "submit", sitting: "1", "overall-grade": "A" });
    const bearer = await createToken(manager);
    expect((await api(bearer, "POST", `/rounds/${round.id}/close`)).status).toBe(200);
    const csv = await (await api(bearer, "GET", `/rounds/${round.id}/responses.csv`)).text();
    const cells = csv.trim().split("\r\n").toSorted();
    expect(cells.map((line) => line.split(",").at(-1))).toEqual(["Maren Voss", "", "recorded_by"]);
  });

  test("leaves the answers by link as they are, whichever came first", async () => {
    const { invitation } = await openReview();
    const { link } = await recorded();
    const byLink = { intent: "submit", sitting: "1", "overall-grade": "A" };
    await post(`/s/${invitation.token}`, byLink);
    await post(link, { "overall-grade": "B" });
    expect(await db.select().from(tables.response)).toMatchObject([
      { conversationId: null, answers: { "overall-grade": "A" } },
    ]);
    expect((await stored())[0]).toMatchObject({ roundId: null });
    expect((await stored())[0]!.confirmedAt).not.toBeNull();
  });

  test("without a grade confirms the record and answers no round", async () => {
    await openReview();
    const { link } = await recorded();
    await post(link, { plans: "A second shift." });
    expect(await db.select().from(tables.response)).toEqual([]);
    expect((await stored())[0]!.confirmedAt).not.toBeNull();
  });
});

async function reviewFor(accountId: string, contactId: string) {
  const asked = { services: null, competitors: null, matter: null, matterObservation: null };
  const version = await createTemplateVersion(
    composeQuestionnaire({
      kind: "annual_review",
      tier: "user",
      confidentiality: "named",
      modules: [],
      account: asked,
    }),
  );
  const round = await createRound({ accountId, kind: "annual_review", status: "open" });
  const links = { roundId: round.id, contactId, templateVersionId: version.id };
  return { round, version, invitation: await createInvitation(links) };
}

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
