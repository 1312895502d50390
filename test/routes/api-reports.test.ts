import * as tables from "#db/schema.ts";
import { Report } from "#worker/domain/reports/schema.ts";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { closedRound, managedAccount, type Invited } from "../closed-round.ts";
import { api, createRound, createStaff, createToken, db, someDay } from "../factories.ts";

const people: Invited[] = [
  {
    tier: "user",
    answers: {
      "overall-grade": "B",
      quality: "4",
      "quality.comment": '=HYPERLINK("http://evil")',
      "account-manager-interest": "2",
      "account-manager-interest.comment": "Rarely calls",
      "account-manager-advice": "Listen more",
    },
  },
  { tier: "user", answers: { "overall-grade": "A", quality: "5", "improve-one-thing": "Speed" } },
  {
    tier: "manager",
    answers: {
      "overall-grade": "C",
      "overall-grade.comment": "Slipping",
      "account-manager-interest": "3",
    },
  },
  {
    tier: "board",
    answers: { "overall-grade": "D", "value-for-money": "2" },
    contact: { firstName: "Ada", lastName: "Byron", jobTitle: "CEO", mostSenior: true },
  },
  { tier: "board", answers: null },
];

const leaderToken = async () => createToken(await createStaff({ role: "leader" }));
const readReport = async (token: string, roundId: string, query = "") => {
  const response = await api(token, "GET", `/rounds/${roundId}/report${query}`);
  return { status: response.status, body: await response.json<Report>() };
};
const readCsv = async (token: string, roundId: string) => {
  const response = await api(token, "GET", `/rounds/${roundId}/responses.csv`);
  const { data } = Papa.parse<Record<string, string>>(await response.text(), {
    header: true,
    skipEmptyLines: true,
  });
  return { response, lines: data };
};

test("a report suggests an action about a service that a quarter of those asked do not know", async () => {
  const { account } = await managedAccount();
  const services = { ...account, services: ["Payroll", "Hosting"] };
  const answers = (payroll: string, hosting: string) => ({
    "overall-grade": "A",
    "awareness.payroll": payroll,
    "awareness.hosting": hosting,
  });
  const { round } = await closedRound({
    account: services,
    modules: ["awareness"],
    people: [
      { tier: "user", answers: answers("unaware", "unaware") },
      { tier: "user", answers: answers("use", "use") },
      { tier: "manager", answers: answers("na", "use") },
      { tier: "board", answers: answers("more", "know") },
      { tier: "board", answers: { "overall-grade": "A", "awareness.hosting": "know" } },
    ],
  });
  const { body } = await readReport(await leaderToken(), round.id);
  Report.parse(body);
  expect(body.suggestions).toEqual([{ area: null, service: "Payroll", reason: "unaware_service" }]);
});

test("GET /rounds/:id/report gives a leader every figure of a named round", async () => {
  const { round, account } = await closedRound({ people });
  const { status, body } = await readReport(await leaderToken(), round.id);
  expect(status).toBe(200);
  Report.parse(body);
  expect(body.round).toMatchObject({ id: round.id, accountId: account.id, status: "closed" });
  expect(body.response).toMatchObject({ invited: 5, completed: 4, rate: 0.8 });
  expect(body.response.byTier.board).toMatchObject({ invited: 2, completed: 1, rate: 0.5 });
  // Users (3 + 4)/2 = 3.5, managers 2, board 1: (3.5 + 2 + 1)/3 = 13/6, a C; we said A: 4 − 13/6.
  expect(body.grade.client.points).toBeCloseTo(13 / 6, 12);
  expect(body.grade.client).toMatchObject({ letter: "C", n: 4, missingTiers: [] });
  expect(body.grade.client.byTier.user).toEqual({ points: 3.5, letter: "B", n: 2, invited: 2 });
  expect(body.grade.self).toEqual({ points: 4, letter: "A" });
  expect(body.grade.gap).toEqual({ points: expect.closeTo(4 - 13 / 6, 12), verdict: "blind_spot" });
  expect(body.grade.senior).toMatchObject({
    letter: "D",
    contact: { name: "Ada Byron", title: "CEO" },
  });
  expect(body.earlyClosure).toBeNull();
});

test("comments come with the question's key, the level and the writer, the board's first", async () => {
  const { round, contacts } = await closedRound({ people });
  const { body } = await readReport(await leaderToken(), round.id);
  const slipping = body.comments.find(({ text }) => text === "Slipping")!;
  expect(slipping).toEqual({
    questionKey: "overall-grade",
    tier: "manager",
    text: "Slipping",
    contact: { id: contacts[2]!.id, name: `Given ${contacts[2]!.lastName}`, title: null },
  });
  expect(body.comments.map(({ questionKey }) => questionKey).toSorted()).toEqual([
    "account-manager-advice",
    "account-manager-interest",
    "improve-one-thing",
    "overall-grade",
    "quality",
  ]);
});

describe("before there is a report", () => {
  test.each([
    ["draft", "round_open"],
    ["open", "round_open"],
    ["cancelled", "round_cancelled"],
  ] as const)("a round that is %s answers 409 %s to report and responses", async (status, code) => {
    const { account } = await managedAccount();
    const round = await createRound({ accountId: account.id, status });
    const token = await leaderToken();
    for (const what of ["report", "responses.csv"]) {
      const response = await api(token, "GET", `/rounds/${round.id}/${what}`);
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({ error: { code } });
    }
  });

  test("an unknown round is 404, an unknown audience 422", async () => {
    const token = await leaderToken();
    expect((await readReport(token, "nowhere")).status).toBe(404);
    const { round } = await closedRound({ people });
    expect((await readReport(token, round.id, "?audience=press")).status).toBe(422);
  });
});

describe("who sees what", () => {
  const wall = (report: Report) => report.areas.find(({ key }) => key === "account-manager")!;

  test("another manager's round does not exist for an account manager", async () => {
    const { round } = await closedRound({ people });
    const token = await createToken(await createStaff());
    expect((await readReport(token, round.id)).status).toBe(404);
    expect((await api(token, "GET", `/rounds/${round.id}/responses.csv`)).status).toBe(404);
  });

  test("line manager and leaders read about the account manager; the account manager never does", async () => {
    const { account, manager, lineManager } = await managedAccount();
    const { round } = await closedRound({ people, account });
    // Users 2, managers 3: mean 2.5.
    for (const staff of [lineManager, await createStaff({ role: "admin" })])
      expect(wall((await readReport(await createToken(staff), round.id)).body).mean).toBe(2.5);
    for (const audience of ["leader", "account_manager", "team", "client"]) {
      const { body } = await readReport(
        await createToken(manager),
        round.id,
        `?audience=${audience}`,
      );
      expect(wall(body)).toMatchObject({ mean: null, n: null, byTier: {}, withheld: "firewall" });
      expect(JSON.stringify(body)).not.toMatch(/Rarely calls|Listen more/);
    }
  });

  test("a leader who once managed the account is kept out too, by report and by CSV", async () => {
    const { account } = await managedAccount();
    const leader = await createStaff({ role: "leader" });
    await db
      .insert(tables.accountManagement)
      .values({ accountId: account.id, staffId: leader.id, since: someDay });
    const { round } = await closedRound({ people, account });
    const token = await createToken(leader);
    expect(wall((await readReport(token, round.id)).body).withheld).toBe("firewall");
    const { lines } = await readCsv(token, round.id);
    expect(JSON.stringify(lines)).not.toMatch(/account-manager|Rarely calls|Listen more/);
  });

  test.each(["team", "client"])(
    "%s reads no name, no quote and no group below five",
    async (audience) => {
      const { round } = await closedRound({ people });
      const { body } = await readReport(await leaderToken(), round.id, `?audience=${audience}`);
      expect(body.comments).toEqual([]);
      expect(body.grade.senior).toBeNull();
      // Four answers in all: fewer than five, no figure.
      expect(body.grade.client).toMatchObject({
        points: null,
        letter: null,
        withheld: "small_group",
      });
      expect(body.grade.gap).toEqual({ points: null, verdict: null, withheld: "small_group" });
      expect(JSON.stringify(body)).not.toMatch(/Byron|Slipping|Speed/);
    },
  );
});

describe("a confidential round", () => {
  const many = (count: number, one: Invited) => Array.from({ length: count }, () => one);
  const confidential = (users: number) =>
    closedRound({
      confidentiality: "confidential",
      people: [
        ...many(users, {
          tier: "user",
          answers: { "overall-grade": "B", "overall-grade.comment": "Fine" },
        }),
        ...many(2, { tier: "manager", answers: { "overall-grade": "F", quality: "1" } }),
        ...many(1, {
          tier: "board",
          answers: { "overall-grade": "A", "overall-grade.comment": "Me" },
        }),
      ],
    });

  test("shows groups of five and more, no most senior grade, no names, and has no list of answers", async () => {
    const { round } = await confidential(5);
    const token = await leaderToken();
    const { body } = await readReport(token, round.id);
    Report.parse(body);
    expect(body.groups).toEqual([{ key: "user", tiers: ["user", "manager", "board"] }]);
    // Eight people: (5·3 + 2·0 + 4)/8.
    expect(body.grade.client.points).toBeCloseTo(19 / 8, 12);
    expect(body.grade.client.byTier).toEqual({
      user: { points: 19 / 8, letter: "C", n: 8, invited: 8 },
    });
    expect(body.grade.senior).toBeNull();
    expect(body.questions).toEqual([]);
    const deliverables = body.areas.find(({ key }) => key === "deliverables")!;
    expect(deliverables).toMatchObject({ mean: null, n: null, withheld: "small_group" });
    expect(body.comments.map(({ text }) => text).toSorted()).toEqual([
      "Fine",
      "Fine",
      "Fine",
      "Fine",
      "Fine",
      "Me",
    ]);
    expect(body.comments.every((one) => one.contact === undefined && one.tier === "user")).toBe(
      true,
    );
    const csv = await api(token, "GET", `/rounds/${round.id}/responses.csv`);
    expect(csv.status).toBe(409);
    expect(await csv.json()).toMatchObject({ error: { code: "confidential_round" } });
    expect(await db.select().from(tables.response)).toEqual([]);
  });

  test("quotes nobody from a group of seven", async () => {
    const { round } = await confidential(4);
    expect((await readReport(await leaderToken(), round.id)).body.comments).toEqual([]);
  });
});

test("a named round's answers come as CSV, one line a response, with nothing a spreadsheet would run", async () => {
  const { round, contacts } = await closedRound({ people });
  const { response, lines } = await readCsv(await leaderToken(), round.id);
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toContain("attachment");
  expect(lines).toHaveLength(4);
  expect(lines.find(({ name }) => name === "Ada Byron")).toMatchObject({
    title: "CEO",
    tier: "board",
    submitted_at: "2026-03-03T09:00:00.000Z",
    "overall-grade": "D",
    "value-for-money": "2",
    quality: "",
  });
  const first = lines.find(({ name }) => name === `Given ${contacts[0]!.lastName}`)!;
  expect(first["quality.comment"]).toBe('\'=HYPERLINK("http://evil")');
  expect(first["account-manager-advice"]).toBe("Listen more");
  expect(Object.keys(first).slice(0, 6)).toEqual([
    "name",
    "title",
    "tier",
    "submitted_at",
    "overall-grade",
    "overall-grade.comment",
  ]);
});

test("the second report compares with the first, over the levels that answered in both", async () => {
  const { account } = await managedAccount();
  const ask = (grade: string, mark: string, tier: Invited["tier"] = "user"): Invited => ({
    tier,
    answers: { "overall-grade": grade, quality: mark },
  });
  await closedRound({ account, people: [ask("C", "2"), ask("C", "2"), ask("C", "2")] });
  const later = new Date("2027-03-02T09:00:00Z");
  const { round } = await closedRound({
    account,
    round: { closesAt: later },
    people: [ask("A", "4"), ask("A", "4"), ask("A", "4"), ask("F", "1", "manager")],
  });
  const { body } = await readReport(await leaderToken(), round.id);
  // Users only: 2 → 4. s² = 1/12, SE² = 2/36, df 4, t = 2.776: 2 ± 0.654.
  expect(body.areas.find(({ key }) => key === "deliverables")!.trend).toEqual({
    previous: 2,
    change: 2,
    low: expect.closeTo(2 - 0.6544, 3),
    high: expect.closeTo(2 + 0.6544, 3),
    verdict: "improved",
    holds: true,
  });
  expect(body.grade.client.trend).toMatchObject({ previous: 2, change: 2, verdict: "improved" });
  expect(body.compared).toBe(1);
});

test("where the questions changed, both rounds are counted again over those they share", async () => {
  const { account } = await managedAccount();
  const alike = (answers: Invited["answers"]): Invited[] => [
    { tier: "user", answers },
    { tier: "user", answers },
  ];
  await closedRound({
    account,
    without: ["workable-solutions"],
    people: alike({ "overall-grade": "B", quality: "2" }),
  });
  const { round } = await closedRound({
    account,
    round: { closesAt: new Date("2027-03-02T09:00:00Z") },
    people: alike({ "overall-grade": "B", quality: "3", "workable-solutions": "1" }),
  });
  const { body } = await readReport(await leaderToken(), round.id);
  const deliverables = body.areas.find(({ key }) => key === "deliverables")!;
  // Everything asked now: (3 + 1)/2 = 2. What both asked is quality alone: 2 → 3.
  expect(deliverables.mean).toBe(2);
  expect(deliverables.trend).toMatchObject({ previous: 2, change: 1 });
});
