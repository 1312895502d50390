import * as tables from "#db/schema.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import type { Answers } from "#worker/domain/survey/schema.ts";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import { api, createToken, db, post, signIn, testCtx, visit } from "../factories.ts";

const poor: Answers = {
  "overall-grade": "C",
  responsiveness: "2",
  "responsiveness.comment": "We wait for days.",
  quality: "5",
  "workable-solutions": "5",
  "improve-one-thing": "Answer the phone.",
};

const people = (count: number, answers: Answers = poor): Invited[] =>
  Array.from({ length: count }, () => ({ tier: "user", answers }));

const stored = (accountId: string) =>
  db.select().from(tables.suggestion).where(eq(tables.suggestion.accountId, accountId));

async function suggestedWorld() {
  const world = await managedAccount();
  const { round } = await closedRound({ people: people(3), account: world.account });
  const rows = await stored(world.account.id);
  const of = (kind: string) => rows.find((row) => row.kind === kind && !row.walled)!;
  return { ...world, round, rows, of, cookie: await signIn(world.manager) };
}

test("a close suggests once: closing again or trying to makes no doubles", async () => {
  const { round, rows, account } = await suggestedWorld();
  expect(rows.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(
    expect.arrayContaining(["weak_area responsiveness", "unanswered_wish improve-one-thing/user"]),
  );
  expect(rows.every(({ status, decidedBy }) => status === "open" && decidedBy === null)).toBe(true);
  await closeRound(testCtx(), round.id, {});
  expect(await stored(account.id)).toHaveLength(rows.length);
  expect(await db.select().from(tables.action)).toEqual([]);
});

test("the plan shows what each suggestion rests on, with words and who wrote them", async () => {
  const { account, of, cookie } = await suggestedWorld();
  const path = `/accounts/${account.id}/plan`;
  const list = await (await visit(path, cookie)).text();
  expect(list).toContain("Answer sooner, and say when");
  expect(list).toContain("2.00 of 5 (3 of 3 people)");
  const open = await (await visit(`${path}?decide=${of("weak_area").id}`, cookie)).text();
  expect(open).toContain("We wait for days.");
  expect(open).toContain("Given contact-");
});

test("a suggestion is taken into the plan with the text one makes of it", async () => {
  const { account, of, cookie, manager } = await suggestedWorld();
  const { id } = of("weak_area");
  const accept = { intent: "accept", title: "Pick up the phone", heard: "Slow.", promise: "" };
  const decided = await post(`/suggestions/${id}`, accept, cookie);
  const [action] = await db.select().from(tables.action);
  expect(decided.headers.get("location")).toBe(
    `/accounts/${account.id}/plan?edit=${action!.id}#line`,
  );
  expect(action).toMatchObject({
    title: "Pick up the phone",
    heard: "Slow.",
    promise: null,
    area: "responsiveness",
    status: "proposed",
    suggestionId: id,
    sourceTiers: ["user"],
    sourceKeys: ["responsiveness"],
    createdBy: manager.id,
  });
  expect(action!.quotes).toHaveLength(3);
  const again = await post(`/suggestions/${id}`, accept, cookie);
  expect(again.status).toBe(409);
  expect(await again.text()).toContain("decided on this suggestion already");
  expect(await db.select().from(tables.action)).toHaveLength(1);
});

test("of two who accept at once one makes the line", async () => {
  const { of, cookie } = await suggestedWorld();
  const accept = { intent: "accept", title: "Pick up the phone", heard: "", promise: "" };
  const both = await Promise.all(
    [1, 2].map(() => post(`/suggestions/${of("weak_area").id}`, accept, cookie)),
  );
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
  expect(await db.select().from(tables.action)).toHaveLength(1);
});

test("a suggestion goes into a line that is there, which then says that this was heard too", async () => {
  const { account, of, cookie, manager } = await suggestedWorld();
  const token = await createToken(manager);
  const line = { title: "Answer sooner", heard: "Slow." };
  await api(token, "POST", `/accounts/${account.id}/actions`, line);
  const [target] = await db.select().from(tables.action);
  const merge = { intent: "merge", actionId: target!.id };
  const missing = await post(
    `/suggestions/${of("weak_area").id}`,
    { ...merge, actionId: "x" },
    cookie,
  );
  expect(missing.status).toBe(422);
  expect((await post(`/suggestions/${of("weak_area").id}`, merge, cookie)).status).toBe(303);
  const [merged] = await db.select().from(tables.action);
  expect(merged).toMatchObject({
    heard: "Slow.\nAnswers from us take too long.",
    sourceTiers: ["user"],
    version: 2,
  });
  const page = await visit(`/accounts/${account.id}/plan?edit=${target!.id}`, cookie);
  expect(await page.text()).toContain("With the suggestion “Answer sooner, and say when”");
});

test("a suggestion is put aside with a reason only, and is gone from the page", async () => {
  const { account, of, cookie } = await suggestedWorld();
  const { id, title } = of("unanswered_wish");
  const without = await post(`/suggestions/${id}`, { intent: "dismiss", reason: " " }, cookie);
  expect(without.status).toBe(422);
  expect(await without.text()).toContain("The reason is empty.");
  const dismissed = await post(
    `/suggestions/${id}`,
    { intent: "dismiss", reason: "Sold." },
    cookie,
  );
  expect(dismissed.status).toBe(303);
  expect(await (await visit(`/accounts/${account.id}/plan`, cookie)).text()).not.toContain(title);
  expect((await stored(account.id)).find((row) => row.id === id)).toMatchObject({
    status: "dismissed",
    reason: "Sold.",
  });
});

test("a later round of the same kind speaks for itself: older suggestions are not shown", async () => {
  const { account, cookie, round } = await suggestedWorld();
  const good: Answers = { "overall-grade": "A", responsiveness: "5" };
  const closesAt = new Date(round.closesAt.getTime() + 400 * 24 * 3600 * 1000);
  await closedRound({ people: people(3, good), account, round: { closesAt } });
  const page = await (await visit(`/accounts/${account.id}/plan`, cookie)).text();
  expect(page).not.toContain("Answer sooner, and say when");
});

test("what is about the account manager waits for the line manager alone", async () => {
  const { account, lineManager, manager } = await managedAccount();
  await closedRound({ people: people(3, aboutManager), account });
  const walled = (await stored(account.id)).filter((row) => row.walled);
  expect(walled.map(({ subject }) => subject)).toContain("account-manager");
  const { id, title } = walled.find(({ subject }) => subject === "account-manager")!;
  const path = `/accounts/${account.id}/plan`;
  const theirs = await signIn(lineManager);
  expect(await (await visit(path, theirs)).text()).toContain(title);
  const managers = await signIn(manager);
  expect(await (await visit(path, managers)).text()).not.toContain(title);
  const accept = { intent: "accept", title: "Call more often", heard: "", promise: "" };
  expect((await post(`/suggestions/${id}`, accept, managers)).status).toBe(404);
  expect((await post(`/suggestions/${id}`, accept, theirs)).status).toBe(303);
  expect(await (await visit(path, managers)).text()).not.toContain("Call more often");
  expect((await db.select().from(tables.action))[0]).toMatchObject({ walled: true });
});

const aboutManager: Answers = {
  "overall-grade": "B",
  "account-manager-interest": "1",
  "account-manager-follow-up": "1",
};

test("a confidential round quotes nobody below eight and names nobody", async () => {
  const { account } = await managedAccount();
  await closedRound({ people: people(6), account, confidentiality: "confidential" });
  const six = await stored(account.id);
  expect(six.map(({ kind }) => kind)).toEqual(["weak_area"]);
  expect(six[0]!.evidence.quotes).toEqual([]);
  const { account: other, manager } = await managedAccount();
  await closedRound({ people: people(9), account: other, confidentiality: "confidential" });
  const { id } = (await stored(other.id)).find(({ kind }) => kind === "weak_area")!;
  const path = `/accounts/${other.id}/plan?decide=${id}`;
  const page = await visit(path, await signIn(manager));
  const html = await page.text();
  expect(html).toContain("We wait for days.");
  expect(html).not.toContain("Given contact-");
});
