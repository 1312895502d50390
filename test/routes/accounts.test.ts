import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { closedRound, managedAccount } from "../closed-round.ts";
import {
  createAccount,
  createAction,
  createContact,
  createRound,
  createStaff,
  createToken,
  db,
  launchedRound,
  post,
  request,
  signIn,
  visit,
} from "../factories.ts";

const leader = async () => signIn(await createStaff({ role: "leader" }));
const textOf = async (path: string, cookie: string) => {
  const response = await visit(path, cookie);
  expect(response.status).toBe(200);
  return response.text();
};

test("GET /accounts shows who leads each account, whom we know there and the client's last grade", async () => {
  const manager = await createStaff({ name: "Maren Voss" });
  const account = await createAccount({
    name: "Donau <b>&</b> Söhne",
    accountManagerId: manager.id,
  });
  for (const tier of ["user", "user", "board"] as const)
    await createContact({ accountId: account.id, tier });
  await createContact({ accountId: account.id, tier: "manager", status: "left" });
  for (const [points, day] of [
    [4, "2025-03-01"],
    [1.5, "2026-02-01"],
  ] as const) {
    const round = await createRound({ accountId: account.id, status: "closed" });
    await db.insert(tables.report).values({
      roundId: round.id,
      accountId: account.id,
      kind: "satisfaction",
      method: 1,
      closedAt: new Date(`${day}T12:00:00Z`),
      year: 2026,
      invited: 3,
      completed: 2,
      clientPoints: points,
      selfPoints: 4,
      gap: 4 - points,
      figures: {
        full: { grade: { n: 2, invited: 3, missingTiers: ["board", "manager"] } },
      } as never,
    });
  }
  const cookie = await leader();
  const list = await textOf("/accounts", cookie);
  expect(list).toContain("Donau &lt;b>&amp;&lt;/b> Söhne");
  expect(list).toContain("Maren Voss");
  expect(list).toContain("1 Feb 2026");
  expect(list).not.toContain("1 Mar 2025");
  expect(list).toContain('class="grade grade-d small"');
  expect(list.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ")).toContain(
    "D 2 of 3, without board and managers A +2.50 1 Feb 2026 3 no managers Brief",
  );
  const page = await textOf(`/accounts/${account.id}`, cookie);
  expect(page).toContain('class="grade grade-a small"');
  expect(page).toContain(`/rounds/new?account=${account.id}`);
});

test("GET /accounts searches, pages, and says the next step when there is nothing", async () => {
  const cookie = await leader();
  expect(await textOf("/accounts", cookie)).toContain("No accounts yet");
  for (let at = 0; at < 51; at += 1)
    await createAccount({ name: `Account ${String(at).padStart(2, "0")}` });
  const first = await textOf("/accounts", cookie);
  expect(first).not.toContain("Account 50");
  const next = /href="(\/accounts\?cursor=[^"]+)"/.exec(first)![1]!;
  expect(await textOf(next, cookie)).toContain("Account 50");
  expect(await textOf("/accounts?q=COUNT%2007", cookie)).toContain("Account 07");
  expect(await textOf("/accounts?q=nothing", cookie)).toContain("contains “nothing”");
});

test("an account manager sees own accounts only; another's is not found", async () => {
  const manager = await createStaff();
  await createAccount({ name: "Own Ltd", accountManagerId: manager.id });
  const foreign = await createAccount({ name: "Foreign Ltd" });
  const contact = await createContact({ accountId: foreign.id });
  const cookie = await signIn(manager);
  const list = await textOf("/accounts", cookie);
  expect(list).toContain("Own Ltd");
  expect(list).not.toContain("Foreign Ltd");
  for (const path of [
    `/accounts/${foreign.id}`,
    `/accounts/${foreign.id}/edit`,
    `/contacts/${contact.id}`,
  ]) {
    expect((await visit(path, cookie)).status).toBe(404);
    expect((await request(path)).status).toBe(302);
  }
  expect((await post(`/accounts/${foreign.id}/edit`, { name: "Mine" }, cookie)).status).toBe(404);
  expect((await post(`/contacts/${contact.id}`, { tier: "board" }, cookie)).status).toBe(404);
});

const form = {
  name: "Alpha",
  parentId: "",
  sponsorId: "",
  country: "",
  segment: "",
  annualRevenue: "",
  currency: "",
  matter: "",
  matterObservation: "",
  services: "",
  competitors: "",
};

test("POST /accounts/:id/edit stores what the form says", async () => {
  const sponsor = await createStaff({ name: "Sponsor Sally" });
  const parent = await createAccount({ name: "Mother AG" });
  const { id } = await createAccount({ name: "Alpha" });
  const cookie = await leader();
  const response = await post(
    `/accounts/${id}/edit`,
    {
      ...form,
      parentId: "mother  ag",
      sponsorId: sponsor.id,
      accountManagerId: sponsor.id,
      annualRevenue: "1.200.000",
      currency: "eur",
      services: "Payroll\r\n\r\n Hosting \r\n",
    },
    cookie,
  );
  expect(response.status).toBe(303);
  const [row] = await db.select().from(tables.account).where(eq(tables.account.id, id));
  expect(row).toMatchObject({
    parentId: parent.id,
    sponsorId: sponsor.id,
    accountManagerId: sponsor.id,
    annualRevenue: 1_200_000,
    currency: "EUR",
    services: ["Payroll", "Hosting"],
    competitors: null,
  });
  const page = await textOf(response.headers.get("location")!, cookie);
  for (const shown of ["Mother AG", "Sponsor Sally", "1,200,000 EUR", "Hosting", "are saved"])
    expect(page).toContain(shown);
  const edit = await textOf(`/accounts/${id}/edit`, cookie);
  expect(edit).toContain('value="Mother AG"');
  expect(edit).toContain("Payroll\nHosting");
});

test.each([
  ["name", ""],
  ["parentId", "Nobody knows"],
  ["parentId", "Alpha"],
  ["annualRevenue", "a lot"],
  ["currency", "EURO"],
  ["sponsorId", "nobody"],
  ["services", Array.from({ length: 21 }, (_, at) => `Service ${at}`).join("\n")],
  ["matterObservation", "x".repeat(1001)],
])("POST /accounts/:id/edit keeps what was typed when %s is wrong", async (field, value) => {
  const account = await createAccount({ name: "Alpha" });
  const fields = { ...form, segment: "Typed <segment>", [field]: value };
  const response = await post(`/accounts/${account.id}/edit`, fields, await leader());
  expect(response.status).toBe(422);
  const page = await response.text();
  expect(page).toContain("This is not saved yet");
  expect(page).toContain(`href="#${field}"`);
  expect(page).toContain("Typed &lt;segment>");
  expect(await db.select().from(tables.account)).toEqual([account]);
});

test("the form leaves a parent alone that is out of reach, and shows no account manager to choose", async () => {
  const manager = await createStaff();
  const parent = await createAccount({ name: "Hidden Mother" });
  const { id } = await createAccount({ parentId: parent.id, accountManagerId: manager.id });
  const cookie = await signIn(manager);
  const edit = await textOf(`/accounts/${id}/edit`, cookie);
  expect(edit).not.toContain("Hidden Mother");
  expect(edit).not.toContain('name="accountManagerId"');
  expect((await post(`/accounts/${id}/edit`, { ...form, segment: "S" }, cookie)).status).toBe(303);
  const [row] = await db.select().from(tables.account).where(eq(tables.account.id, id));
  expect(row).toMatchObject({ parentId: parent.id, segment: "S" });
});

test("a form that another site sends changes nothing", async () => {
  const account = await createAccount({ name: "Alpha" });
  const response = await request(`/accounts/${account.id}/edit`, {
    method: "POST",
    body: new URLSearchParams({ ...form, name: "Stolen" }),
    headers: { origin: "https://evil.example", cookie: await leader() },
  });
  expect(response.status).toBe(403);
  expect(await db.select().from(tables.account)).toEqual([account]);
});

describe("the list", () => {
  const surveyed = async (accountId: string, closedAt: string, points: number | null, n = 1) => {
    const round = await createRound({ accountId, status: "closed" });
    await db.insert(tables.report).values({
      roundId: round.id,
      accountId,
      kind: "satisfaction",
      method: 1,
      closedAt: new Date(closedAt),
      year: 2026,
      invited: 3,
      completed: n,
      clientPoints: points,
      selfPoints: 4,
      gap: null,
      figures: { full: { grade: { n, invited: 3, missingTiers: [] } } } as never,
    });
  };
  const recent = new Date(Date.now() - 30 * 24 * 3600 * 1000).toISOString();

  /** Four accounts in an order of their own by name, grade, last survey and revenue. */
  async function fourAccounts() {
    const maren = await createStaff({ name: "Maren Voss" });
    const place = { segment: "Public sector", country: "DE" };
    const alpha = await createAccount({ name: "Alpha", annualRevenue: 5, ...place });
    const beta = await createAccount({ name: "Beta", accountManagerId: maren.id, country: "FR" });
    const gamma = await createAccount({ name: "Gamma", annualRevenue: 9, currency: "EUR" });
    await createAccount({ name: "=Delta", accountManagerId: maren.id, annualRevenue: 7 });
    await surveyed(alpha.id, "2023-05-01", 3);
    await surveyed(beta.id, recent, 1);
    await surveyed(gamma.id, "2024-05-01", 2);
    // Nobody answered, so this was no survey.
    await surveyed(gamma.id, recent, null, 0);
    return { maren };
  }
  const namesIn = (html: string) =>
    [...html.matchAll(/<a href="\/accounts\/[^"]+"><bdi>([^<]+)</g)].map((hit) => hit[1]);

  test.each([
    ["", ["=Delta", "Alpha", "Beta", "Gamma"]],
    ["sort=name&order=desc", ["Gamma", "Beta", "Alpha", "=Delta"]],
    ["sort=grade", ["Beta", "Gamma", "Alpha", "=Delta"]],
    ["sort=grade&order=desc", ["Alpha", "Gamma", "Beta", "=Delta"]],
    ["sort=surveyed", ["=Delta", "Alpha", "Gamma", "Beta"]],
    ["sort=revenue", ["Gamma", "=Delta", "Alpha", "Beta"]],
    ["sort=revenue&order=asc", ["Alpha", "=Delta", "Gamma", "Beta"]],
    ["sort=wealth", ["=Delta", "Alpha", "Beta", "Gamma"]],
    ["manager=none", ["Alpha", "Gamma"]],
    ["segment=Public+sector", ["Alpha"]],
    ["country=FR", ["Beta"]],
    ["unsurveyed=yes", ["=Delta", "Alpha", "Gamma"]],
    ["unsurveyed=yes&q=ALPH", ["Alpha"]],
    ["manager=nobody", []],
  ])("with %j shows %j", async (query, names) => {
    await fourAccounts();
    expect(namesIn(await textOf(`/accounts?${query}`, await leader()))).toEqual(names);
  });

  test("keeps its filter while one pages, sorts and saves it", async () => {
    const { maren } = await fourAccounts();
    const html = await textOf(`/accounts?manager=${maren.id}&sort=grade`, await leader());
    expect(namesIn(html)).toEqual(["Beta", "=Delta"]);
    expect(html).toContain(`/accounts?manager=${maren.id}&amp;sort=grade&amp;order=desc`);
    expect(html).toContain(`/accounts.csv?manager=${maren.id}&amp;sort=grade`);
    expect(html).toContain('aria-sort="ascending"');
    expect(html).toContain('name="sort" value="grade"');
  });

  test.each(["name", "grade", "surveyed", "revenue"])(
    "shows every account once over all pages by %s",
    async (sort) => {
      const cookie = await leader();
      for (let at = 0; at < 120; at += 1) {
        const { id } = await createAccount({ annualRevenue: at % 5 ? at % 7 : null });
        if (at % 3) await surveyed(id, `202${at % 6}-01-01`, (at % 9) / 2.1);
      }
      const seen: string[] = [];
      let path: string | undefined = `/accounts?sort=${sort}`;
      while (path) {
        const html = await textOf(path, cookie);
        seen.push(...[...html.matchAll(/href="\/accounts\/(account-\d+)"/g)].map((hit) => hit[1]!));
        path = /href="([^"]+)" rel="next"/.exec(html)?.[1]!.replaceAll("&amp;", "&");
      }
      expect(seen.length).toBe(120);
      expect(new Set(seen).size).toBe(120);
    },
  );

  test.each(["%%%", "eyJh", "WyJhIiwiYiJd"])("refuses the cursor %j", async (cursor) => {
    const path = `/accounts?sort=grade&cursor=${encodeURIComponent(cursor)}`;
    expect((await visit(path, await leader())).status).toBe(400);
  });

  test("is saved as CSV under its filter, and no cell is a formula", async () => {
    const { maren } = await fourAccounts();
    const response = await visit(`/accounts.csv?sort=grade`, await leader());
    expect(response.headers.get("content-type")).toContain("text/csv");
    const lines = (await response.text()).trim().split("\r\n");
    expect(lines[0]).toContain("Account,Account manager,Segment,Country");
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual([
      "Beta",
      "Gamma",
      "Alpha",
      '"\'=Delta"',
    ]);
    expect(lines[2]).toBe("Gamma,,,,9,EUR,C,1,3,A,2024-05-01,0,0,0");
    const own = await (await visit("/accounts.csv", await signIn(maren))).text();
    expect(own).toContain("Beta");
    expect(own).not.toContain("Alpha");
  });
});

const plain = (html: string) => html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

describe("an account's page", () => {
  test("says how both grades went, whom we ask, and when each was last asked and answered", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-04-01T09:00:00Z") });
    const cookie = await leader();
    const { account } = await managedAccount();
    const grades = (grade: string) => ({ "overall-grade": grade });
    const asked = { invitedAt: new Date("2026-03-02T09:00:00Z") };
    await closedRound({
      account,
      self: "A",
      people: [
        { tier: "user", answers: grades("C"), contact: { lastName: "Answerer", function: "it" } },
        { tier: "user", answers: null, contact: { lastName: "Silent", function: "it" } },
      ],
      round: { closesAt: new Date("2025-03-23T09:00:00Z") },
    });
    await closedRound({
      account,
      self: "A",
      people: [{ tier: "user", answers: grades("B"), contact: { lastName: "Later" } }],
    });
    await createContact({ accountId: account.id, tier: "board", lastName: "Unasked" });
    await db.update(tables.invitation).set(asked);
    const page = plain(await textOf(`/accounts/${account.id}`, cookie));
    expect(page).toContain("The client went from C in 2025 to B in 2026; we said A each time.");
    expect(page).toContain("+1.00 blind spot");
    expect(page).toMatch(/Given Answerer \S+@client.example User IT 2 Mar 2026 3 Mar 2026/);
    expect(page).toMatch(/Given Silent \S+@client.example User IT 2 Mar 2026 Add a contact/);
    expect(page).toContain("but nobody on the board. We know nobody among the managers.");
    const csv = await (await visit(`/accounts/${account.id}/contacts.csv`, cookie)).text();
    expect(csv).toContain("Nordwind AG,Given,Unasked,");
    expect(csv).toMatch(/Answerer,.*,user,it,.*,active,,,2026-03-02,2026-03-03/);
  });

  test("never says who answered a confidential round", async () => {
    const { account } = await closedRound({
      confidentiality: "confidential",
      modules: [],
      people: Array.from({ length: 6 }, () => ({
        tier: "user" as const,
        answers: { "overall-grade": "B" },
      })),
    });
    await db.update(tables.invitation).set({ invitedAt: new Date("2026-03-02T09:00:00Z") });
    const cookie = await leader();
    const page = await textOf(`/accounts/${account.id}`, cookie);
    expect(page).toContain("2 Mar 2026");
    expect(page).not.toContain('data-label="last answered"');
    const csv = await (await visit(`/accounts/${account.id}/contacts.csv`, cookie)).text();
    for (const line of csv.trim().split("\r\n").slice(1)) expect(line).toMatch(/,2026-03-02,$/);
  });

  test("exports contacts that an import takes back unchanged", async () => {
    const { account } = await managedAccount();
    const senior = { tier: "board", mostSenior: true, locale: "de", jobTitle: "CEO" } as const;
    await createContact({ accountId: account.id, ...senior });
    await createContact({ accountId: account.id, function: "legal", department: "Legal, Berlin" });
    const admin = await createStaff({ role: "admin" });
    const csv = await (
      await visit(`/accounts/${account.id}/contacts.csv`, await signIn(admin))
    ).text();
    const response = await request("/api/v1/contacts/import", {
      method: "POST",
      headers: { authorization: `Bearer ${await createToken(admin)}`, "content-type": "text/csv" },
      body: csv,
    });
    expect(await response.json()).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });
});

describe("an account's page says at a glance where it stands", () => {
  const wordsOf = (page: string) =>
    /<h2>Where it stands<[^]*?<\/section>/
      .exec(page)![0]
      .replaceAll(/<[^>]+>/g, " ")
      .replaceAll(/\s+/g, " ");

  test("with both grades, what became of them, and all that is open, overdue on top", async () => {
    const {
      account,
      manager,
      round: running,
      invitation,
    } = await launchedRound({
      tiers: ["user", "user"],
    });
    const people = (["user", "manager"] as const).map((tier) => ({
      tier,
      answers: { "overall-grade": "C", quality: "2" },
    }));
    const { round } = await closedRound({ account, people });
    await post(`/s/${invitation.token}`, { intent: "submit", "overall-grade": "B", quality: "4" });
    await createAction({ accountId: account.id, title: "Later", dueOn: "2099-03-01" });
    await createAction({ accountId: account.id, title: "Late", dueOn: "2020-03-01" });
    await createAction({ accountId: account.id, title: "Kept up", keepDoing: true });
    await createAction({ accountId: account.id, title: "Done", status: "done" });
    const page = await textOf(`/accounts/${account.id}`, await signIn(manager));
    const words = wordsOf(page);
    expect(words).toContain("Client C 2 of 2");
    expect(words).toContain("There is no round before to compare it with.");
    expect(words).toContain("1 of 2 have answered");
    expect(words).toMatch(/2 open , 1 overdue Late by 1 Mar 2020 overdue Later by 1 Mar 2099/);
    expect(words).not.toMatch(/Kept up|Done/);
    for (const to of [`/rounds/${round.id}/report`, `/rounds/${running.id}`, "/plan?edit="])
      expect(page).toContain(to);
  });

  test("with a case only for whoever may see it", async () => {
    const { account, manager, lineManager } = await managedAccount();
    const round = await createRound({ accountId: account.id, status: "closed" });
    const contact = await createContact({ accountId: account.id, firstName: "Ada", lastName: "" });
    await db.insert(tables.clientCase).values({
      id: "c",
      roundId: round.id,
      accountId: account.id,
      contactId: contact.id,
      status: "open",
      version: 1,
      trigger: "account_manager_rating",
      services: [],
      walled: true,
      openedAt: new Date(0),
      dueAt: new Date(0),
    });
    const seenBy = async (staff: typeof manager) =>
      wordsOf(await textOf(`/accounts/${account.id}`, await signIn(staff)));
    expect(await seenBy(lineManager)).toMatch(/Cases 1 open , 1 overdue Ada/);
    expect(await seenBy(manager)).toContain("Cases none open");
  });

  test("with the day of the next round where nothing was asked yet", async () => {
    const { id } = await createAccount({
      createdAt: new Date("2020-01-15T12:00:00Z"),
      cadenceMonths: 12,
    });
    const words = wordsOf(await textOf(`/accounts/${id}`, await leader()));
    expect(words).toContain("no round has closed yet");
    expect(words).toMatch(/Next round due 15 Jan 2021 overdue Promises none open Cases none open/);
  });
});
