import * as tables from "#db/schema.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import { gatherFacts } from "#worker/mail/facts.ts";
import { renderMail } from "#worker/mail/render.tsx";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  db,
  everythingStored,
  post,
  request,
  signIn,
  someDay,
  staffCtx,
  testCtx,
  visit,
} from "../factories.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: someDay }));

async function drafted(round: Partial<typeof tables.round.$inferInsert> = {}) {
  const manager = await createStaff({ name: "Maren Voss" });
  const account = await createAccount({
    accountManagerId: manager.id,
    name: "Nordwind AG",
    services: ["Payroll", "Cleaning"],
    servicesInUse: ["payroll"],
  });
  const board = await createContact({ accountId: account.id, tier: "board", mostSenior: true });
  const user = await createContact({ accountId: account.id, jobTitle: "Head of <Ops>" });
  const { id } = await createRound({ accountId: account.id, ...round });
  const cookie = await signIn(manager);
  return { manager, account, board, user, cookie, id, at: `/rounds/${id}` };
}

const text = async (path: string, cookie: string, status = 200) => {
  const response = await visit(path, cookie);
  expect([path, response.status]).toEqual([path, status]);
  return response.text();
};
const stored = async (id: string) =>
  (await db.select().from(tables.round).where(eq(tables.round.id, id)))[0]!;

describe("the page of a draft", () => {
  test("saves each step on its own and leaves the others as they are", async () => {
    const { at, id, cookie, board } = await drafted();
    const steps: [string, Record<string, string | string[]>, object][] = [
      [
        "basics",
        { kind: "annual_review", name: "Review", closesAt: "2026-04-01", confidentiality: "named" },
        { kind: "annual_review", name: "Review", closesAt: new Date("2026-04-01T21:59:59.999Z") },
      ],
      ["recipients", { contactIds: board.id }, { contactIds: [board.id], name: "Review" }],
      ["questions", { modules: ["awareness"] }, { modules: ["awareness"], name: "Review" }],
      [
        "wording",
        { type1: "text", wording1: "What did you like least?", answers1: "" },
        { ownQuestions: [{ type: "text", wording: "What did you like least?" }], name: "Review" },
      ],
    ];
    for (const [step, sent, kept] of steps) {
      const saved = await post(`${at}/${step}`, sent, cookie);
      expect(saved.headers.get("location")).toBe(`${at}?done=${step}#${step}`);
      expect(await stored(id)).toMatchObject(kept);
      expect(await text(`${at}?done=${step}`, cookie)).toContain("Saved.");
    }
  });

  test("ticking everybody invites whoever is there at launch", async () => {
    const { at, id, cookie, board, user } = await drafted({ contactIds: ["x"] });
    await post(`${at}/recipients`, { contactIds: [board.id, user.id] }, cookie);
    expect((await stored(id)).contactIds).toBeNull();
  });

  test.each([
    ["basics", { kind: "satisfaction", name: "", closesAt: "2026-01-01" }, "The name is empty."],
    [
      "basics",
      { kind: "satisfaction", name: "Late", closesAt: "2026-01-01" },
      "The deadline lies in the past.",
    ],
    ["basics", { kind: "opera", name: "Kept name", closesAt: "2026-04-01" }, "Kept name"],
    ["recipients", {}, "Nobody is chosen."],
    ["questions", { modules: "weather" }, "One of the modules is not one of the choices."],
    ["wording", { type1: "rating", wording1: "Kept?", answers1: "Poor\nGood" }, "five answers"],
    ["wording", { type2: "choice", wording2: "Kept?", answers2: "One" }, "two to eight answers"],
    ["wording", { type3: "text", wording3: "", answers3: "kept" }, "question 3 is empty."],
    [
      "wording",
      { type1: "text", wording1: "x".repeat(301) },
      "The wording of question 1 is longer than 300 characters.",
    ],
  ])("keeps what was typed into %s when it is refused: %o", async (step, sent, said) => {
    const { at, cookie } = await drafted();
    const before = await everythingStored();
    const response = await post(`${at}/${step}`, sent, cookie);
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain(said);
    for (const typed of Object.values(sent)) if (step === "wording") expect(html).toContain(typed);
    expect(await everythingStored()).toEqual(before);
  });

  test("of an annual review is named whatever is sent", async () => {
    const { at, id, cookie } = await drafted();
    const sent = { kind: "annual_review", name: "R", closesAt: "2026-04-01" };
    await post(`${at}/basics`, { ...sent, confidentiality: "confidential" }, cookie);
    expect(await stored(id)).toMatchObject({ kind: "annual_review", confidentiality: "named" });
  });

  test("gives for each person the reasons to ask or not to ask", async () => {
    const { manager, at, account, cookie, board, user } = await drafted();
    await createContact({ accountId: account.id, lastName: "Gone", status: "left" });
    const out = await createContact({ accountId: account.id, lastName: "Silent" });
    const addressHash = await testCtx().tokens.hashAddress(out.email);
    await db.insert(tables.optOut).values({ addressHash, createdAt: someDay });
    const earlier = await createRound({ accountId: account.id, contactIds: [board.id, user.id] });
    const ctx = staffCtx(manager);
    await saveSelfGrade(ctx, earlier.id, { grade: "A", reason: "We know them." });
    expect(await launchRound(ctx, earlier.id, {})).toMatchObject({ ok: true });
    const [invited] = await db
      .select()
      .from(tables.invitation)
      .where(eq(tables.invitation.contactId, user.id));
    const token = await testCtx().tokens.make("survey", invited!.id);
    await post(`/s/${token}`, { intent: "submit", "overall-grade": "B" });
    const html = (await text(at, cookie)).replaceAll(/<!--.*?-->/g, "");
    expect(html).toContain(
      "· last asked 2 Mar 2026 · last answered 2 Mar 2026 · asked lately: not again before 29 Aug 2026",
    );
    expect(html).toContain("left the client · never asked");
    expect(html).toContain("wants no more mail");
    expect(html).toContain("Head of &lt;Ops>");
    expect(html).toMatch(new RegExp(`value="${board.id}" checked`));
    expect(html).toMatch(new RegExp(`value="${out.id}" disabled`));
    expect(html).toContain("is the most senior contact");
  });

  test("never says when somebody answered a confidential round", async () => {
    const { manager, at, account, cookie, board, user } = await drafted();
    const earlier = await createRound({
      accountId: account.id,
      confidentiality: "confidential",
      contactIds: [board.id, user.id],
    });
    const ctx = staffCtx(manager);
    await saveSelfGrade(ctx, earlier.id, { grade: "A", reason: "We know them." });
    await launchRound(ctx, earlier.id, {});
    for (const { id } of await db.select().from(tables.invitation))
      await post(`/s/${await testCtx().tokens.make("survey", id)}`, {
        intent: "submit",
        "overall-grade": "B",
      });
    expect(await text(at, cookie)).not.toContain("last answered");
  });

  test("cannot be changed or previewed once it is launched", async () => {
    const { at, cookie } = await drafted({ status: "open" });
    const before = await everythingStored();
    for (const step of ["recipients", "questions", "wording"])
      expect((await post(`${at}/${step}`, { contactIds: "x" }, cookie)).status).toBe(409);
    expect(await everythingStored()).toEqual(before);
    await text(`${at}/preview?tier=user`, cookie, 409);
  });
});

describe("questions of one's own", () => {
  const rated = {
    type1: "rating",
    wording1: "How well did the move to Lyon go?",
    answers1: "Very badly\nBadly\nSo so\nWell\nVery well",
    type2: "choice",
    wording2: "Where should we meet?",
    answers2: "Here\nThere",
  };

  test("are warned about with the reason and a better wording, and stored all the same", async () => {
    const { at, id, cookie } = await drafted();
    const sent = { type1: "text", wording1: "Don't you love our <b>excellent</b> team?" };
    expect((await post(`${at}/wording`, sent, cookie)).status).toBe(303);
    expect((await stored(id)).ownQuestions).toHaveLength(1);
    const html = (await text(at, cookie)).replaceAll(/<!--.*?-->/g, "");
    expect(html).toContain("a negative question asks for a yes");
    expect(html).toContain("Better: Ask it straight");
  });

  test("that take too long refuse the launch", async () => {
    const { at, cookie } = await drafted();
    const three = [1, 2, 3].map((at) => [`wording${at}`, `What about subject ${at}?`]);
    const types = [1, 2, 3].map((at) => [`type${at}`, "text"]);
    await post(`${at}/wording`, Object.fromEntries([...three, ...types]), cookie);
    await post(`${at}/self-grade`, { grade: "A", reason: "Yes." }, cookie);
    const refused = await post(`${at}/launch`, { explanation: "Please." }, cookie);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain("The questionnaire takes too long");
  });

  test("are asked, answered, counted in the report and carried by the CSV", async () => {
    const { manager, at, id, cookie, user } = await drafted();
    await post(`${at}/wording`, rated, cookie);
    await post(`${at}/self-grade`, { grade: "A", reason: "Yes." }, cookie);
    expect((await post(`${at}/launch`, {}, cookie)).status).toBe(303);
    const [invited] = await db
      .select()
      .from(tables.invitation)
      .where(eq(tables.invitation.contactId, user.id));
    const link = `/s/${await testCtx().tokens.make("survey", invited!.id)}`;
    const html = await (await request(link)).text();
    expect(html).toContain("How well did the move to Lyon go?");
    const rating = "own.rating-how-well-did-the-move-to-lyon-go";
    const choice = "own.choice-where-should-we-meet";
    expect(html).toContain(`name="${rating}"`);
    const answers = { "overall-grade": "B", [rating]: "4", [`${rating}.comment`]: "Quick." };
    const sent = await post(link, { intent: "submit", ...answers, [choice]: "option_2" });
    expect(sent.status).toBe(200);
    // Frozen: what is asked stays as it was, whatever the draft would say now.
    expect(
      (await post(`${at}/wording`, { type1: "text", wording1: "Other?" }, cookie)).status,
    ).toBe(409);
    await closeRound(staffCtx(manager), id, { reason: "Enough." });
    const report = await text(`${at}/report`, cookie);
    expect(report).toContain("How well did the move to Lyon go?");
    expect(report).toContain("Quick.");
    const csv = await text(`${at}/responses.csv`, cookie);
    expect(csv).toContain(rating);
    expect(csv).toContain("option_2");
  });

  test("about known services leave out those in use", async () => {
    const { at, cookie } = await drafted({ modules: ["awareness"] });
    const html = await text(`${at}/preview/page?tier=user`, cookie);
    expect(html).toContain("our service “Cleaning”");
    expect(html).not.toContain("our service “Payroll”");
  });
});

describe("a preview", () => {
  test("shows each level page and mail as they will be, and stores nothing", async () => {
    const { at, cookie } = await drafted();
    const before = await everythingStored();
    const page = await text(`${at}/preview?tier=board`, cookie);
    expect(page).toContain('width="375"');
    const survey = await text(`${at}/preview/page?tier=board`, cookie);
    expect(survey).toContain('name="overall-grade"');
    expect(survey).toContain("Dear <bdi>Maren Voss</bdi>");
    expect(survey).toMatch(/<button[^>]* disabled/);
    expect(survey).not.toContain("action=");
    const mail = await text(`${at}/preview/mail?tier=board`, cookie);
    expect(mail).toContain("Give your answers");
    expect(await everythingStored()).toEqual(before);
  });

  test("of an annual review shows either sitting", async () => {
    const { at, cookie } = await drafted({ kind: "annual_review" });
    const first = await text(`${at}/preview/page?tier=manager`, cookie);
    expect(first).toContain("part 1 of 2");
    expect(await text(`${at}/preview/page?tier=manager&sitting=2`, cookie)).toContain(
      "part 2 of 2",
    );
    expect(await text(`${at}/preview?tier=manager`, cookie)).toContain("Part 2");
  });

  test("is framed by us and by nobody else", async () => {
    const { at, cookie } = await drafted();
    for (const part of ["page", "mail"]) {
      const { headers } = await visit(`${at}/preview/${part}?tier=user`, cookie);
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
      expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
    }
    const { headers } = await visit(at, cookie);
    expect(headers.get("x-frame-options")).toBe("DENY");
    await text(`${at}/preview?tier=king`, cookie, 422);
  });

  test("is nobody's who does not look after the account", async () => {
    const { at } = await drafted();
    const cookie = await signIn(await createStaff());
    for (const part of ["", "/page", "/mail"])
      await text(`${at}/preview${part}?tier=user`, cookie, 404);
  });
});

describe("a word before", () => {
  const words = "We ask you because you were there.\n\nWe will use what you say.";
  const mails = async () =>
    (await db.select().from(tables.message)).filter(({ kind }) => kind === "personal_note");

  test("goes to the chosen, once a person and round, with a way to stop all mail", async () => {
    const { at, id, cookie, board, user } = await drafted();
    expect(await text(at, cookie)).toContain("We ask Nordwind AG because");
    const sent = await post(`${at}/note`, { note: words, noteTo: board.id }, cookie);
    expect(sent.headers.get("location")).toBe(`${at}?done=note#note`);
    const again = { note: "Other words.", noteTo: [board.id, user.id] };
    expect((await post(`${at}/note`, again, cookie)).status).toBe(303);
    expect((await mails()).map(({ recipient }) => recipient).sort()).toEqual(
      [board.email, user.email].sort(),
    );
    expect((await post(`${at}/note`, again, cookie)).status).toBe(422);
    const row = (await mails()).find(({ recipient }) => recipient === board.email)!;
    const ctx = testCtx();
    const mail = (await renderMail(ctx.config, row, await gatherFacts(ctx, [row])))!;
    expect(mail.subject.length).toBeLessThan(60);
    expect(mail.text).toContain("We ask you because you were there.\n\nWe will use what you say.");
    expect(mail.from).toContain("Maren Voss");
    const links = mail.text.split("\n").filter((line) => line.includes("http"));
    expect(links).toEqual([
      expect.stringMatching(/^https:\/\/feedback\.example\.com\/u\/[\w-]{22}$/),
    ]);
    expect((await post(new URL(links[0]!).pathname, {})).status).toBe(200);
    expect(await db.$count(tables.optOut)).toBe(1);
    expect(await text(at, cookie)).toContain("wants no more mail");
    expect((await db.select().from(tables.auditEntry)).map(({ action }) => action)).toContain(
      "round.notes_sent",
    );
    expect(id).toBe(row.roundId);
  });

  test.each([
    [{ note: " ", noteTo: "board" }, 422, "The note is empty."],
    [{ note: "x".repeat(2001), noteTo: "board" }, 422, "longer than 2000 characters"],
    [{ note: "Kept words", noteTo: [] as string[] }, 422, "Kept words"],
    [{ note: "Kept words", noteTo: "stranger" }, 422, "Nobody is chosen"],
  ])("is refused and kept as typed: %o", async ({ note, noteTo }, status, said) => {
    const { at, cookie, board } = await drafted();
    const sent = { note, noteTo: noteTo === "board" ? board.id : noteTo };
    const response = await post(`${at}/note`, sent, cookie);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(said);
    expect(await mails()).toEqual([]);
  });

  test("is for drafts only, and a cancelled round takes back what has not left", async () => {
    const { at, cookie, board } = await drafted();
    await post(`${at}/note`, { note: words, noteTo: board.id }, cookie);
    const leader = await signIn(await createStaff({ role: "leader" }));
    await post(`${at}/cancel`, { cancelReason: "Wrong list." }, leader);
    expect((await mails())[0]!.status).toBe("cancelled");
    const open = await drafted({ status: "open" });
    const sent = { note: words, noteTo: open.board.id };
    expect((await post(`${open.at}/note`, sent, open.cookie)).status).toBe(409);
  });
});

describe("an independent administrator", () => {
  /** A draft of theirs, with somebody at the account who could be the most senior contact. */
  async function assigned(change: Partial<typeof tables.round.$inferInsert> = {}) {
    const administrator = await createStaff({ role: "independent_administrator" });
    const account = await createAccount();
    const senior = await createContact({ accountId: account.id, tier: "board" });
    const own = { accountId: account.id, administratorId: administrator.id, status: "draft" };
    const round = { ...own, confidentiality: "confidential", ...change } as const;
    const { id } = await createRound(round as Parameters<typeof createRound>[0]);
    const cookie = await signIn(administrator);
    const page = await (await visit(`/rounds/${id}`, cookie)).text();
    return { administrator, account, senior, cookie, page };
  }

  test("is not led to the account or a contact, which they do not reach", async () => {
    const { account, senior, page } = await assigned();
    expect(page).toContain("Whoever looks after");
    expect(page).toContain(senior.lastName);
    expect(page).not.toMatch(new RegExp(`href="(/accounts/${account.id}|/contacts/|/rounds/new)`));
  });

  test("is not led from the matter of an annual review to the account", async () => {
    const { page } = await assigned({ kind: "annual_review", confidentiality: "named" });
    expect(page).toContain("Question 6 asks");
    expect(page).not.toContain('href="/accounts/');
  });

  test("is not asked for our own grade, which is for whoever looks after the account", async () => {
    const { page } = await assigned();
    expect(page).toContain("Our own grade is missing. Whoever looks after the account gives it.");
    expect(page).not.toMatch(/\/self-grade"|Your own grade/);
  });

  test("does not read from a draft who else works here", async () => {
    const other = await createStaff({ name: "Wilhelmina Other" });
    const { administrator, page } = await assigned();
    expect(page).toContain(`<option value="${administrator.id}" selected`);
    expect(page).not.toContain(other.name);
  });

  test("is not led from a cancelled round to another", async () => {
    const { page } = await assigned({ status: "cancelled", closedAt: new Date() });
    expect(page).toContain("there is no report");
    expect(page).not.toContain("/rounds/new");
  });

  test("is told that others make rounds, not to import contacts", async () => {
    const { cookie } = await assigned();
    const refused = await visit("/rounds/new", cookie);
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toContain('href="/imports"');
  });
});
