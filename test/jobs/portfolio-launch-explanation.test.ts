import * as tables from "#db/schema.ts";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { createClock } from "../clock.ts";
import {
  createContact,
  createInvitation,
  createRound,
  createTemplateVersion,
  db,
  post,
  signIn,
  someDay,
  visit,
} from "../factories.ts";
import { gradeAll, launchable, portfolio, prepareLaunch } from "../portfolio-launch.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(someDay);
});

const why = "The whole portfolio is asked each autumn, whoever was asked before.";

/** A launch of three accounts with our own grades: one ready, one with people asked lately, one nobody reaches. */
async function prepared() {
  const { manager, leader, accounts } = await portfolio(1);
  const lately = await launchable({ name: "Asked lately", accountManagerId: manager.id }, 1);
  const [senior] = await db
    .select()
    .from(tables.contact)
    .where(eq(tables.contact.accountId, lately.id));
  const before = await createRound({ accountId: lately.id, status: "closed" });
  const aMonthAgo = new Date(someDay.getTime() - 30 * 24 * 60 * 60 * 1000);
  const version = await createTemplateVersion();
  const links = { roundId: before.id, contactId: senior!.id, templateVersionId: version.id };
  await createInvitation({ ...links, invitedAt: aMonthAgo });
  const silent = await launchable({ name: "Unreachable", accountManagerId: manager.id });
  await db
    .update(tables.contact)
    .set({ doNotSurvey: true })
    .where(eq(tables.contact.accountId, silent.id));
  await createContact({ accountId: silent.id, tier: "user" });
  const cookie = await signIn(leader);
  const ids = [...accounts, lately, silent].map(({ id }) => id);
  const path = await prepareLaunch(cookie, ids);
  await gradeAll(manager.id);
  const press = (step: string, form = {}) => post(`${path}/${step}`, form, cookie);
  const page = async () => (await visit(path, cookie)).text();
  const launchNow = async () => {
    await press("start");
    await createClock().sweep();
    const open = db.select().from(tables.round).where(eq(tables.round.status, "open"));
    return new Map((await open).map((round) => [round.accountId, round.explanation]));
  };
  return { ready: accounts[0]!, lately, silent, path, cookie, press, page, launchNow };
}

test("one explanation opens every round that people asked lately stood against, and is marked in those rounds only", async () => {
  const { ready, lately, silent, press, page, launchNow } = await prepared();
  expect(await page()).toContain("invited less than 180 days ago");
  const kept = await press("explanation", { explanation: `  ${why}\r\n` });
  expect(kept.status).toBe(303);
  const explained = await page();
  expect(explained).toContain("Explained for all accounts.");
  expect(explained).not.toContain("invited less than 180 days ago. Leave");
  const open = await launchNow();
  expect(open).toEqual(
    new Map([
      [ready.id, null],
      [lately.id, `For all accounts of “Spring 2026”: ${why}`],
    ]),
  );
  // Why the most senior person is passed over is told account by account.
  expect(open.has(silent.id)).toBe(false);
  expect(await page()).toContain("is marked as not to be surveyed");
});

test("an explanation is taken back for what is not launched yet", async () => {
  const { lately, press, page, launchNow } = await prepared();
  await press("explanation", { explanation: why });
  await press("explanation", { explanation: why });
  expect((await press("explanation", { explanation: " " })).status).toBe(303);
  expect((await launchNow()).has(lately.id)).toBe(false);
  expect(await page()).not.toContain(why);
  const log = (await db.select().from(tables.auditEntry)).map(({ action }) => action);
  expect(log.filter((one) => one === "portfolio_launch.explained")).toHaveLength(2);
});

test("an explanation that cannot be kept is said beside the field, with what was typed", async () => {
  const { press, page } = await prepared();
  const long = "Because. ".repeat(300);
  const refused = await press("explanation", { explanation: long });
  expect(refused.status).toBe(422);
  const text = await refused.text();
  expect(text).toContain("The explanation is longer than 2000 characters.");
  expect(text).toContain(long.trim());
  expect(await page()).not.toContain("Because.");
});
