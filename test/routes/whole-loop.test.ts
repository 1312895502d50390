import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { OutboxMessage } from "#worker/domain/message/schema.ts";
import { Report } from "#worker/domain/reports/schema.ts";
import type { MailJob } from "#worker/env.ts";
import worker from "#worker/index.ts";
import Papa from "papaparse";
import { beforeEach, expect, test, vi } from "vitest";
import { api, createStaff, createToken, origin, post, request } from "../factories.ts";

// From a CSV of sixteen contacts to the report, over HTTP alone. Every figure is worked out by hand beside it.

const launchDay = new Date("2026-03-02T09:00:00Z");
const day = 24 * 3600 * 1000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(launchDay);
});

const csv = `First Name;Last Name;Email;Company;Job Title;Tier;Most senior;Owner email
Ulla;Adam;u1@nordwind.example;Nordwind AG;Planner;user;;mira@supplier.example
Uwe;Berg;u2@nordwind.example;Nordwind AG;Clerk;user;;mira@supplier.example
Ute;Claus;u3@nordwind.example;Nordwind AG;Clerk;user;;mira@supplier.example
Udo;Dorn;u4@nordwind.example;Nordwind AG;Clerk;user;;mira@supplier.example
Una;Ernst;u5@nordwind.example;Nordwind AG;Clerk;user;;mira@supplier.example
Ugo;Falk;u6@nordwind.example;Nordwind AG;Clerk;user;;mira@supplier.example
Uli;Gross;u7@nordwind.example;Nordwind AG;Clerk;user;;mira@supplier.example
Ursa;Hahn;u8@nordwind.example;Nordwind AG;Clerk;user;;mira@supplier.example
Urs;Imhof;u9@nordwind.example;Nordwind AG;Clerk;user;;mira@supplier.example
Uschi;Jung;u10@nordwind.example;Nordwind AG;Clerk;user;;mira@supplier.example
Max;Kern;m1@nordwind.example;Nordwind AG;Head of IT;manager;;mira@supplier.example
Mia;Lang;m2@nordwind.example;Nordwind AG;Head of Sales;manager;;mira@supplier.example
Moritz;Mohr;m3@nordwind.example;Nordwind AG;Head of Plant;manager;;mira@supplier.example
Marie;Noll;m4@nordwind.example;Nordwind AG;Head of HR;manager;;mira@supplier.example
Berta;Otto;b1@nordwind.example;Nordwind AG;CEO;board;yes;mira@supplier.example
Bruno;Pohl;b2@nordwind.example;Nordwind AG;CFO;board;;mira@supplier.example
`;

/** Fourteen of the sixteen answer: u10 and b2 stay silent. A key that is left out is left empty. */
const answers: Record<string, Record<string, string>> = {
  u1: {
    "overall-grade": "A",
    ...deliverables("5", "4"),
    "working-together": "4",
    responsiveness: "2",
    ...relationship("5", "5"),
    ...accountManager("2", "2"),
    "improve-one-thing": "Answer the phone",
  },
  u2: {
    "overall-grade": "A",
    ...deliverables("4", "4"),
    "working-together": "4",
    responsiveness: "3",
    ...relationship("5", "4"),
    ...accountManager("2", "1"),
    "account-manager-advice": "Call before you mail",
  },
  u3: {
    "overall-grade": "B",
    ...deliverables("4", "3"),
    "working-together": "4",
    responsiveness: "na",
    ...relationship("4", "4"),
  },
  u4: {
    "overall-grade": "B",
    ...deliverables("3", "3"),
    "working-together": "5",
    ...relationship("4", "5"),
  },
  u5: {
    "overall-grade": "B",
    ...deliverables("4", "na"),
    "working-together": "5",
    ...relationship("na", "na"),
  },
  u6: { "overall-grade": "C", ...deliverables("2", "3"), "working-together": "3" },
  u7: { "overall-grade": "C", ...deliverables("3", "4"), "working-together": "4" },
  u8: { "overall-grade": "D", ...deliverables("2", "2"), "working-together": "4" },
  u9: { "overall-grade": "na", "workable-solutions": "na", "working-together": "3" },
  m1: {
    "overall-grade": "B",
    ...deliverables("4", "4"),
    "working-together": "4",
    responsiveness: "3",
    ...relationship("4", "4"),
    ...manager(["4", "4"], "4", "3", ["4", "3"], "5"),
    reputation: "4",
    ...accountManager("1", "2"),
  },
  m2: {
    "overall-grade": "C",
    "overall-grade.comment": "Promises slip",
    ...deliverables("3", "2"),
    "working-together": "4",
    ...relationship("4", "5"),
    ...manager(["4", "3"], "4", "2", ["3", "3"], "5"),
    reputation: "na",
  },
  m3: {
    "overall-grade": "C",
    ...deliverables("na", "3"),
    "working-together": "5",
    ...relationship("5", "5"),
    ...manager(["3", "3"], "4", "2", ["3", "4"], "4"),
  },
  m4: {
    "overall-grade": "D",
    ...deliverables("2", "3"),
    "working-together": "3",
    ...relationship("4", "5"),
    ...manager(["na", "na"], "4", "1", ["2", "2"], "4"),
  },
  b1: {
    "overall-grade": "D",
    image: "2",
    "understands-culture": "4",
    "business-relationship": "3",
    benefits: "2",
    "value-for-money": "1",
  },
};

function deliverables(solutions: string, quality: string) {
  return { "workable-solutions": solutions, quality };
}
function relationship(integrity: string, reliability: string) {
  return { integrity, reliability };
}
function accountManager(interest: string, followUp: string) {
  return { "account-manager-interest": interest, "account-manager-follow-up": followUp };
}
function manager(
  [business, needs]: [string, string],
  culture: string,
  proactive: string,
  [added, money]: [string, string],
  skills: string,
) {
  return {
    "understands-business": business,
    "understands-needs": needs,
    "understands-culture": culture,
    proactive,
    "added-value": added,
    "value-for-money": money,
    skills,
  };
}

async function call<T>(
  token: string,
  method: string,
  path: string,
  body?: unknown,
  status = 200,
): Promise<T> {
  const response = await api(token, method, path, body);
  const json = await response.json<T>();
  expect(response.status, `${method} ${path}: ${JSON.stringify(json)}`).toBe(status);
  return json;
}

const importCsv = async (token: string, query = "") => {
  const headers = { authorization: `Bearer ${token}`, "content-type": "text/csv" };
  const response = await request(`/api/v1/contacts/import${query}`, {
    method: "POST",
    headers,
    body: csv,
  });
  return response.json<Record<string, unknown>>();
};

const outbox = async (token: string) =>
  (await call<{ messages: OutboxMessage[] }>(token, "GET", "/outbox")).messages;

/** Lets the mail consumer send what waits, as the queue would. */
async function sendMail(token: string) {
  const ids = (await outbox(token)).filter(({ status }) => status === "queued").map(({ id }) => id);
  const message = { id: "queue-message", timestamp: new Date(), attempts: 1, body: { ids } };
  const batch = createMessageBatch<MailJob>("cleargrade-mail", [message]);
  await worker.queue(batch, env);
  await getQueueResult(batch, createExecutionContext());
}

/** The personal link stands alone on its line. */
const surveyLink = ({ text }: OutboxMessage) =>
  text
    .split("\n")
    .find((line) => line.startsWith(`${origin}/s/`))!
    .slice(origin.length);

/** Staff, import, round, self-grade, launch, mail, answers. */
async function runRound() {
  const admin = await createToken(await createStaff({ role: "admin" }));
  const hire = async (name: string, role: string, lineManagerId?: string) =>
    call<{ staff: { id: string }; token: string }>(
      admin,
      "POST",
      "/staff",
      {
        name,
        email: `${name.toLowerCase()}@supplier.example`,
        role,
        ...(lineManagerId && { lineManagerId }),
      },
      201,
    );
  const leader = await hire("Lena", "leader");
  const lineManager = await hire("Lars", "account_manager");
  const mira = await hire("Mira", "account_manager", lineManager.staff.id);

  const counts = { created: 16, updated: 0, unchanged: 0, rejected: [], tierAssumed: 0 };
  expect(await importCsv(admin, "?dryRun=true")).toMatchObject(counts);
  expect(await importCsv(admin)).toMatchObject(counts);
  expect(await importCsv(admin)).toMatchObject({ created: 0, unchanged: 16 });

  const { accounts } = await call<{ accounts: { id: string; accountManagerId: string }[] }>(
    mira.token,
    "GET",
    "/accounts",
  );
  expect(accounts).toMatchObject([{ name: "Nordwind AG", accountManagerId: mira.staff.id }]);
  const accountId = accounts[0]!.id;
  await call(mira.token, "PATCH", `/accounts/${accountId}`, { sponsorId: leader.staff.id });

  const { round } = await call<{ round: { id: string; status: string; closesAt: string } }>(
    mira.token,
    "POST",
    "/rounds",
    { accountId, kind: "satisfaction", name: "Spring 2026", confidentiality: "named" },
    201,
  );
  expect(round.status).toBe("draft");
  const refused = await call<{ error: { code: string } }>(
    mira.token,
    "POST",
    `/rounds/${round.id}/launch`,
    {},
    409,
  );
  expect(refused.error.code).toBe("self_grade_missing");
  const selfGrade = {
    grade: "A",
    reason: "They renewed twice.",
    predicted: { deliverables: 4.5, teamwork: 4, initiative: 2.5, capability: 3.5 },
  };
  await call(mira.token, "PUT", `/rounds/${round.id}/self-grade`, selfGrade);
  expect(await call(mira.token, "POST", `/rounds/${round.id}/launch`, {})).toMatchObject({
    invited: 16,
  });
  await call(mira.token, "PUT", `/rounds/${round.id}/self-grade`, selfGrade, 409);

  await sendMail(admin);
  const invitations = (await outbox(admin)).filter(({ kind }) => kind === "invitation");
  expect(invitations).toHaveLength(16);
  const links = Object.fromEntries(
    invitations.map((mail) => [mail.to.split("@")[0], surveyLink(mail)]),
  );
  await answerAll(links);
  return { admin, leader, lineManager, mira, round, links };
}

async function answerAll(links: Record<string, string>) {
  // u3 answers in anger first: a later answer replaces the whole of it.
  const first = { "overall-grade": "F", quality: "1", "improve-one-thing": "Everything" };
  expect((await post(links.u3!, { ...first, intent: "submit" })).status).toBe(200);
  // u10 begins and never sends: a draft counts nowhere.
  expect((await post(links.u10!, { "overall-grade": "F", intent: "save" })).status).toBe(204);
  for (const [who, given] of Object.entries(answers)) {
    expect((await request(links[who]!)).status).toBe(200);
    expect((await post(links[who]!, { ...given, intent: "submit" })).status, who).toBe(200);
  }
}

/** The sweep of the minute after the deadline. */
async function sweepAfter(closesAt: string) {
  const scheduledTime = new Date(new Date(closesAt).getTime() + 60_000);
  vi.setSystemTime(scheduledTime);
  await worker.scheduled(createScheduledController({ scheduledTime, cron: "* * * * *" }), env);
}

const near = (value: number) => expect.closeTo(value, 5);

test("sixteen imported contacts become a report whose every figure is the one worked out by hand", async () => {
  const { admin, leader, lineManager, mira, round, links } = await runRound();
  const early = await call<{ error: { code: string } }>(
    leader.token,
    "GET",
    `/rounds/${round.id}/report`,
    undefined,
    409,
  );
  expect(early.error.code).toBe("round_open");
  expect(new Date(round.closesAt).getTime() - launchDay.getTime()).toBe(21 * day);

  await sweepAfter(round.closesAt);
  expect((await request(links.b2)).status).toBe(410);
  const closed = await call<Record<string, unknown>>(mira.token, "GET", `/rounds/${round.id}`);
  expect(closed).toMatchObject({
    round: { status: "closed", closedBy: null },
    invitations: { invited: 16, completed: 14 },
  });

  const report = Report.parse(await call(leader.token, "GET", `/rounds/${round.id}/report`));
  expectResponse(report);
  expectGrade(report);
  expectAreas(report);
  expectRest(report);
  await expectViews(report, {
    round,
    mira: mira.token,
    lineManager: lineManager.token,
    leader: leader.token,
  });

  // The gap is 2.08 grades: beside the account manager and the line manager the leader is told.
  await sendMail(admin);
  const told = (await outbox(admin)).filter(({ kind }) => kind === "round_closed");
  expect(told.map(({ to }) => to).toSorted()).toEqual([
    "lars@supplier.example",
    "lena@supplier.example",
    "mira@supplier.example",
  ]);
  for (const { text } of told) expect(text).toContain("two grades or more apart");
});

function expectResponse({ response }: Report) {
  expect(response).toEqual({
    invited: 16,
    completed: 14,
    rate: 14 / 16,
    known: 16,
    byTier: {
      user: { invited: 10, completed: 9, rate: 9 / 10, known: 10 },
      manager: { invited: 4, completed: 4, rate: 1, known: 4 },
      board: { invited: 2, completed: 1, rate: 1 / 2, known: 2 },
    },
  });
}

function expectGrade({ grade }: Report) {
  // Users: A A B B B C C D and one na: (4+4+3+3+3+2+2+1)/8 = 22/8 = 2.75, nearest B.
  // Managers: B C C D: (3+2+2+1)/4 = 2, C. Board: D: 1.
  // Round: (2.75 + 2 + 1)/3 = 5.75/3 = 1.91667, C. Gap: 4 − 1.91667 = 2.08333.
  // Interval: squares users 2·1.25² + 3·0.25² + 2·0.75² + 1.75² = 7.5, managers 1 + 0 + 0 + 1 = 2;
  // df = 7 + 3 + 0 = 10; s² = 9.5/10 = 0.95; SE² = 0.95/9·(1/8 + 1/4 + 1) = 0.145139, SE = 0.380971;
  // t(10) = 2.228139: 1.91667 ± 0.848856.
  expect(grade).toEqual({
    client: {
      points: near(5.75 / 3),
      letter: "C",
      low: near(1.067811),
      high: near(2.765523),
      n: 13,
      invited: 16,
      byTier: {
        user: { points: 2.75, letter: "B", n: 8, invited: 10 },
        manager: { points: 2, letter: "C", n: 4, invited: 4 },
        board: { points: 1, letter: "D", n: 1, invited: 2 },
      },
      missingTiers: [],
      trend: null,
    },
    senior: { letter: "D", contact: { id: expect.any(String), name: "Berta Otto", title: "CEO" } },
    self: { points: 4, letter: "A" },
    gap: { points: near(4 - 5.75 / 3), verdict: "blind_spot" },
  });
}

function expectAreas({ areas }: Report) {
  const of = (key: string) => areas.find((area) => area.key === key);
  expect(areas.map(({ key }) => key)).toEqual([
    "relationship",
    "deliverables",
    "teamwork",
    "responsiveness",
    "understanding",
    "culture",
    "initiative",
    "value",
    "capability",
    "standing",
    "account-manager",
  ]);
  // Users' means: 4.5, 4, 3.5, 3, 4 (one na), 2.5, 3.5, 2 and nothing from u9: 27/8 = 3.375; 7 of 15 ratings ≥ 4.
  // Managers' means: 4, 2.5, 3 (one na), 2.5: 12/4 = 3; 2 of 7. The board is not asked: 10 + 4 invited.
  // Mean (3.375 + 3)/2 = 3.1875; favourable (7/15 + 2/7)/2. Squares 4.875 + 1.5, df 10, s² = 0.6375,
  // SE² = 0.6375/4·(1/8 + 1/4) = 0.0597656, SE = 0.244470, t(10) = 2.228139: ± 0.544713.
  // We predicted 4.5: 1.3125 above, a blind spot.
  expect(of("deliverables")).toEqual({
    key: "deliverables",
    mean: 3.1875,
    low: near(2.642787),
    high: near(3.732213),
    n: 12,
    invited: 14,
    favourable: near((7 / 15 + 2 / 7) / 2),
    ratings: { favourable: 9, all: 22 },
    byTier: {
      user: {
        mean: 3.375,
        n: 8,
        invited: 10,
        favourable: near(7 / 15),
        ratings: { favourable: 7, all: 15 },
      },
      manager: {
        mean: 3,
        n: 4,
        invited: 4,
        favourable: near(2 / 7),
        ratings: { favourable: 2, all: 7 },
      },
    },
    trend: null,
    predicted: { mean: 4.5, cell: "blind_spot" },
  });
  // Users 4,4,4,5,5,3,4,4,3 = 36/9 = 4, 7 of 9; managers 4,4,5,3 = 4, 3 of 4. Squares 4 + 2, df 8 + 3 = 11,
  // s² = 6/11, SE² = 6/44·(1/9 + 1/4) = 0.0492424, SE = 0.221906, t(11) = 2.200985: ± 0.488412.
  expect(of("teamwork")).toMatchObject({
    mean: 4,
    low: near(3.511588),
    high: near(4.488412),
    n: 13,
    invited: 14,
    favourable: near((7 / 9 + 3 / 4) / 2),
    predicted: { mean: 4, cell: "agreed_strength" },
  });
  // Users 2 and 3 = 2.5; managers 3. Mean 2.75; squares 0.5, df 1, s² = 0.5, SE² = 0.125·(1/2 + 1) = 0.1875,
  // t(1) = 12.7062: ± 5.50, clipped to the scale on both sides.
  expect(of("responsiveness")).toMatchObject({
    mean: 2.75,
    low: 1,
    high: 5,
    n: 3,
    invited: 14,
    favourable: 0,
  });
  // Users 5, 4.5, 4, 4.5 = 4.5, 8 of 8 (u5 says na twice: not in n); managers 4, 4.5, 5, 4.5 = 4.5, 8 of 8;
  // board 3, 0 of 1. Mean 12/3 = 4; favourable 2/3. Squares 0.5 + 0.5, df 3 + 3, s² = 1/6,
  // SE² = 1/54·(1/4 + 1/4 + 1) = 1/36, SE = 1/6, t(6) = 2.446912: ± 0.407819.
  expect(of("relationship")).toMatchObject({
    mean: 4,
    low: near(3.592181),
    high: near(4.407819),
    n: 9,
    invited: 16,
    favourable: near(2 / 3),
    byTier: { board: { mean: 3, n: 1, invited: 2, favourable: 0 } },
  });
  // Managers 4, 3.5, 3; m4 cannot say. Mean 3.5, 3 of 6 ratings. Squares 0.5, df 2, s² = 0.25, SE² = 0.25/3,
  // t(2) = 4.302653: ± 1.242069.
  expect(of("understanding")).toMatchObject({
    mean: 3.5,
    low: near(2.257931),
    high: near(4.742069),
    n: 3,
    invited: 4,
    favourable: 0.5,
  });
  // Managers 4,4,4,4, board 4. No spread, so s² = 1/12: SE² = 1/48·(1/4 + 1) = 0.0260417, t(3) = 3.182446: ± 0.513565.
  expect(of("culture")).toMatchObject({
    mean: 4,
    low: near(3.486435),
    high: near(4.513565),
    n: 5,
    invited: 6,
    favourable: 1,
  });
  // Managers 3,2,2,1 = 2. Squares 2, df 3, s² = 2/3, SE² = 1/6: ± 1.299229, clipped at 1. We predicted 2.5: both say weak.
  expect(of("initiative")).toMatchObject({
    mean: 2,
    low: 1,
    high: near(3.299229),
    n: 4,
    invited: 4,
    favourable: 0,
    predicted: { mean: 2.5, cell: "agreed_weakness" },
  });
  // Managers 3.5, 3, 3.5, 2 = 3, 2 of 8; board (2 + 1)/2 = 1.5, 0 of 2. Mean 2.25; favourable 0.125.
  // Squares 1.5, df 3, s² = 0.5, SE² = 0.125·1.25 = 0.15625, SE = 0.395285: ± 1.257972, clipped at 1.
  expect(of("value")).toMatchObject({
    mean: 2.25,
    low: 1,
    high: near(3.507972),
    n: 5,
    invited: 6,
    favourable: 0.125,
  });
  // Managers 5,5,4,4 = 4.5. Squares 1, df 3, s² = 1/3, SE² = 1/12: ± 0.918693, clipped at 5. We predicted 3.5: undervalued.
  expect(of("capability")).toMatchObject({
    mean: 4.5,
    low: near(3.581307),
    high: 5,
    favourable: 1,
    predicted: { mean: 3.5, cell: "undervalued" },
  });
  // Managers 4 (m2 says na, two left it empty), board 2: one person each, so df 0 and no interval.
  expect(of("standing")).toMatchObject({
    mean: 3,
    low: null,
    high: null,
    n: 2,
    invited: 6,
    favourable: 0.5,
  });
  // Users 2 and 1.5 = 1.75; managers 1.5. Mean 1.625. Squares 0.125, df 1, s² = 0.125, SE² = 0.03125·1.5,
  // SE = 0.216506, t(1) = 12.706205: + 2.750970, and clipped at 1.
  expect(of("account-manager")).toMatchObject({
    mean: 1.625,
    low: 1,
    high: near(4.37597),
    n: 3,
    invited: 14,
    favourable: 0,
  });
}

function expectRest({ suggestions, comments, compared, recommendation, earlyClosure }: Report) {
  expect(suggestions).toEqual([
    { area: "deliverables", reason: "low_mean" },
    { area: "responsiveness", reason: "low_mean" },
    { area: "understanding", reason: "low_favourable" },
    { area: "initiative", reason: "low_mean" },
    { area: "value", reason: "low_mean" },
    { area: "standing", reason: "low_mean" },
    { area: "account-manager", reason: "low_mean" },
  ]);
  const lines = comments.map(({ questionKey, tier, text, contact }) =>
    [questionKey, tier, text, contact?.name].join(" | "),
  );
  expect(lines.toSorted()).toEqual([
    "account-manager-advice | user | Call before you mail | Uwe Berg",
    "improve-one-thing | user | Answer the phone | Ulla Adam",
    "overall-grade | manager | Promises slip | Mia Lang",
  ]);
  expect({ compared, recommendation, earlyClosure }).toEqual({
    compared: 0,
    recommendation: null,
    earlyClosure: null,
  });
}

type Tokens = { round: { id: string }; mira: string; lineManager: string; leader: string };

/** The same round for those who may see less, and as CSV. */
async function expectViews(full: Report, { round, mira, lineManager, leader }: Tokens) {
  const read = async (token: string, query = "") =>
    Report.parse(await call(token, "GET", `/rounds/${round.id}/report${query}`));
  expect(await read(lineManager)).toEqual(full);

  const own = await read(mira);
  expect(own.grade).toEqual(full.grade);
  expect(own.areas.at(-1)).toMatchObject({
    key: "account-manager",
    mean: null,
    withheld: "firewall",
  });
  expect(own.areas.slice(0, -1)).toEqual(full.areas.slice(0, -1));
  expect(own.comments).toHaveLength(2);

  // For the client the board's single answer joins the managers': B C C D D = (3+2+2+1+1)/5 = 1.8; users stay 2.75.
  const client = await read(leader, "?audience=client");
  expect(client.groups.map(({ tiers }) => tiers)).toEqual([["user"], ["manager", "board"]]);
  expect(client.grade.client).toMatchObject({ points: near((2.75 + 1.8) / 2), letter: "C", n: 13 });
  // Responsiveness: two users and one manager, fewer than five in each group.
  expect(client.areas.find(({ key }) => key === "responsiveness")).toMatchObject({
    mean: null,
    withheld: "small_group",
  });
  expect([client.comments, client.grade.senior]).toEqual([[], null]);

  const response = await api(mira, "GET", `/rounds/${round.id}/responses.csv`);
  const { data } = Papa.parse<Record<string, string>>(await response.text(), {
    header: true,
    skipEmptyLines: true,
  });
  expect(data).toHaveLength(14);
  const angry = data.find(({ name }) => name === "Ute Claus");
  expect(angry).toMatchObject({
    title: "Clerk",
    tier: "user",
    "overall-grade": "B",
    quality: "3",
    "improve-one-thing": "",
  });
  expect(Object.keys(data[0]!).filter((key) => key.startsWith("account-manager"))).toEqual([]);
}
