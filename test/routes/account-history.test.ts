import { app } from "#worker/app.ts";
import type { Answers } from "#worker/domain/survey/schema.ts";
import { describe, expect, test } from "vitest";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import { counted } from "../counted.ts";
import { createAccount, createStaff, db, origin, signIn, visit } from "../factories.ts";
import * as tables from "#db/schema.ts";

const years = 365 * 24 * 3600 * 1000;
const ago = (count: number) => new Date(Date.now() - count * years);
const answersOf = (letter: string, rating: string): Answers => ({
  "overall-grade": letter,
  quality: rating,
  "understands-business": rating,
  "account-manager-interest": "2",
});
const people = (letter: string, ratings: string[]): Invited[] =>
  ratings.map((rating) => ({ tier: "manager", answers: answersOf(letter, rating) }));
const textOf = async (path: string, cookie: string) => {
  const response = await visit(path, cookie);
  expect(response.status).toBe(200);
  return (await response.text()).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
};

async function threeYears() {
  const managed = await managedAccount();
  const { account } = managed;
  const round = (count: number, letter: string, ratings: string[]) =>
    closedRound({
      account,
      self: "A",
      people: people(letter, ratings),
      round: { name: `Year ${count}`, closesAt: ago(count), launchedAt: ago(count + 0.06) },
    });
  await round(3, "A", ["5", "5", "4", "5", "5", "4"]);
  await round(2, "C", ["2", "2", "3", "2", "2", "3"]);
  await round(1, "C", ["2", "3", "3", "2", "2", "3"]);
  return managed;
}

describe("GET /accounts/:id/history", () => {
  test("shows every round with both grades, and each area across the years", async () => {
    const { account, lineManager } = await threeYears();
    const page = await textOf(`/accounts/${account.id}/history`, await signIn(lineManager));
    expect(page).toContain("The client went from A in");
    expect(page).toMatch(
      /Deliverables 4\.67 6 of 6 fell to 2\.33|Deliverables 4\.67 6 of 6 ↓ fell to 2\.33/,
    );
    expect(page).toContain("Account manager 2.00 6 of 6");
  });

  test("claims a change only where the report says that it holds", async () => {
    const { account, lineManager } = await threeYears();
    const page = await textOf(`/accounts/${account.id}/history`, await signIn(lineManager));
    const last = ago(1).getFullYear();
    expect(page).toContain(`In ${last} no area changed beyond what chance explains`);
    expect(page).toContain("What we deliver fell from 4.67 to 2.33");
    expect(page.match(/fell from/g)).toHaveLength(3);
    expect(page).not.toContain("rose from");
  });

  test("keeps what clients said of their account manager from who manages the account", async () => {
    const { account, manager } = await threeYears();
    const page = await textOf(`/accounts/${account.id}/history`, await signIn(manager));
    expect(page).toContain("Deliverables 4.67");
    expect(page).not.toContain("Account manager");
  });

  test("and from a leader who managed it once", async () => {
    const { account } = await threeYears();
    const leader = await createStaff({ role: "leader" });
    const path = `/accounts/${account.id}/history`;
    expect(await textOf(path, await signIn(leader))).toContain("Account manager 2.00");
    await db
      .insert(tables.accountManagement)
      .values({ accountId: account.id, staffId: leader.id, since: ago(4) });
    expect(await textOf(path, await signIn(leader))).not.toContain("Account manager");
  });

  test("is not there for anybody else", async () => {
    const { account } = await threeYears();
    const cookie = await signIn(await createStaff());
    for (const page of ["history", "comparison"])
      expect((await visit(`/accounts/${account.id}/${page}`, cookie)).status).toBe(404);
  });

  test("withholds what a confidential round withholds", async () => {
    const { account, lineManager } = await managedAccount();
    const told = people("B", ["4", "4", "4", "4", "4"]);
    await closedRound({ account, people: told.slice(0, 3), confidentiality: "confidential" });
    const page = await textOf(`/accounts/${account.id}/history`, await signIn(lineManager));
    expect(page).toContain("No round has grades from both sides yet");
    expect(page).not.toContain("4.00");
  });

  test("asks the database once, beyond what every signed-in page asks, and reads at most 300 rows", async () => {
    const { account, lineManager } = await managedAccount();
    for (let count = 0; count < 16; count++)
      await closedRound({
        account,
        people: people("B", ["4"]),
        round: { closesAt: ago(count / 4), launchedAt: ago(count / 4 + 0.06) },
      });
    const cookie = await signIn(lineManager);
    const { env, total } = counted();
    const headers = { cookie, origin };
    const path = `${origin}/accounts/${account.id}/history`;
    const response = await app.request(path, { headers }, env);
    expect(response.status).toBe(200);
    // Session, its owner and the settings are three.
    expect(total.calls).toBeLessThanOrEqual(3 + 1);
    expect(total.read).toBeGreaterThan(30);
    expect(total.read).toBeLessThanOrEqual(300);
  });
});

describe("GET /accounts/:id/comparison", () => {
  async function portfolioOf(count: number) {
    for (let at = 0; at < count; at++)
      await closedRound({
        account: await createAccount({ name: `Hidden ${at}` }),
        people: people("B", ["3", "4"]),
      });
  }

  test("says in which quarter an account lies, and nothing of any other account", async () => {
    const { account, manager } = await managedAccount();
    await closedRound({ account, people: people("D", ["2", "2"]) });
    await portfolioOf(10);
    const page = await textOf(`/accounts/${account.id}/comparison`, await signIn(manager));
    expect(page).toContain("The grade lies in the lowest quarter of 10 other accounts");
    expect(page).toContain("Deliverables 2.00 3.5 3.5 3.5 in the lowest quarter 10");
    expect(page).not.toContain("Hidden");
    expect(page).not.toContain("Account manager");
  });

  test("compares with nothing below ten other accounts", async () => {
    const { account, manager } = await managedAccount();
    await closedRound({ account, people: people("D", ["2", "2"]) });
    await portfolioOf(9);
    const page = await textOf(`/accounts/${account.id}/comparison`, await signIn(manager));
    expect(page).toContain("Too few other accounts to compare with: 9, and it takes 10");
    expect(page).not.toContain("3.5");
  });
});
