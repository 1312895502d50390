import * as tables from "#db/schema.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { tierNote } from "#worker/domain/survey/tier-note-rules.ts";
import type { RoundKind } from "#worker/domain/round/schema.ts";
import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import {
  createContact,
  createInvitation,
  createStaff,
  db,
  launchedRound,
  post,
  request,
  someDay,
  testCtx,
} from "../factories.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: someDay }));

const good = {
  "overall-grade": "B",
  quality: "4",
  "quality.comment": "Late in May.\r\nFine since.",
};
const submit = (token: string, fields: Record<string, string | string[]> = good) =>
  post(`/s/${token}`, { intent: "submit", ...fields });
const save = (token: string, fields: Record<string, string | string[]> = good) =>
  post(`/s/${token}`, { intent: "save", ...fields });
const pageOf = async (token: string, query = "") => (await request(`/s/${token}${query}`)).text();
const responses = () => db.select().from(tables.response);
const sealed = () => db.select().from(tables.sealedResponse);
const messages = () => db.select().from(tables.message);
const invitationOf = async (id: string) =>
  (await db.select().from(tables.invitation).where(eq(tables.invitation.id, id)))[0]!;

const account = {
  services: ["Payroll"],
  competitors: ["Northgate"],
  matter: "the new plant",
  matterObservation: null,
};
const real = (kind: RoundKind, tier: Tier) => {
  const of = (tier: Tier) =>
    composeQuestionnaire({
      kind,
      tier,
      confidentiality: "named",
      modules: ["account-manager"],
      account,
    });
  const all = { user: of("user"), manager: of("manager"), board: of("board") };
  return { ...all[tier], tierNote: tierNote(all, tier) };
};
const annual = () =>
  launchedRound({ definition: real("annual_review", "manager"), round: { kind: "annual_review" } });
const confidential = () => launchedRound({ round: { confidentiality: "confidential" } });

test("GET says who asks, for whom, by when, how long, who sees the answers and what others are asked", async () => {
  const { invitation, manager, account } = await launchedRound({
    definition: real("satisfaction", "user"),
  });
  const page = await pageOf(invitation.token);
  for (const text of [
    manager.name,
    account.name,
    "open until <b>23 Mar 2026, 10:00 (Europe/Berlin)</b>",
    "3 minutes",
    "nobody here sees your answers",
    "line manager",
    "Managers are asked",
  ])
    expect(page, text).toContain(text);
  expect(page.match(/<form/g)).toHaveLength(1);
  expect(page).toContain('<input type="radio" name="overall-grade" value="A"');
  expect(page).toContain('name="quality.comment"');
  expect(page).not.toMatch(/cleargrade/i);
});

test("of answers about the account manager the page speaks only to whom it asks for them", async () => {
  const { invitation } = await launchedRound({ definition: real("satisfaction", "board") });
  const page = await pageOf(invitation.token);
  expect(page).toContain(
    "Until the survey closes, one thing only is passed on: a grade of D or F, or",
  );
  expect(page).not.toContain("What you say about your account manager");
});

test("every closed question offers “I can't say”", async () => {
  const { invitation } = await launchedRound({ definition: real("satisfaction", "manager") });
  const page = await pageOf(invitation.token);
  const radios = new Set(
    [...page.matchAll(/type="radio" name="([^"]+)"/g)].map(([, name]) => name),
  );
  for (const name of radios) expect(page).toContain(`name="${name}" value="na"`);
  expect(radios.size).toBeGreaterThan(12);
});

test("GET and HEAD change nothing at all", async () => {
  const { invitation } = await launchedRound();
  const dump = async () => [
    await db.select().from(tables.invitation),
    await responses(),
    await messages(),
  ];
  const before = await dump();
  for (const method of ["GET", "HEAD"])
    for (const path of ["", "/colleague", "/later", "?sitting=2"])
      expect((await request(`/s/${invitation.token}${path}`, { method })).status).toBe(200);
  expect((await request(`/u/${invitation.optOutToken}`)).status).toBe(200);
  expect(await dump()).toEqual(before);
  expect(await db.select().from(tables.optOut)).toEqual([]);
});

test("only questions for this person's function are asked", async () => {
  const definition = structuredClone(real("satisfaction", "user"));
  definition.sections[0]!.questions.push({
    key: "for-it",
    type: "text",
    wording: "Only for IT?",
    functions: ["it"],
  });
  const { invitation } = await launchedRound({ definition, contact: { function: "legal" } });
  expect(await pageOf(invitation.token)).not.toContain("Only for IT?");
});

test("the page sets no cookie, is not stored, and runs nothing but what its policy names by hash", async () => {
  const { invitation } = await launchedRound();
  const response = await request(`/s/${invitation.token}`);
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("referrer-policy")).toBe("same-origin");
  expect(response.headers.get("x-robots-tag")).toBe("noindex");
  const policy = response.headers.get("content-security-policy")!;
  expect(policy).not.toContain("unsafe");
  const page = await response.text();
  const inlined = [...page.matchAll(/<(?:style|script)[^>]*>([^]*?)<\/(?:style|script)>/g)];
  expect(inlined).toHaveLength(3);
  for (const [, text] of inlined)
    expect(policy).toContain(`'sha256-${createHash("sha256").update(text!).digest("base64")}'`);
  expect(page).not.toMatch(/ style="| onclick=|src="http|href="http/);
});

test("POST submit keeps the answers, thanks with a copy, and mails one receipt", async () => {
  const { invitation, round, contact } = await oneInvited();
  const response = await submit(invitation.token);
  expect(response.status).toBe(200);
  const page = await response.text();
  expect(page).toContain("Thank you");
  expect(page).toContain("B: Meets our expectations well");
  expect(page).toMatch(/Late in May\.\r?\nFine since\./);
  const answers = {
    "overall-grade": "B",
    quality: "4",
    "quality.comment": "Late in May.\nFine since.",
  };
  expect(await responses()).toEqual([
    {
      roundId: round.id,
      id: invitation.id,
      tier: "user",
      answers,
      conversationId: null,
      revision: 1,
      submittedAt: someDay,
    },
  ]);
  expect(await invitationOf(invitation.id)).toMatchObject({
    status: "completed",
    revision: 1,
    draft: null,
  });
  expect(await messages()).toMatchObject([
    {
      id: `receipt/${invitation.id}/1`,
      kind: "receipt",
      recipient: contact.email,
      status: "queued",
    },
  ]);
});

async function oneInvited() {
  const launched = await launchedRound();
  return { ...launched, contact: launched.invitation.contact };
}

test("the same answers sent again change nothing; others replace the whole response with a new receipt", async () => {
  const { invitation } = await launchedRound();
  await submit(invitation.token);
  expect((await submit(invitation.token)).status).toBe(200);
  expect(await responses()).toMatchObject([{ revision: 1 }]);
  expect((await submit(invitation.token, { "overall-grade": "C" })).status).toBe(200);
  expect(await responses()).toMatchObject([{ revision: 2, answers: { "overall-grade": "C" } }]);
  expect((await messages()).map(({ id }) => id)).toEqual([
    `receipt/${invitation.id}/1`,
    `receipt/${invitation.id}/2`,
  ]);
});

test("fifty identical submissions at once end as one response and one receipt", async () => {
  const { invitation } = await launchedRound();
  const sent = await Promise.all(Array.from({ length: 50 }, () => submit(invitation.token)));
  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await responses()).toMatchObject([{ revision: 1 }]);
  expect(await messages()).toHaveLength(1);
});

test("forty different submissions at once are all taken, one after the other: the last one stands", async () => {
  const { invitation } = await launchedRound();
  const sent = Array.from({ length: 40 }, (_, n) => ({
    "overall-grade": "C",
    "improve-one-thing": `Thought ${n}`,
  }));
  const answered = await Promise.all(sent.map((answers) => submit(invitation.token, answers)));
  expect(answered.map(({ status }) => status)).toEqual(Array(40).fill(200));
  const stored = await responses();
  expect(stored).toMatchObject([{ revision: 40 }]);
  expect(sent).toContainEqual(stored[0]!.answers);
  const receipts = (await db.select().from(tables.message)).filter(
    ({ kind }) => kind === "receipt",
  );
  expect(receipts).toHaveLength(40);
});

test("fifty confidential submissions at once end as one response; the others are told so", async () => {
  const { invitation } = await confidential();
  const sent = await Promise.all(Array.from({ length: 50 }, () => submit(invitation.token)));
  const statuses = sent.map(({ status }) => status).sort((a, b) => a - b);
  expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 409)]);
  expect(await sealed()).toHaveLength(1);
});

test("after a submission GET never prints the answers again", async () => {
  const { invitation } = await launchedRound();
  await submit(invitation.token);
  const page = await pageOf(invitation.token);
  expect(page).toContain("We have your answers");
  expect(page).not.toContain("Late in May");
  expect(page).not.toMatch(/ checked[ />]/);
});

test("POST save keeps a draft that GET puts back, and tells nobody", async () => {
  const { invitation } = await launchedRound();
  expect(
    (await save(invitation.token, { quality: "2", "call-me": ["account_manager"] })).status,
  ).toBe(204);
  expect(await invitationOf(invitation.id)).toMatchObject({ status: "started", revision: 0 });
  const page = await pageOf(invitation.token);
  expect(page).toContain('name="quality" value="2" checked');
  expect(page).toContain('name="call-me" value="account_manager" checked');
  expect(await responses()).toEqual([]);
  expect(await messages()).toEqual([]);
});

test("POST save after a submission or in a confidential round stores nothing", async () => {
  const named = await launchedRound();
  await submit(named.invitation.token);
  expect((await save(named.invitation.token, { quality: "1" })).status).toBe(204);
  expect(await invitationOf(named.invitation.id)).toMatchObject({
    status: "completed",
    draft: null,
  });
  const other = await confidential();
  expect((await save(other.invitation.token)).status).toBe(204);
  expect(await invitationOf(other.invitation.id)).toMatchObject({ status: "invited", draft: null });
});

test("POST save leaves a declined or postponed person as they are", async () => {
  const { invitation } = await launchedRound();
  await db.update(tables.invitation).set({ status: "declined" });
  await save(invitation.token, { quality: "1" });
  expect(await invitationOf(invitation.id)).toMatchObject({
    status: "declined",
    draft: { quality: "1" },
  });
});

test("a missing grade is shown with focus on the summary, and nothing typed is lost", async () => {
  const { invitation } = await launchedRound();
  const response = await submit(invitation.token, {
    quality: "4",
    "improve-one-thing": "Tell us <b>earlier</b>",
  });
  expect(response.status).toBe(422);
  const page = await response.text();
  expect(page).toMatch(/class="notice bad summary"[^>]*autofocus/);
  expect(page).toContain('href="#overall-grade"');
  expect(page).toContain('id="overall-grade"');
  expect(page).toContain('name="quality" value="4" checked');
  expect(page).toContain("Tell us &lt;b>earlier&lt;/b>");
  expect(await responses()).toEqual([]);
});

test.each([
  ["an unknown question", { ...good, "no-such-question": "1" }, "no-such-question"],
  ["an answer that is not offered", { ...good, quality: "6" }, "Choose one of the five answers"],
  ["two answers to one question", { ...good, quality: ["1", "2"] }, "quality"],
  [
    "a text over 5,000 characters",
    { ...good, "improve-one-thing": "x".repeat(5001) },
    "longer than 5000",
  ],
  [
    "a comment over 5,000 characters",
    { ...good, "quality.comment": "y".repeat(5001) },
    "longer than 5000",
  ],
  ["a NUL", { ...good, "improve-one-thing": "a\0b" }, "cannot be stored"],
  ["a key that objects have by themselves", { ...good, constructor: "2" }, "constructor"],
])("POST submit refuses %s, says where, and stores nothing", async (_what, fields, text) => {
  const { invitation } = await launchedRound();
  const response = await submit(invitation.token, fields);
  expect(response.status).toBe(422);
  const page = await response.text();
  expect(page).toContain(text);
  expect(page).toContain('name="overall-grade" value="B" checked');
  expect(await responses()).toEqual([]);
  expect((await save(invitation.token, fields)).status).toBe(422);
  expect((await invitationOf(invitation.id)).draft).toBeNull();
});

test("text in any script and with markup in it comes back inert and whole", async () => {
  const { invitation } = await launchedRound({
    contact: { firstName: "<img src=x>", lastName: "محمد" },
  });
  expect(await pageOf(invitation.token)).toContain("<bdi>&lt;img src=x> محمد</bdi>");
  const text = "</textarea><script>alert(1)</script> 👍🏽 ﷽";
  const page = await (
    await submit(invitation.token, { ...good, "improve-one-thing": text })
  ).text();
  expect(page).toContain("&lt;/textarea>&lt;script>alert(1)&lt;/script> 👍🏽 ﷽");
  expect((await responses())[0]!.answers["improve-one-thing"]).toBe(text);
});

test.each([
  ["a form that does not say what it wants", { body: new URLSearchParams(good) }, 422],
  ["JSON", { body: "{}", headers: { "content-type": "application/json" } }, 415],
  [
    "more than 256 KB",
    { body: new URLSearchParams({ intent: "submit", x: "x".repeat(300_000) }) },
    413,
  ],
])("POST answers %s calmly", async (_what, init, status) => {
  const { invitation } = await launchedRound();
  const response = await request(`/s/${invitation.token}`, { method: "POST", ...init });
  expect(response.status).toBe(status);
  expect(await response.text()).toContain("<h1>");
  expect(await responses()).toEqual([]);
});

test("POST that says neither save nor submit gives back what was sent, and keeps nothing", async () => {
  const { invitation } = await launchedRound();
  const sent = new URLSearchParams({ ...good, "improve-one-thing": "Answer the phone" });
  const response = await request(`/s/${invitation.token}`, { method: "POST", body: sent });
  expect(response.status).toBe(422);
  expect(await response.text()).toContain("Answer the phone</textarea>");
  expect(await responses()).toEqual([]);
});

test.each(["AAAAAAAAAAAAAAAAAAAAAA", "short", "%00", "x".repeat(500)])(
  "an unknown link %s is a calm 404",
  async (token) => {
    for (const init of [
      {},
      { method: "POST", body: new URLSearchParams({ intent: "submit", ...good }) },
    ]) {
      const response = await request(`/s/${token}`, init);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("This link opens nothing");
    }
  },
);

test("a closed, cancelled or revoked link is 410, and shows a late sender the answers that were not stored", async () => {
  const cases = [
    [
      "This survey is closed",
      () => db.update(tables.round).set({ status: "closed", closedAt: someDay }),
    ],
    ["This survey was cancelled", () => db.update(tables.round).set({ status: "cancelled" })],
    ["This link is no longer valid", () => db.update(tables.invitation).set({ status: "revoked" })],
  ] as const;
  for (const [title, change] of cases) {
    const { invitation } = await launchedRound();
    await change();
    const opened = await request(`/s/${invitation.token}`);
    expect(opened.status).toBe(410);
    expect(await opened.text()).toContain(title);
    const late = await submit(invitation.token);
    expect(late.status).toBe(410);
    expect(await late.text()).toContain("Late in May.");
    expect((await save(invitation.token)).status).toBe(410);
  }
  expect(await responses()).toEqual([]);
});

test("the round's state decides, not the clock: a late answer counts until the round is closed", async () => {
  const { invitation } = await launchedRound({
    round: { closesAt: new Date(someDay.getTime() - 1000) },
  });
  expect((await submit(invitation.token)).status).toBe(200);
});

test("someone who declined or postponed may still answer", async () => {
  for (const status of ["declined", "postponed"] as const) {
    const { invitation } = await launchedRound();
    await db.update(tables.invitation).set({ status });
    expect((await submit(invitation.token)).status).toBe(200);
    expect(await invitationOf(invitation.id)).toMatchObject({ status: "completed" });
  }
});

test("a confidential submission leaves no time, order, receipt or link behind", async () => {
  const { invitation, round } = await confidential();
  const response = await submit(invitation.token);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("without your name");
  const [stored] = await sealed();
  expect(Object.keys(stored!)).toEqual(["roundId", "id", "sealed"]);
  expect(stored!.roundId).toBe(round.id);
  expect(await responses()).toEqual([]);
  expect(stored!.id).toMatch(/^[\w-]{22}$/);
  expect(stored!.id).not.toBe(invitation.id);
  expect(await invitationOf(invitation.id)).toMatchObject({ status: "completed", revision: 0 });
  expect(await messages()).toEqual([]);
});

test("a second confidential submission is 409 and is shown back; the page says that answers are in", async () => {
  const { invitation } = await confidential();
  await submit(invitation.token);
  const second = await submit(invitation.token, { "overall-grade": "F" });
  expect(second.status).toBe(409);
  expect(await second.text()).toContain("F: Failing");
  const opened = await request(`/s/${invitation.token}`);
  expect(opened.status).toBe(200);
  expect(await opened.text()).toContain("We have your answers");
  expect(await sealed()).toHaveLength(1);
});

test("a confidential page warns against naming oneself and prints the sponsor's phone", async () => {
  const sponsor = await createStaff({ name: "Jonas Aldermann", phone: "+49 30 555 0100" });
  const { invitation, manager } = await launchedRound({
    account: { sponsorId: sponsor.id },
    round: { confidentiality: "confidential" },
  });
  const page = await pageOf(invitation.token);
  expect(page).toContain('<a href="tel:+49305550100">+49 30 555 0100</a>');
  expect(page).toContain("do not name yourself");
  expect(page).toContain("cannot be changed or withdrawn");
  expect(page).not.toContain(manager.name);
});

test("an annual review makes its response in part one and completes it in part two", async () => {
  const { invitation } = await annual();
  const first = await pageOf(invitation.token, "?sitting=2");
  expect(first).toContain('<input type="hidden" name="sitting" value="1"');
  const sent = {
    sitting: "1",
    "overall-grade": "A",
    "communication-form": ["email", "phone"],
    "communication-amount": "too_much",
  };
  const thanks = await submit(invitation.token, sent);
  expect(await thanks.text()).toContain(`href="/s/${invitation.token}?sitting=2"`);
  expect(await invitationOf(invitation.id)).toMatchObject({ status: "completed", revision: 1 });
  const second = await pageOf(invitation.token);
  expect(second).toContain('<input type="hidden" name="sitting" value="2"');
  expect(second).toContain("?sitting=1");
  expect(second).toContain("to know what lies ahead of you at");
  expect(first).toContain("your honest view, good or bad, of our work for");
  expect(
    (await submit(invitation.token, { sitting: "2", ease: "4", plans: "A new plant" })).status,
  ).toBe(200);
  expect(await responses()).toMatchObject([
    {
      revision: 2,
      answers: {
        "overall-grade": "A",
        ease: "4",
        plans: "A new plant",
        "communication-form": ["email", "phone"],
      },
    },
  ]);
  expect((await db.select().from(tables.contact))[0]!.preferences).toEqual({
    "communication-amount": "too_much",
    "communication-form": ["email", "phone"],
  });
  await submit(invitation.token, { sitting: "1", "overall-grade": "C" });
  expect((await responses())[0]!.answers).toEqual({
    "overall-grade": "C",
    ease: "4",
    plans: "A new plant",
  });
});

test("an annual review sent without its sitting takes the answers of both parts; part two alone is refused", async () => {
  const { invitation } = await annual();
  const alone = await submit(invitation.token, { sitting: "2", ease: "4" });
  expect(alone.status).toBe(422);
  expect(await alone.text()).toContain("Please send part one first");
  expect((await submit(invitation.token, { "overall-grade": "B", ease: "4" })).status).toBe(200);
  expect(await responses()).toMatchObject([{ answers: { "overall-grade": "B", ease: "4" } }]);
});

test("an annual review that does not name its sitting is taken for the one whose questions it answers", async () => {
  const { invitation } = await annual();
  const one = await submit(invitation.token, { "overall-grade": "B" });
  expect(await one.text()).toContain(`href="/s/${invitation.token}?sitting=2"`);
  expect((await submit(invitation.token, { ease: "4", plans: "A new plant" })).status).toBe(200);
  expect((await submit(invitation.token, { "overall-grade": "C" })).status).toBe(200);
  expect((await responses())[0]!.answers).toEqual({
    "overall-grade": "C",
    ease: "4",
    plans: "A new plant",
  });
});

test("every closed question of an annual review may be answered with “I can't say”", async () => {
  const { invitation } = await annual();
  for (const sitting of ["1", "2"]) {
    const page = await pageOf(invitation.token, `?sitting=${sitting}`);
    const closed = [...page.matchAll(/<fieldset[\s\S]*?<\/fieldset>/g)]
      .map(([fieldset]) => /name="([\w-]+)"/.exec(fieldset)![1]!)
      .filter((key) => key !== "call-me");
    const cannotSay = Object.fromEntries(closed.map((key) => [key, "na"]));
    for (const key of closed) expect(page).toContain(`name="${key}" value="na"`);
    expect((await submit(invitation.token, { sitting, ...cannotSay })).status).toBe(200);
    expect((await responses())[0]!.answers).toMatchObject(cannotSay);
  }
});

test("“I can't say” beside other answers is shown back with what was ticked", async () => {
  const { invitation } = await annual();
  const both = { "overall-grade": "B", "communication-form": ["phone", "na"] };
  const response = await submit(invitation.token, { sitting: "1", ...both });
  expect(response.status).toBe(422);
  const page = await response.text();
  expect(page).toContain("Choose either among the answers or “I can't say”, not both.");
  for (const value of ["phone", "na"])
    expect(page).toMatch(new RegExp(`name="communication-form" value="${value}"[^>]* checked`));
});

test("a test link works like the real page and stores nothing", async () => {
  const { round, version, manager } = await launchedRound();
  const { tokens } = testCtx();
  const token = await tokens.make("test", "test-1");
  const link = { id: "test-1", roundId: round.id, tier: "user" as const, staffId: manager.id };
  await db.insert(tables.testLink).values({
    ...link,
    templateVersionId: version.id,
    tokenHash: await tokens.hash(token),
    createdAt: someDay,
  });
  expect(await pageOf(token)).toContain("This is a test");
  expect((await submit(token, {})).status).toBe(422);
  const sent = await submit(token);
  expect(sent.status).toBe(200);
  expect(await sent.text()).toContain("nothing was stored");
  expect((await save(token)).status).toBe(204);
  for (const [path, fields] of [
    ["colleague", { name: "A B", email: "a@b.example" }],
    ["later", { day: "2026-03-05" }],
  ] as const)
    expect(await (await post(`/s/${token}/${path}`, fields)).text()).toContain(
      "nothing was stored",
    );
  expect(await responses()).toEqual([]);
  expect(await messages()).toEqual([]);
  expect(await db.select().from(tables.nomination)).toEqual([]);
});

test("proposing a colleague counts as declined and tells the account manager, once", async () => {
  const { invitation, manager, round } = await launchedRound();
  const path = `/s/${invitation.token}/colleague`;
  const bad = await post(path, { name: "Bo\r\nBcc: x", email: "nobody" });
  expect(bad.status).toBe(422);
  expect(await bad.text()).toContain(
    "The address must look like name@example.com, with one @ and no spaces.",
  );
  for (let time = 0; time < 2; time++)
    expect((await post(path, { name: "Bo Lind", email: "Bo@Client.example" })).status).toBe(200);
  expect(await db.select().from(tables.nomination)).toMatchObject([
    {
      invitationId: invitation.id,
      roundId: round.id,
      name: "Bo Lind",
      email: "bo@client.example",
      status: "proposed",
    },
  ]);
  expect(await invitationOf(invitation.id)).toMatchObject({ status: "declined" });
  expect(await messages()).toMatchObject([
    { id: `nomination/${invitation.id}`, recipient: manager.email },
  ]);
});

test("a decided proposal is not replaced by a later one", async () => {
  const { invitation } = await launchedRound();
  const path = `/s/${invitation.token}/colleague`;
  await post(path, { name: "Bo Lind", email: "bo@client.example" });
  await db.update(tables.nomination).set({ status: "refused" });
  await post(path, { name: "Ada Ek", email: "ada@client.example" });
  expect(await db.select().from(tables.nomination)).toMatchObject([
    { name: "Bo Lind", status: "refused" },
  ]);
});

test("“not now” takes a day from tomorrow to the day before the deadline, in the supplier's zone", async () => {
  const { invitation } = await launchedRound();
  const path = `/s/${invitation.token}/later`;
  expect(await (await request(path)).text()).toMatch(/min="2026-03-03" max="2026-03-22"/);
  for (const day of ["2026-03-02", "2026-03-23", "2026-02-30", "soon", ""])
    expect((await post(path, { day })).status).toBe(422);
  expect((await invitationOf(invitation.id)).status).toBe("invited");
  for (let time = 0; time < 2; time++) {
    const done = await post(path, { day: "2026-03-10" });
    expect(done.status).toBe(200);
    expect(await done.text()).toContain("10 Mar 2026");
  }
  expect(await invitationOf(invitation.id)).toMatchObject({
    status: "postponed",
    postponedUntil: new Date("2026-03-09T23:00:00Z"),
  });
});

test("who has answered can neither decline nor postpone any more", async () => {
  const { invitation } = await launchedRound();
  await submit(invitation.token);
  expect((await request(`/s/${invitation.token}/later`)).status).toBe(409);
  expect((await post(`/s/${invitation.token}/later`, { day: "2026-03-10" })).status).toBe(409);
  expect(
    (await post(`/s/${invitation.token}/colleague`, { name: "A", email: "a@b.example" })).status,
  ).toBe(409);
  expect(await invitationOf(invitation.id)).toMatchObject({ status: "completed" });
});

test("a token made anew leaves the old link unknown", async () => {
  const { round, version, invitation } = await launchedRound();
  const contact = await createContact({ accountId: round.accountId });
  const old = await testCtx().tokens.make("survey", "renewed", 1);
  const links = {
    id: "renewed",
    roundId: round.id,
    contactId: contact.id,
    templateVersionId: version.id,
  };
  const renewed = await createInvitation({ ...links, tokenVersion: 2 });
  expect((await request(`/s/${old}`)).status).toBe(404);
  expect((await request(`/s/${renewed.token}`)).status).toBe(200);
  expect(renewed.token).not.toBe(invitation.token);
});

test("opening and saving are held to a rate, sending never is", async () => {
  const { invitation } = await launchedRound();
  const opened = [];
  for (let time = 0; time < 160; time++)
    opened.push((await request(`/s/${invitation.token}`)).status);
  expect(opened.slice(0, 100).every((status) => status === 200)).toBe(true);
  expect(opened.at(-1)).toBe(429);
  expect((await save(invitation.token)).status).toBe(429);
  expect((await submit(invitation.token)).status).toBe(200);
});
