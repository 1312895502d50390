import * as tables from "#db/schema.ts";
import { and, eq, isNull } from "drizzle-orm";
import { expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { closedRound } from "../closed-round.ts";
import { copyRow } from "../copies.ts";
import { createStaff, db, everythingStored, post, signIn, someDay, visit } from "../factories.ts";

const answers = {
  "overall-grade": "C",
  quality: "2",
  "quality.comment": "zyxword in a comment",
  "improve-one-thing": "zyxword in an answer",
};
const person = { tier: "user" as const, answers, contact: { email: "ada@client.example" } };
/** Rounds of these tests close 21 days after some day. */
const monthsAfter = (months: number, days = 0) =>
  new Date(Date.UTC(2026, 2 + months, 23 + days, 10));

async function surroundings() {
  const clock = createClock();
  clock.set(someDay);
  const found = await closedRound({ people: [person] });
  await db.insert(tables.nomination).values({
    invitationId: "somebody",
    roundId: found.round.id,
    name: "Zyxname Colleague",
    email: "zyx@client.example",
    status: "refused",
    createdAt: someDay,
  });
  return { clock, ...found };
}
const held = async () => {
  const { audit_entry: _, ...stored } = await everythingStored();
  return JSON.stringify(stored).toLowerCase();
};

test("what people wrote is kept for three years after the close, and then deleted; figures stay", async () => {
  const { clock, round } = await surroundings();
  const figures = async () => {
    const [report] = await db.select().from(tables.report);
    return { ...report, areas: await db.select().from(tables.reportArea) };
  };
  const before = await figures();
  await clock.advance(monthsAfter(36, -1));
  expect(await held()).toContain("zyxword in an answer");
  await clock.advance(monthsAfter(36, 1));
  expect(await held()).not.toContain("zyx");
  expect(await db.select().from(tables.response)).toEqual([]);
  expect(await figures()).toEqual({
    ...before,
    figures: { ...before.figures!, senior: null },
  });
  expect(await db.select().from(tables.contact)).toMatchObject([{ email: "ada@client.example" }]);
  const admin = await createStaff({ role: "admin" });
  const report = await visit(`/rounds/${round.id}/report`, await signIn(admin));
  expect(report.status).toBe(200);
});

test("forty rounds that are due at once are done at once", async () => {
  const { clock } = await surroundings();
  await copyRow(tables.round, 39, { id: "id || '-' || i" });
  await clock.advance(monthsAfter(37));
  const waiting = and(eq(tables.round.status, "closed"), isNull(tables.round.blankedAt));
  expect(await db.$count(tables.round, waiting)).toBe(0);
});

test("deleting it again, or by two sweeps at once, changes nothing", async () => {
  const { clock } = await surroundings();
  await clock.advance(monthsAfter(37));
  const deeds = async () =>
    (await db.select().from(tables.auditEntry)).filter(({ action }) => action === "round.blanked");
  const before = await held();
  await Promise.all([clock.sweep(monthsAfter(37, 1)), clock.sweep(monthsAfter(37, 1))]);
  await clock.advance(monthsAfter(37, 1));
  const timeless = (text: string) => text.replaceAll(/"at":\d+/g, "");
  expect(timeless(await held())).toBe(timeless(before));
  expect(await deeds()).toHaveLength(1);
});

test("the settings say for how long, within reason", async () => {
  const { clock } = await surroundings();
  const cookie = await signIn(await createStaff({ role: "admin" }));
  expect((await post("/settings", { retentionMonths: "5" }, cookie)).status).toBe(422);
  expect((await post("/settings", { retentionMonths: "12" }, cookie)).status).toBe(303);
  await clock.advance(monthsAfter(11));
  expect(await held()).toContain("zyxword");
  await clock.advance(monthsAfter(12, 1));
  expect(await held()).not.toContain("zyxword");
});
