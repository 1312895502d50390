import * as tables from "#db/schema.ts";
import { nudgeUntouched } from "#worker/jobs/nudges.ts";
import { changeRound } from "#worker/domain/round/actions.ts";
import { proposeRounds } from "#worker/domain/round/actions-propose.ts";
import { cancelRound } from "#worker/domain/round/actions-close.ts";
import { gatherFacts } from "#worker/mail/facts.ts";
import { renderMail } from "#worker/mail/render.tsx";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  createAccount,
  createContact,
  createRound,
  createStaff,
  createToken,
  api,
  db,
  post,
  signIn,
  staffCtx,
  testCtx,
} from "../factories.ts";

const longAgo = new Date("2024-01-10T09:00:00Z");
const now = new Date("2026-03-02T09:00:00Z");
const sweep = (at = now) => proposeRounds(testCtx({ kind: "system" }, at));
const rounds = () => db.select().from(tables.round);
const notices = async () =>
  (await db.select().from(tables.message)).filter(({ kind }) => kind === "round_due");
const later = (days: number) => new Date(now.getTime() + days * 24 * 3600 * 1000);

async function known(overrides: Partial<typeof tables.account.$inferInsert> = {}) {
  const manager = await createStaff({ name: "Maren Voss" });
  const account = await createAccount({
    accountManagerId: manager.id,
    createdAt: longAgo,
    ...overrides,
  });
  await createContact({ accountId: account.id });
  return { manager, account };
}

async function surveyed(accountId: string, closedAt: string, completed = 3) {
  const round = await createRound({ accountId, status: "closed", kind: "annual_review" });
  await db.insert(tables.report).values({
    roundId: round.id,
    accountId,
    kind: "annual_review",
    method: 1,
    closedAt: new Date(`${closedAt}T12:00:00Z`),
    year: 2025,
    invited: 5,
    completed,
    figures: {} as never,
  });
}

test("drafts one round for an account that is due and tells its manager, however often it runs", async () => {
  const { manager, account } = await known({ name: "Nordwind AG" });
  await Promise.all([sweep(), sweep()]);
  await sweep(later(1));
  const [round, ...more] = await rounds();
  expect(more).toEqual([]);
  expect(round).toMatchObject({
    accountId: account.id,
    kind: "satisfaction",
    name: "Satisfaction survey 2026",
    status: "draft",
    createdBy: "system",
    contactIds: null,
    modules: ["account-manager"],
    closesAt: new Date("2026-04-13T21:59:59.999Z"),
  });
  const [notice, ...others] = await notices();
  expect(others).toEqual([]);
  expect(notice).toMatchObject({ recipient: manager.email, roundId: round!.id });
  const ctx = testCtx();
  const mail = (await renderMail(ctx.config, notice!, await gatherFacts(ctx, [notice!])))!;
  expect(mail.subject).toBe("A survey of Nordwind AG is due");
  expect(mail.text).toContain(`\nhttps://feedback.example.com/rounds/${round!.id}\n`);
});

test.each([
  ["surveyed a year ago", "2025-03-01", 1],
  ["surveyed eleven months ago", "2025-04-05", 0],
])("an account %s", async (_, closedAt, proposed) => {
  const { account } = await known();
  await surveyed(account.id, closedAt);
  await sweep();
  const drafts = (await rounds()).filter(({ status }) => status === "draft");
  expect(drafts).toHaveLength(proposed);
  // The same kind as the last one.
  for (const { kind } of drafts) expect(kind).toBe("annual_review");
});

test("a round that nobody answered does not count as a survey", async () => {
  const { account } = await known();
  await surveyed(account.id, "2026-02-01", 0);
  await sweep();
  expect((await rounds()).filter(({ status }) => status === "draft")).toHaveLength(1);
});

test("nothing is proposed while a round is under way, or where nobody is known", async () => {
  const { account } = await known();
  await createRound({ accountId: account.id, status: "open" });
  await createAccount({ createdAt: longAgo });
  await sweep();
  expect(await rounds()).toHaveLength(1);
  expect(await notices()).toEqual([]);
  await db.update(tables.round).set({ status: "cancelled" });
  await sweep(later(10));
  expect(await rounds()).toHaveLength(1);
  await sweep(later(32));
  expect(await rounds()).toHaveLength(2);
});

test("a draft that was cancelled is proposed again only when the next one would be due", async () => {
  await known();
  await sweep();
  const [round] = await rounds();
  const leader = await createStaff({ role: "leader" });
  await cancelRound(staffCtx(leader), round!.id, { reason: "Not this year." });
  expect((await notices())[0]!.status).toBe("cancelled");
  await sweep(later(300));
  expect(await rounds()).toHaveLength(1);
  await sweep(later(366));
  expect(await rounds()).toHaveLength(2);
});

test("another rhythm is looked at afresh, by form or API", async () => {
  const { manager, account } = await known();
  await surveyed(account.id, "2025-08-01");
  await sweep();
  expect(await notices()).toEqual([]);
  const fields = { name: account.name, cadenceMonths: "6", preferredMonth: "" };
  const saved = await post(`/accounts/${account.id}/edit`, fields, await signIn(manager));
  expect(saved.status).toBe(303);
  await sweep();
  expect(await notices()).toHaveLength(1);
  const token = await createToken(manager);
  const change = { cadenceMonths: 24, preferredMonth: 10 };
  const changed = await api(token, "PATCH", `/accounts/${account.id}`, change);
  expect(await changed.json()).toMatchObject({ account: change });
  const [row] = await db.select().from(tables.account).where(eq(tables.account.id, account.id));
  expect(row!.roundDueAt).toBeNull();
});

test.each([
  ["cadenceMonths", "0"],
  ["cadenceMonths", "61"],
  ["cadenceMonths", "often"],
  ["preferredMonth", "13"],
])("a rhythm with %s %s is refused and kept as typed", async (field, value) => {
  const { manager, account } = await known();
  const fields = { name: account.name, cadenceMonths: "12", preferredMonth: "", [field]: value };
  const refused = await post(`/accounts/${account.id}/edit`, fields, await signIn(manager));
  expect(refused.status).toBe(422);
});

test("a proposed round that nobody touches for two weeks is told of again, once; one that is touched is not", async () => {
  const { manager } = await known({ name: "Nordwind AG" });
  const touched = await known();
  await sweep();
  const [round] = (await rounds()).filter(({ accountId }) => accountId === touched.account.id);
  await changeRound(staffCtx(touched.manager, now), round!.id, { modules: ["recommend"] });
  const nudge = (at: Date) => nudgeUntouched(testCtx({ kind: "system" }, at));
  await nudge(later(13));
  expect(await notices()).toHaveLength(2);
  await Promise.all([nudge(later(14)), nudge(later(14))]);
  await nudge(later(15));
  const again = (await notices()).filter(({ id }) => id.startsWith("round-due-again/"));
  expect(again).toMatchObject([{ recipient: manager.email, data: { again: true } }]);
  const ctx = testCtx();
  const mail = (await renderMail(ctx.config, again[0]!, await gatherFacts(ctx, again)))!;
  expect(mail.subject).toBe("Still waiting: the survey of Nordwind AG");
  expect(mail.text).toContain("Two weeks ago it was time to ask Nordwind AG again");
});
