import * as tables from "#db/schema.ts";
import type { Confidentiality } from "#worker/domain/round/schema.ts";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import {
  api,
  createAction,
  createContact,
  createRound,
  createStaff,
  createToken,
  db,
  signIn,
  someDay,
  visit,
} from "../factories.ts";

type Row = typeof tables.action.$inferSelect;

const doneAction = (accountId: string, overrides: Partial<Row> = {}) =>
  createAction({
    accountId,
    status: "done",
    doneAt: someDay,
    doneNote: "Two people share the inbox since May.",
    measure: { area: "responsiveness", target: 4 },
    sourceTiers: ["user"],
    version: 3,
    ...overrides,
  });

const kept = ({ id, title, heard, doneNote }: Row) => ({
  id,
  title,
  heard,
  done: doneNote!,
  tiers: [],
});

type Votes = { better?: number; same?: number; worse?: number; na?: number };
const voters = (id: string, votes: Votes): Invited[] =>
  Object.entries(votes).flatMap(([vote, count]) =>
    Array.from({ length: count }, () => ({
      tier: "user" as const,
      answers: { "overall-grade": "B", responsiveness: "4", [`verify.${id}`]: vote },
    })),
  );

async function verified(votes: Votes, confidentiality: Confidentiality = "named") {
  const { account } = await managedAccount();
  const action = await doneAction(account.id);
  const people = voters(action.id, votes);
  const { round } = await closedRound({
    people,
    account,
    confidentiality,
    promises: [kept(action)],
  });
  const now = await db.query.action.findFirst({ where: eq(tables.action.id, action.id) });
  return { account, action, now: now!, round };
}

const reportOf = async (roundId: string, audience: string) => {
  const token = await createToken(await createStaff({ role: "leader" }));
  const answer = await api(token, "GET", `/rounds/${roundId}/report?audience=${audience}`);
  return (await answer.json<{ verifications: Record<string, unknown>[] }>()).verifications;
};

describe("at the close the client's answers judge a done action", () => {
  test.each<[string, Votes, Confidentiality, string]>([
    ["more better than same and worse", { better: 3, same: 1, worse: 1 }, "named", "verified"],
    ["one who can say, and says better", { better: 1, na: 4 }, "named", "verified"],
    ["as many better as not", { better: 2, same: 1, worse: 1 }, "named", "not_improved"],
    ["only the same", { same: 2 }, "named", "not_improved"],
    ["nobody able to say", { na: 3 }, "named", "done"],
    ["fewer than five able, confidential", { better: 4, na: 3 }, "confidential", "done"],
    ["five able, confidential", { better: 5, na: 1 }, "confidential", "verified"],
  ])("%s", async (_title, votes, confidentiality, status) => {
    const { now, round } = await verified(votes, confidentiality);
    const decided = status !== "done";
    expect(now).toMatchObject({
      status,
      askedRounds: 1,
      version: decided ? 4 : 3,
      verifiedRoundId: decided ? round.id : null,
    });
    const history = await db.select().from(tables.actionChange);
    expect(history.map(({ version, byKind, changes }) => ({ version, byKind, changes }))).toEqual(
      decided
        ? [{ version: 4, byKind: "system", changes: { status: { from: "done", to: status } } }]
        : [],
    );
  });

  test("an action that is done no longer keeps the state it is in, and the answers are still recorded", async () => {
    const { account } = await managedAccount();
    const action = await doneAction(account.id, { status: "in_progress" });
    const people = voters(action.id, { better: 2 });
    await closedRound({ people, account, promises: [kept(action)] });
    const [now] = await db.select().from(tables.action);
    expect(now).toMatchObject({ status: "in_progress", version: 3, verifiedRoundId: null });
    const [record] = await db.select().from(tables.actionVerification);
    expect(record).toMatchObject({ better: 2, same: 0, worse: 0, verdict: "verified", n: 2 });
  });
});

describe("the report of that round", () => {
  test("opens with what was promised, done and said, beside the target and the score", async () => {
    const { action, round } = await verified({ better: 3, same: 1, na: 2 });
    expect(await reportOf(round.id, "leader")).toEqual([
      {
        actionId: action.id,
        title: "Answer within a day",
        heard: "Answers take too long.",
        done: "Two people share the inbox since May.",
        area: "responsiveness",
        target: 4,
        score: 4,
        invited: 6,
        n: 4,
        counts: { better: 3, same: 1, worse: 0, cantSay: 2 },
        verdict: "verified",
      },
    ]);
    const leader = await signIn(await createStaff({ role: "leader" }));
    const page = await (await visit(`/rounds/${round.id}/report`, leader)).text();
    expect(page).toContain("1 of 1 promises kept, says the client");
    expect(page.indexOf("promises kept")).toBeLessThan(page.indexOf("Every question, counted"));
  });

  test("keeps the view of fewer than five from the team and the client, and counts from a confidential round", async () => {
    const { round } = await verified({ better: 3, same: 1 });
    expect((await reportOf(round.id, "team"))[0]).toMatchObject({
      n: null,
      counts: null,
      verdict: null,
      withheld: "small_group",
    });
    const confidential = await verified({ better: 6 }, "confidential");
    expect((await reportOf(confidential.round.id, "leader"))[0]).toMatchObject({
      n: 6,
      counts: null,
      verdict: "verified",
      withheld: "small_group",
    });
  });
});

describe("a draft asks about", () => {
  test.each<[string, Partial<Row>, boolean]>([
    ["a done action that the client may see", {}, true],
    ["one that nobody could judge in one round", { askedRounds: 1 }, true],
    ["none that nobody could judge in two", { askedRounds: 2 }, false],
    ["none that is under way", { status: "in_progress" }, false],
    ["none that is judged", { status: "verified" }, false],
    ["none that is for us alone", { clientVisible: false }, false],
    ["none from behind the firewall", { walled: true }, false],
    ["none that we only go on doing", { keepDoing: true }, false],
    ["none that came from the board alone", { sourceTiers: ["board"] }, false],
  ])("%s", async (_title, overrides, asked) => {
    const { account, manager } = await managedAccount();
    const action = await doneAction(account.id, overrides);
    await createContact({ accountId: account.id, tier: "user" });
    const round = await createRound({ accountId: account.id });
    const cookie = await signIn(manager);
    const page = await visit(`/rounds/${round.id}/preview/page?tier=user`, cookie);
    expect((await page.text()).includes(`name="verify.${action.id}"`)).toBe(asked);
  });
});
