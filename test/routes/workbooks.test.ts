import { beforeEach, expect, test } from "vitest";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import { createAccount, createStaff, signIn, someDay, visit } from "../factories.ts";
import { readWorkbook } from "../workbook.ts";

const people: Invited[] = ["2", "2", "3"].map((rating) => ({
  tier: "user",
  answers: {
    "overall-grade": "B",
    quality: rating,
    "quality.comment": "=HYPERLINK(1)",
    "account-manager-interest": "1",
    "account-manager-advice": "Call me back",
  },
}));

let round: Awaited<ReturnType<typeof closedRound>>["round"];
let managed: Awaited<ReturnType<typeof managedAccount>>;
beforeEach(async () => {
  managed = await managedAccount();
  ({ round } = await closedRound({ account: managed.account, people }));
});

async function read(path: string, cookie: string) {
  const response = await visit(path, cookie);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("spreadsheetml");
  return readWorkbook(new Uint8Array(await response.arrayBuffer()));
}

test("GET /rounds/:id/report.xlsx holds what the page shows, one sheet a table", async () => {
  const book = await read(`/rounds/${round.id}/report.xlsx`, await signIn(managed.lineManager));
  expect(Object.keys(book)).toEqual([
    "Columns",
    "Grade",
    "Response",
    "Areas",
    "Areas by level",
    "Questions",
    "Comments",
  ]);
  expect(book.Grade![1]!.slice(0, 3)).toEqual(["All together", "B", 3]);
  const areas = book.Areas!.map(([area, mean]) => [area, mean]);
  expect(areas).toContainEqual(["Account manager", 1]);
  expect(book.Comments!.map((row) => row[2])).toContain("=HYPERLINK(1)");
  expect(book.Comments!.map((row) => row[2])).toContain("Call me back");
  expect(book.Questions).toContainEqual(
    expect.arrayContaining(["account-manager-interest", "Users", 3, "1"]),
  );
});

test("the firewall and the audience are kept in it", async () => {
  const own = await read(`/rounds/${round.id}/report.xlsx`, await signIn(managed.manager));
  expect(JSON.stringify(own)).not.toContain("Call me back");
  expect(JSON.stringify(own)).not.toContain("account-manager-interest");
  expect(own.Areas).toContainEqual(
    expect.arrayContaining(["Account manager", null, "Kept for the line manager and leaders"]),
  );
  const path = `/rounds/${round.id}/report.xlsx?audience=team`;
  const team = await read(path, await signIn(managed.lineManager));
  expect(Object.keys(team)).toEqual(["Columns", "Grade", "Response", "Areas"]);
  expect(team.Grade![1]).toEqual(
    expect.arrayContaining([null, "Fewer than five people: not shown"]),
  );
});

test("a report out of reach does not exist as a workbook either", async () => {
  const cookie = await signIn(await createStaff());
  expect((await visit(`/rounds/${round.id}/report.xlsx`, cookie)).status).toBe(404);
});

test("GET /portfolio.xlsx holds the accounts within reach", async () => {
  await closedRound({ account: await createAccount({ name: "Hidden" }), people });
  const book = await read("/portfolio.xlsx?from=2026&to=2026", await signIn(managed.manager));
  expect(book["Accounts by year"]!.slice(1).map(([name]) => name)).toEqual(["Nordwind AG"]);
  expect(book.Years![1]!.slice(0, 4)).toEqual([2026, 1, 3, 1]);
  expect(book.Agreement![1]).toEqual(["A", 0, 1, 0, 0, 0]);
});

test("GET /portfolio/movers.csv lists what changed beyond chance", async () => {
  const account = await createAccount({ name: "-Riser" });
  const rated = (letter: string, ratings: string[]): Invited[] =>
    ratings.map((quality) => ({ tier: "user", answers: { "overall-grade": letter, quality } }));
  const before = new Date(someDay.getTime() - 300 * 24 * 3600 * 1000);
  await closedRound({
    account,
    people: rated("D", ["1", "1", "2", "1", "2"]),
    round: { closesAt: before, launchedAt: before },
  });
  await closedRound({ account, people: rated("A", ["5", "5", "4", "5", "4"]) });
  const cookie = await signIn(await createStaff({ role: "leader" }));
  const response = await visit("/portfolio/movers.csv?from=2025&to=2026", cookie);
  expect(response.headers.get("content-disposition")).toContain("movers.csv");
  const lines = (await response.text()).trim().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^"?'-Riser"?,(Grade|Deliverables),1/);
});
