import * as tables from "#db/schema.ts";
import { createCtx, type StaffCtx } from "#worker/context.ts";
import { readPortfolio } from "#worker/domain/portfolio/actions.ts";
import { Portfolio } from "#worker/domain/portfolio/schema.ts";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { closedRound, type Invited } from "../closed-round.ts";
import { counted } from "../counted.ts";
import {
  actorOf,
  api,
  createAccount,
  createStaff,
  createToken,
  db,
  someDay,
} from "../factories.ts";

const people = (letter: string): Invited[] => [
  { tier: "user", answers: { "overall-grade": letter, quality: "4" } },
  { tier: "manager", answers: { "overall-grade": letter, "account-manager-interest": "2" } },
  { tier: "board", answers: null },
];

async function read(token: string, query = "?from=2025&to=2026") {
  const response = await api(token, "GET", `/portfolio${query}`);
  return { status: response.status, body: await response.json<Portfolio>() };
}
const leaderToken = async () => createToken(await createStaff({ role: "leader" }));

test("GET /portfolio puts our own grades against the clients', with n and without the firewalled area", async () => {
  const { account } = await closedRound({ people: people("A"), self: "A" });
  await closedRound({ people: people("C"), self: "A", account: await createAccount() });
  await createAccount({ name: "Never asked" });
  const { status, body } = await read(await leaderToken());
  expect(status).toBe(200);
  expect(body).toMatchObject({
    from: 2025,
    to: 2026,
    accounts: 3,
    headline: { graded: 2, agree: 1, share: 0.5 },
    agreement: { A: { A: { n: 1 }, C: { n: 1 } } },
    weight: null,
  });
  const year = body.years.at(-1)!;
  expect(year).toMatchObject({
    year: 2026,
    surveyed: 2,
    grade: { mean: 3, n: 2 },
    contacts: { invited: 6, completed: 4 },
    heard: { user: 2, manager: 2, board: 0 },
  });
  expect(year.areas.map(({ key }) => key)).toEqual(["deliverables"]);
  expect(body.blindSpots).toMatchObject([
    { gap: 2, self: { letter: "A" }, client: { letter: "C", n: 2, invited: 3 } },
  ]);
  expect(body.calibration.map(({ managerId }) => managerId)).toEqual([
    null,
    account.accountManagerId,
  ]);
  expect(body.overdue.map(({ name }) => name)).toContain("Never asked");
});

test("what a confidential round withholds is withheld here", async () => {
  const few: Invited[] = Array.from({ length: 4 }, () => ({
    tier: "user",
    answers: { "overall-grade": "F" },
  }));
  await closedRound({ people: few, confidentiality: "confidential" });
  const { body } = await read(await leaderToken());
  expect(body.years.at(-1)).toMatchObject({ surveyed: 1, grade: { mean: null, n: 0 }, areas: [] });
  expect(body.headline.graded).toBe(0);
  expect(body.blindSpots).toEqual([]);
  expect(body.calibration).toEqual([]);
});

test("who leads nobody sees own accounts only", async () => {
  const { account } = await closedRound({ people: people("A") });
  await closedRound({ people: people("C"), account: await createAccount() });
  const stranger = await read(await createToken(await createStaff()));
  expect(stranger.body).toMatchObject({ accounts: 0, headline: { graded: 0 }, overdue: [] });
  expect(stranger.body.calibration).toEqual([]);
  const [manager] = await db
    .select()
    .from(tables.staff)
    .where(eq(tables.staff.id, account.accountManagerId!));
  const own = await read(await createToken(manager!));
  expect(own.body).toMatchObject({ accounts: 1, headline: { graded: 1, agree: 1 } });
  expect(own.body.calibration.map(({ managerId }) => managerId)).toEqual([manager!.id]);
});

test.each(["?from=2026&to=2025", "?from=1026", "?from=2000&to=2026", "?kind=poem", "?to=soon"])(
  "GET /portfolio%s is 422",
  async (query) => {
    expect((await read(await leaderToken(), query)).status).toBe(422);
  },
);

test("without years the last five are shown, empty ones too", async () => {
  const { body } = await read(await leaderToken(), "?to=2026&kind=&manager=");
  expect(body.years.map(({ year }) => year)).toEqual([2022, 2023, 2024, 2025, 2026]);
});

/** A thousand accounts with a round in each of five years, each with figures of their usual length. */
async function manyRounds() {
  await env.DB.batch([
    env.DB.prepare(
      `insert into account (id, name, name_folded, account_manager_id, annual_revenue, currency, created_at, updated_at)
       select 'a' || value, 'Account ' || value, 'account ' || value, null, 1000, 'EUR', 0, 0
       from json_each(?)`,
    ).bind(JSON.stringify(Array.from({ length: 1000 }, (_, at) => at))),
    env.DB.prepare(
      `insert into round (id, account_id, kind, name, status, confidentiality, modules, closes_at, created_by, created_at)
       select a.id || '-' || y.value, a.id, 'satisfaction', 'Round', 'closed', 'named', '[]', 0, 'x', 0
       from account as a, json_each('[2022,2023,2024,2025,2026]') as y`,
    ),
    env.DB.prepare(
      `insert into report (round_id, account_id, kind, method, closed_at, year, invited, completed,
         client_points, self_points, gap, graded, missing_tiers, moves, area_means, figures)
       select a.id || '-' || y.value, a.id, 'satisfaction', 1, (y.value - 1970) * 31557600000, y.value,
         20, 10, 3, 4, 1, 10, '["board"]', '[]', '{"value":{"mean":3.5,"n":9,"invited":20}}',
         json_object('padding', printf('%.12000c', 'x'))
       from account as a, json_each('[2022,2023,2024,2025,2026]') as y`,
    ),
  ]);
}

test("a thousand accounts over five years take one call and few rows", async () => {
  await manyRounds();
  const leader = await createStaff({ role: "leader" });
  const { env: watched, total } = counted();
  const ctx = createCtx(watched, actorOf(leader), someDay) as StaffCtx;
  const query = { from: 2022, to: 2026, weighted: "yes" as const };
  const { portfolio } = await readPortfolio(ctx, query, "UTC");
  Portfolio.parse(portfolio);
  expect(portfolio.headline).toEqual({ graded: 1000, agree: 0, share: 0 });
  expect(portfolio.years.map(({ surveyed }) => surveyed)).toEqual([1000, 1000, 1000, 1000, 1000]);
  expect(total.calls).toBe(1);
  expect(total.read).toBeLessThanOrEqual(20_000);
});
