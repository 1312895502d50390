import { describe, expect, test } from "vitest";
import { loadDemo, loadEmpty } from "#db/demo/load.ts";
import { localApiToken } from "#worker/local/keys.ts";
import { empty, keepWorld } from "../emptied.ts";
import { api, db, request, testCtx } from "../factories.ts";

const firstStart = new Date("2026-11-22T10:00:00Z");
const days = (count: number) => count * 24 * 3600 * 1000;

const load = () => loadDemo(testCtx({ kind: "system" }, firstStart));

async function ask<T>(path: string): Promise<T> {
  const answer = await api(await localApiToken(testCtx().tokens), "GET", path);
  expect(answer.status).toBe(200);
  return answer.json<T>();
}

type Report = {
  grade: {
    client: { points: number; letter: string; missingTiers: string[] };
    self: { letter: string };
    gap: { points: number; verdict: string };
  };
  comments: object[];
};
const reportOf = (round: { id: string } | undefined) => ask<Report>(`/rounds/${round!.id}/report`);

async function roundsOf(name: string) {
  const account = await db.query.account.findFirst({
    where: (t, { like }) => like(t.name, name),
  });
  return db.query.round.findMany({
    where: (t, { eq }) => eq(t.accountId, account!.id),
    orderBy: (t, { asc }) => asc(t.closesAt),
  });
}

describe("the demo", { timeout: 120_000 }, () => {
  let points: Awaited<ReturnType<typeof load>>;
  keepWorld(async () => (points = await load()));

  test("tells its stories in the figures that the product computes", async () => {
    const blind = (await reportOf((await roundsOf("Nordhafen%")).at(-1))).grade;
    // Board C and D, managers C, C and D, users CDCBC-DC-.
    expect(blind.client.points).toBeCloseTo((1.5 + 5 / 3 + 13 / 7) / 3, 9);
    expect(blind).toMatchObject({ self: { letter: "A" }, gap: { verdict: "blind_spot" } });
    expect(blind.gap.points).toBeGreaterThan(2);

    const climb = (await roundsOf("Keller%")).filter(({ kind }) => kind === "satisfaction");
    const letters = [];
    for (const round of climb) letters.push((await reportOf(round)).grade.client.letter);
    expect(letters).toEqual(["D", "C", "B", "A"]);

    const shy = (await reportOf((await roundsOf("Brightwater%")).at(-1))).grade;
    expect(shy.gap.verdict).toBe("undervalued");
    const silent = (await reportOf((await roundsOf("Laboratoires%")).at(-1))).grade;
    expect(silent.client.missingTiers).toEqual(["board"]);
    const forgotten = (await roundsOf("Castellani%")).findLast(({ closedAt }) => closedAt)!;
    expect(firstStart.getTime() - forgotten.closedAt!.getTime()).toBeGreaterThan(days(480));
  });

  test("tells two years of promises: one verified, one that comes back, and a plan in every state", async () => {
    const rounds = await roundsOf("Nordhafen%");
    const { accountId, id } = rounds.at(-1)!;
    const judged = await db.query.actionVerification.findMany({
      where: (t, { eq }) => eq(t.roundId, id),
      orderBy: (t, { desc }) => desc(t.better),
    });
    expect(judged).toMatchObject([
      { better: 5, same: 2, worse: 0, verdict: "verified" },
      { better: 1, same: 6, worse: 2, cantSay: 1, verdict: "not_improved" },
    ]);
    const again = await db.query.suggestion.findMany({
      where: (t, { eq }) => eq(t.kind, "not_improved"),
    });
    expect(again).toMatchObject([{ subject: judged[1]!.actionId, status: "open", accountId }]);

    const lines = await db.query.action.findMany({ where: (t, { eq }) => eq(t.roundId, id) });
    const byHand = await db.query.action.findMany({ where: (t, { isNull }) => isNull(t.roundId) });
    const states = [...lines, ...byHand].map(({ status, keepDoing }) => `${status} ${keepDoing}`);
    expect(states.toSorted()).toEqual([
      "agreed false",
      "agreed true",
      "done false",
      "in_progress false",
      "in_progress false",
      "proposed false",
    ]);
    expect(lines.some(({ dueOn, escalatedFor }) => escalatedFor && dueOn! < "2026-11-08")).toBe(
      true,
    );
    const { tokens } = testCtx();
    const asked = await (await request(`/s/${await tokens.make("survey", points.user!)}`)).text();
    expect(new Set(asked.match(/name="verify\.[\w-]+"/g)).size).toBe(1);
    const plan = await request(`/c/${await tokens.make("client", points.client!)}`);
    expect(plan.status).toBe(200);
    expect(await plan.text()).toContain("Keep one name on a ticket until it is solved");
  });

  test("has everything a newcomer looks for, and leaves the printed links unanswered", async () => {
    const accounts = await db.query.account.findMany();
    expect(accounts).toHaveLength(14);
    expect(new Set(accounts.map(({ country }) => country)).size).toBeGreaterThanOrEqual(8);
    expect(new Set(accounts.map(({ accountManagerId }) => accountManagerId)).size).toBe(6);
    const rounds = await db.query.round.findMany();
    const open = rounds.filter(({ status }) => status === "open").map(({ kind }) => kind);
    expect(open.toSorted()).toEqual(["annual_review", "satisfaction"]);

    const launched = await db.query.portfolioLaunchAccount.findMany();
    const drafts = rounds.filter(({ status }) => status === "draft").map(({ id }) => id);
    expect(launched.map(({ roundId }) => roundId).toSorted()).toEqual(drafts.toSorted());
    expect(drafts).toHaveLength(4);
    const asked = await db.query.message.findMany({
      where: (t, { eq }) => eq(t.kind, "self_grades_due"),
    });
    expect(asked.map(({ data }) => (data as { accountIds: string[] }).accountIds.length)).toEqual([
      2,
    ]);
    expect(await db.query.selfGrade.findMany()).toHaveLength(rounds.length - 2);

    const confidential = rounds.filter((round) => round.confidentiality === "confidential");
    expect(confidential).toHaveLength(1);
    const { id } = confidential[0]!;
    const kept = await db.query.response.findMany({ where: (t, { eq }) => eq(t.roundId, id) });
    expect(kept).toEqual([]);
    const { comments } = await reportOf(confidential[0]);
    expect(comments.length).toBeGreaterThan(0);
    expect(comments.every((comment) => !("contact" in comment))).toBe(true);

    const { tokens } = testCtx();
    for (const name of ["user", "manager", "board", "annualReview"] as const) {
      const answer = await request(`/s/${await tokens.make("survey", points[name]!)}`);
      expect(answer.status).toBe(200);
    }
    const printed = await db.query.invitation.findMany({
      where: (t, { inArray }) =>
        inArray(t.id, [points.user!, points.manager!, points.board!, points.annualReview!]),
    });
    expect(printed.map(({ status }) => status)).toEqual([
      "invited",
      "invited",
      "invited",
      "invited",
    ]);
    const waiting = await db.query.message.findMany({ where: (t, { ne }) => ne(t.status, "sent") });
    expect(waiting).toEqual([]);
  });

  test("is the same every time", async () => {
    const dump = async () => ({
      reports: await db.query.report.findMany({ orderBy: (t, { asc }) => asc(t.roundId) }),
      comments: (await db.query.reportComment.findMany()).map(({ text }) => text).toSorted(),
    });
    const before = await dump();
    await empty();
    expect(await load()).toEqual(points);
    expect(await dump()).toEqual(before);
  });
});

test("a start without demo data has an admin and a token, and nothing else", async () => {
  const points = await loadEmpty(testCtx());
  expect(Object.keys(points)).toEqual(["admin"]);
  const staff = await db.query.staff.findMany();
  expect(staff).toMatchObject([{ id: points.admin, role: "admin", email: "admin@example.com" }]);
  expect(await ask("/accounts")).toMatchObject({ accounts: [] });
});
