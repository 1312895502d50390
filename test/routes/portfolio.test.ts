import { app } from "#worker/app.ts";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { closedRound, type Invited } from "../closed-round.ts";
import { counted } from "../counted.ts";
import { createAccount, createStaff, origin, signIn, visit } from "../factories.ts";

const people = (letter: string): Invited[] => [
  { tier: "user", answers: { "overall-grade": letter, quality: "4" } },
  { tier: "user", answers: { "overall-grade": letter, quality: "2" } },
  { tier: "board", answers: { "overall-grade": letter } },
  { tier: "board", answers: null },
];
const leader = async () => signIn(await createStaff({ role: "leader" }));
const years = "from=2025&to=2026";
const textOf = async (path: string, cookie: string) => {
  const response = await visit(path, cookie);
  expect(response.status).toBe(200);
  return (await response.text()).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
};

async function twoAccounts() {
  await closedRound({ people: people("A"), self: "A" });
  const account = await createAccount({
    name: "=Ümlaut & Söhne",
    country: "DE",
    annualRevenue: 5000,
    currency: "EUR",
  });
  await closedRound({ people: people("C"), self: "A", account });
}

test("GET /portfolio opens with what we graded A and how many agree, and says what stands behind each figure", async () => {
  await twoAccounts();
  const page = await textOf(`/portfolio?${years}`, await leader());
  expect(page).toContain("Of 2 relationships we graded A, 1 client agrees");
  expect(page).toContain("1 client is a whole grade or more below what we think");
  expect(page).toContain("Clients’ mean grade: 3.00 points in 2026 (2 accounts)");
  expect(page).toContain("In 2026 6 of 8 contacts answered, at 2 of 2 accounts asked");
  expect(page).toContain("3 of 4 , without managers");
  expect(page).toContain("Every account weighs the same");
});

test("weighted by revenue, the page says so and whom it leaves out", async () => {
  await twoAccounts();
  const page = await textOf(`/portfolio?${years}&weighted=yes`, await leader());
  expect(page).toContain("weighted by annual revenue in EUR, over 1 of 2 accounts");
  expect(page).toContain("1 account without a revenue in EUR is left out");
  expect(page).toContain("Of 1 relationship we graded A, 0 clients agree: 0 % of their revenue");
});

test("a filter is kept in the form and in the address of the CSV", async () => {
  await twoAccounts();
  const cookie = await leader();
  const html = await (await visit(`/portfolio?${years}&country=DE`, cookie)).text();
  expect(html).toContain('<option value="DE" selected>');
  expect(html).toContain("/portfolio.csv?from=2025&amp;to=2026&amp;country=DE");
  expect(html).not.toContain("Nordwind");
});

test("GET /portfolio.csv has a line for each account and year, with nothing a spreadsheet would run", async () => {
  await twoAccounts();
  const response = await visit(`/portfolio.csv?${years}`, await leader());
  expect(response.headers.get("content-type")).toContain("text/csv");
  const text = (await response.text()).replace(/^\uFEFF/, "");
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(data).toHaveLength(2);
  expect(data.find(({ Country }) => Country === "DE")).toMatchObject({
    Account: "'=Ümlaut & Söhne",
    Year: "2026",
    Round: "Satisfaction survey",
    "Client's grade": "C",
    "Graded by": "3",
    "Our grade": "A",
    Gap: "2",
    Verdict: "blind_spot",
  });
});

describe("who sees it", () => {
  test("leaders and admins find it in the navigation, account managers do not", async () => {
    const link = 'href="/portfolio"';
    for (const role of ["leader", "admin"] as const) {
      const page = await visit("/", await signIn(await createStaff({ role })));
      expect(await page.text()).toContain(link);
    }
    const page = await visit("/", await signIn(await createStaff()));
    expect(await page.text()).not.toContain(link);
  });

  test("an account manager sees nothing of other people's accounts", async () => {
    await twoAccounts();
    const page = await textOf(`/portfolio?${years}`, await signIn(await createStaff()));
    expect(page).toContain("No round of these accounts closed in these years");
    expect(page).not.toContain("Nordwind");
  });
});

test("the page asks the database once, beyond what every signed-in page asks", async () => {
  await twoAccounts();
  const cookie = await leader();
  const { env, total } = counted();
  const request = new Request(`${origin}/portfolio?${years}`, { headers: { cookie } });
  const response = await app.fetch(request, env);
  expect(response.status).toBe(200);
  // Session, its owner and the settings are three.
  expect(total.calls).toBeLessThanOrEqual(3 + 1);
});

test("years that make no sense are refused", async () => {
  expect((await visit("/portfolio?from=2026&to=2025", await leader())).status).toBe(422);
});
