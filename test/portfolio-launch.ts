import * as tables from "#db/schema.ts";
import { desc } from "drizzle-orm";
import { createAccount, createContact, createStaff, db, post, someDay } from "./factories.ts";

/** What the form of a launch says unless a test says otherwise: 9 to 17 on weekdays, over two of them. */
export const launchForm = (
  accountIds: string[],
  overrides: Record<string, string | string[]> = {},
) => ({
  id: "launch-0000000000000-1",
  kind: "satisfaction",
  name: "Spring 2026",
  windowDays: "30",
  gradeBy: "2026-03-09",
  days: "2",
  fromHour: "9",
  toHour: "17",
  weekdays: ["1", "2", "3", "4", "5"],
  accountIds,
  ...overrides,
});

/** An account that can be launched once it has our own grade. */
export async function launchable(
  overrides: Partial<typeof tables.account.$inferInsert> = {},
  people = 2,
) {
  const account = await createAccount(overrides);
  for (let n = 0; n < people; n++)
    await createContact({
      accountId: account.id,
      tier: n === 0 ? "board" : "user",
      mostSenior: n === 0,
    });
  return account;
}

/** Several accounts of one manager, and a leader to launch them. */
export async function portfolio(
  count: number,
  account: Partial<typeof tables.account.$inferInsert> = {},
) {
  const manager = await createStaff({ name: "Maren Voss" });
  const leader = await createStaff({ role: "leader", name: "Jonas Aldermann" });
  const accounts = [];
  for (let n = 0; n < count; n++)
    accounts.push(await launchable({ accountManagerId: manager.id, ...account }));
  return { manager, leader, accounts };
}

/** Gives our own grade for every draft there is. */
export async function gradeAll(givenBy: string, but: string[] = []) {
  const rounds = await db.select().from(tables.round).orderBy(desc(tables.round.id));
  const drafts = rounds.filter(
    ({ status, accountId }) => status === "draft" && !but.includes(accountId),
  );
  for (const { id: roundId } of drafts)
    await db
      .insert(tables.selfGrade)
      .values({
        roundId,
        grade: "A",
        reason: "We know them.",
        predicted: {},
        givenBy,
        givenAt: someDay,
      })
      .onConflictDoNothing();
}

/** Makes a launch by its form and gives the address of its page. */
export async function prepareLaunch(
  cookie: string,
  accountIds: string[],
  overrides: Record<string, string | string[]> = {},
) {
  const made = await post("/portfolio-launches", launchForm(accountIds, overrides), cookie);
  if (made.status !== 303) throw new Error(await made.text());
  return made.headers.get("location")!.split("?")[0]!;
}
