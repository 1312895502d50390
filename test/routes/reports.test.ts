import { paths } from "#web/paths.ts";
import { expect, test } from "vitest";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import { createRound, createStaff, request, signIn, visit } from "../factories.ts";

const people: Invited[] = [
  {
    tier: "user",
    answers: { "overall-grade": "A", quality: "5", "quality.comment": "<b>Solid</b>" },
    contact: { firstName: "ليلى", lastName: "حداد", jobTitle: "Buyer & Planner" },
  },
  {
    tier: "user",
    answers: { "overall-grade": "B", quality: "4", "account-manager-advice": "Call more" },
  },
  {
    tier: "board",
    answers: { "overall-grade": "F", "value-for-money": "1" },
    contact: { mostSenior: true },
  },
  { tier: "manager", answers: null },
];

const page = async (path: string, cookie: string) => {
  const response = await visit(path, cookie);
  return { status: response.status, html: await response.text() };
};

test("GET /rounds/:id/report asks who is not signed in to sign in", async () => {
  const { round } = await closedRound({ people });
  expect((await request(paths.report(round.id))).status).toBe(302);
  expect((await request(paths.reportCsv(round.id))).status).toBe(302);
});

test("the report opens on both grades, what lies between them, and whose view is missing", async () => {
  const { account, lineManager } = await managedAccount();
  const { round } = await closedRound({ people, account });
  const { status, html } = await page(paths.report(round.id), await signIn(lineManager));
  expect(status).toBe(200);
  // Users 3.5, board 0: 1.75, a C (nearest to 2); we said A: 2.25 grades.
  expect(html).toContain("We said A, the client says C: a blind spot of 2.25 grades.");
  expect(html).toContain("This grade and this gap leave out managers");
  expect(html).toContain("Board says F, we said A");
  expect(html).toContain("3 of 4 invited gave a grade");
  // Levels side by side, area by area: both users rate the deliverables, the board was not asked.
  expect(html).toMatch(/Deliverables<\/th>.{0,200}not asked.{0,200}<td class="num heat-0">4.50/);
  expect(html).toMatch(/most senior contact.*grade-f/);
});

test("comments are text, never markup, with name and title", async () => {
  const { account, lineManager } = await managedAccount();
  const { round } = await closedRound({ people, account });
  const { html } = await page(paths.report(round.id), await signIn(lineManager));
  expect(html).toContain("&lt;b>Solid&lt;/b>");
  expect(html).toContain("<bdi>ليلى حداد</bdi>");
  expect(html).toContain("Buyer &amp; Planner");
});

test("rates of fewer than five people are counts, not percentages", async () => {
  const { account, lineManager } = await managedAccount();
  const { round } = await closedRound({ people, account });
  const { html } = await page(paths.report(round.id), await signIn(lineManager));
  expect(html).not.toMatch(/class="num"[^>]*>\d+ %/);
  expect(html).toContain('2 <span class="n">of 2</span>');
});

test("the account manager starts on the account manager's view and is offered no other with more in it", async () => {
  const { account, manager } = await managedAccount();
  const { round } = await closedRound({ people, account });
  const cookie = await signIn(manager);
  const { html } = await page(paths.report(round.id), cookie);
  expect(html).toContain("Kept for the line manager and leaders");
  expect(html).not.toContain("Call more");
  expect(html).not.toContain("?audience=leader");
  expect((await page(`${paths.report(round.id)}?audience=leader`, cookie)).html).not.toContain(
    "Call more",
  );
});

test("the client's view names nobody and quotes nobody", async () => {
  const { account, lineManager } = await managedAccount();
  const { round } = await closedRound({ people, account });
  const { html } = await page(
    `${paths.report(round.id)}?audience=client`,
    await signIn(lineManager),
  );
  expect(html).not.toMatch(/حداد|Solid|Call more/);
  expect(html).toContain("Fewer than five people");
});

test("a round that is not closed says so on a page, and another manager's does not exist", async () => {
  const { account, manager } = await managedAccount();
  const round = await createRound({ accountId: account.id, status: "open" });
  const open = await page(paths.report(round.id), await signIn(manager));
  expect(open.status).toBe(409);
  expect(open.html).toContain("This round is not closed yet");
  const other = await page(paths.report(round.id), await signIn(await createStaff()));
  expect(other.status).toBe(404);
});

test("the brief holds both grades and what to say and ask, and nothing about the account manager, whoever opens it", async () => {
  const { account, lineManager, manager } = await managedAccount();
  const { round } = await closedRound({ people, account, predicted: { deliverables: 3 } });
  for (const staff of [lineManager, manager]) {
    const { status, html } = await page(paths.brief(round.id), await signIn(staff));
    expect(status).toBe(200);
    expect(html).toContain("We said A, the client says C");
    expect(html).toMatch(/To say<\/h2><ol><li>.*To ask<\/h2><ol><li>/);
    expect(html).toContain("leave out managers");
    expect(html).toContain("Undervalued");
    expect(html).toContain("&lt;b>Solid&lt;/b>");
    expect(html).not.toMatch(/Call more|Account manager<\/th>/);
  }
});

test("the brief of a confidential round that few answered shows no figure and no quote", async () => {
  const { account, lineManager } = await managedAccount();
  const { round } = await closedRound({ people, account, confidentiality: "confidential" });
  const { html } = await page(paths.brief(round.id), await signIn(lineManager));
  expect(html).toContain("Fewer than five people");
  expect(html).not.toMatch(/Solid|of 5 \(/);
});

test("modules are told in words: unknown services, needs to come, competitors", async () => {
  const { account, lineManager } = await managedAccount();
  const services = { ...account, services: ["Cyber review"], competitors: ["Polarstern"] };
  const answers = (known: string, rated: string) => ({
    "overall-grade": "B",
    "awareness.cyber-review": known,
    "competition.polarstern": rated,
    "future-appetite": "more",
    "future-needs": "A colder warehouse",
  });
  const { round } = await closedRound({
    account: services,
    modules: ["awareness", "future", "competition"],
    people: [
      { tier: "user", answers: answers("unaware", "5") },
      { tier: "user", answers: answers("use", "na") },
      { tier: "board", answers: answers("unaware", "2") },
    ],
  });
  const { html } = await page(paths.report(round.id), await signIn(lineManager));
  expect(html).toContain("2 of 3 didn’t know that we do “Cyber review”");
  expect(html).toContain("3 more than now, 0 about as much as now and 0 less than now, of 3");
  expect(html.match(/A colder warehouse/g)).toHaveLength(3);
  expect(html).toMatch(
    /Compared with Polarstern, how do we do\?<\/th><td [^>]*better">1<\/td><td [^>]*equal">0<\/td><td [^>]*worse">1/,
  );
});

test("an annual review reads as a document of ten topics", async () => {
  const { account, lineManager } = await managedAccount();
  const { round } = await closedRound({
    account,
    kind: "annual_review",
    modules: [],
    people: [
      {
        tier: "manager",
        answers: { "overall-grade": "B", plans: "A second depot", "relationship-manager": "1" },
        contact: { firstName: "Ines", lastName: "Roth" },
      },
    ],
  });
  const cookie = await signIn(lineManager);
  const { html } = await page(paths.report(round.id), cookie);
  const document = html.slice(html.indexOf("The ten answers"), html.indexOf("In their words"));
  expect(document.match(/<h3>(?!Managers)/g)).toHaveLength(10);
  expect(document).toMatch(/Their plans<\/h3>.*A second depot.*Ines Roth.*Their challenges/);
  expect(document).toMatch(/Their challenges<\/h3>.*Nobody answered this/);
  expect(document).not.toContain("relationship manager look after");
  const client = await page(`${paths.report(round.id)}?audience=client`, cookie);
  expect(client.html).not.toMatch(/The ten answers|A second depot/);
});

test("what many wrote in an annual review stands in parts, each by its question, those of one topic too", async () => {
  const { account, lineManager } = await managedAccount();
  const wrote = Array.from({ length: 60 }, (_, at): Invited => ({
    tier: "manager",
    answers: { "overall-grade": "B", excites: `Hope ${at}.`, worries: `Fear ${at}.` },
  }));
  const { round } = await closedRound({
    account,
    kind: "annual_review",
    modules: [],
    people: wrote,
  });
  const cookie = await signIn(lineManager);
  const report = `${paths.report(round.id)}?audience=leader`;
  const [first, second] = [await page(report, cookie), await page(`${report}&part=2`, cookie)];
  expect(first.html).toMatch(/excites and worries them<\/h3>(.*60 answers in their words){2}/);
  expect(first.html).toMatch(
    /In their words.*looking forward to\?<\/h3>(?!.*Fear.*Hope).*Hope.*worries you\?<\/h3>.*Fear/,
  );
  expect(second.html).toMatch(/worries you\?<\/h3>.*Fear/);
  const shown = [first, second].map(({ html }) => html.match(/(Hope|Fear) \d+\./g)!.length);
  expect(shown).toEqual([100, 20]);
});

test("a search over comments finds words and names without accents, and nothing behind the firewall", async () => {
  const { account, lineManager, manager } = await managedAccount();
  const quoted: Invited[] = [
    {
      tier: "user",
      answers: { "overall-grade": "A", "improve-one-thing": "Répondez plus vite" },
      contact: { firstName: "Jörg", lastName: "Maß" },
    },
    {
      tier: "user",
      answers: { "overall-grade": "A", "account-manager-advice": "Repondez, chef" },
    },
  ];
  const { round } = await closedRound({ people: quoted, account });
  const search = async (words: string, staff: typeof manager, audience: string) =>
    page(
      `${paths.report(round.id)}?audience=${audience}&q=${encodeURIComponent(words)}`,
      await signIn(staff),
    );
  const own = await search("repondez", manager, "leader");
  expect(own.html).toContain("1 of 1 comments contain “<bdi>repondez</bdi>”");
  expect((await search("jorg VITE", manager, "account_manager")).html).toContain("1 of 1 comments");
  expect((await search("repondez", lineManager, "leader")).html).toContain("2 of 2 comments");
  expect((await search("<script>", lineManager, "leader")).html).toContain("0 of 2 comments");
  expect((await search("repondez", lineManager, "client")).html).not.toMatch(
    /epondez|comments contain/i,
  );
  expect((await search("x".repeat(101), lineManager, "leader")).status).toBeLessThan(500);
});

test("what people wrote in a confidential round is one fixed list: there is no search, and an address with one changes nothing", async () => {
  const { account, lineManager } = await managedAccount();
  const eight: Invited[] = Array.from({ length: 8 }, (_, at) => ({
    tier: "user",
    answers: { "overall-grade": "B", "improve-one-thing": `Wish ${at}` },
  }));
  const { round } = await closedRound({ people: eight, account, confidentiality: "confidential" });
  const cookie = await signIn(lineManager);
  const { html } = await page(`${paths.report(round.id)}?audience=leader&q=3`, cookie);
  expect(html.match(/Wish \d/g)?.toSorted()).toEqual(eight.map((_, at) => `Wish ${at}`));
  expect(html).not.toMatch(/role="search"|comments contain/);
});
