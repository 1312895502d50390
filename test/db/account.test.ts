import { app } from "#worker/app.ts";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { counted } from "../counted.ts";
import { keepWorld } from "../emptied.ts";
import { createStaff, origin, signIn } from "../factories.ts";

const numbers = (count: number) => JSON.stringify(Array.from({ length: count }, (_, at) => at));

/** A large supplier: 5,000 accounts of 50 managers, twenty contacts each, three closed rounds each. */
async function fill() {
  const insert = (sql: string, count: number) => env.DB.prepare(sql).bind(numbers(count));
  await env.DB.batch([
    insert(
      `insert into account (id, name, name_folded, account_manager_id, segment, country, annual_revenue,
         created_at, updated_at)
       select printf('account-%05d', value), printf('Account %05d', value),
         printf('account %05d', value), 'manager-' || (value % 50), 'Segment ' || (value % 7),
         'Country ' || (value % 12), value * 7919 % 100000, 0, 0 from json_each(?)`,
      5000,
    ),
    insert(
      `insert into contact (id, account_id, first_name, last_name, email, tier, created_at, updated_at)
       select printf('contact-%06d', value), printf('account-%05d', value / 20), 'Given', 'Name',
         value || '@client.example', iif(value % 10 = 0, 'board', 'user'), 0, 0 from json_each(?)`,
      100_000,
    ),
    insert(
      `insert into round (id, account_id, kind, name, status, confidentiality, modules, closes_at,
         created_by, created_at)
       select printf('round-%05d', value), printf('account-%05d', value / 3), 'satisfaction', 'Round',
         'closed', 'named', '[]', 0, 'staff', 0 from json_each(?)`,
      15_000,
    ),
    insert(
      `insert into report (round_id, account_id, kind, method, closed_at, year, invited, completed,
         client_points, self_points, gap, figures)
       select printf('round-%05d', value), printf('account-%05d', value / 3), 'satisfaction', 1,
         1700000000000 + value % 3 * 31536000000, 2025, 20, 10, value * 31 % 400 / 100.0, 4, 1,
         json_object('full', json_object('grade', json_object('n', 10, 'invited', 20,
           'missingTiers', json('[]'))), 'padding', hex(zeroblob(4000))) from json_each(?)`,
      15_000,
    ),
  ]);
}

/** Gives a page to this person, with what it cost the database. */
const visitAs = async (staff: Awaited<ReturnType<typeof createStaff>>) => {
  const cookie = await signIn(staff);
  return async (path: string) => {
    const { env, total } = counted();
    const response = await app.fetch(
      new Request(new URL(path, origin), { headers: { cookie } }),
      env,
    );
    expect(response.status, path).toBe(200);
    return { ...total, html: await response.text() };
  };
};

describe("a large supplier", () => {
  keepWorld(fill);

  test("with 5,000 accounts and 100,000 contacts the pages of accounts stay quick to read", async () => {
    const visit = await visitAs(await createStaff({ role: "leader" }));

    // One pass over the accounts says what they can be filtered by; the lines cost what is shown.
    const first = await visit("/accounts");
    expect(first.html).toContain("Account 00049");
    expect(first.read).toBeLessThan(8_000);
    expect(first.calls).toBeLessThanOrEqual(8);
    const next = /href="(\/accounts\?cursor=[^"]+)"/.exec(first.html)![1]!;
    const second = await visit(next);
    expect(second.html).toContain("Account 00050");
    expect(second.read).toBeLessThan(8_000);

    // An order by what reports say reads the reports of every account, and still no contact beyond the page.
    for (const sort of ["grade", "surveyed", "revenue"]) {
      const page = await visit(`/accounts?sort=${sort}`);
      expect(page.read, sort).toBeLessThan(45_000);
      const further = /href="(\/accounts\?[^"]*cursor=[^"]+)"/.exec(page.html)![1]!;
      expect((await visit(further.replaceAll("&amp;", "&"))).read, sort).toBeLessThan(45_000);
    }
    const narrow = "/accounts?manager=manager-7&segment=Segment+3&country=Country+1&unsurveyed=yes";
    expect((await visit(narrow)).read).toBeLessThan(8_000);
    expect((await visit("/accounts?q=ccount+0444")).read).toBeLessThan(20_000);

    // One account costs what that account has.
    expect((await visit("/accounts/account-02500")).read).toBeLessThan(500);
  });

  test("with as many, the start page, contacts, the choice of a portfolio launch and lists of rounds do too", async () => {
    const leader = await visitAs(await createStaff({ role: "leader" }));
    const manager = await visitAs(await createStaff({ id: "manager-7" }));
    const ceilings: [string, number, number?][] = [
      // All accounts are looked at once or twice for a leader, those of one manager for that manager.
      ["/", 45_000, 2500],
      ["/portfolio-launches", 50, 50],
      ["/portfolio-launches/new", 55_000, 3500],
      ["/portfolio-launches/new?segment=Segment+3&months=12", 30_000, 3500],
      ["/rounds", 1000, 20_000],
      ["/rounds/new", 500, 500],
      ["/rounds/new?q=ccount+0444", 8000, 500],
      ["/cases", 50, 50],
      ["/contacts/contact-050000", 50],
    ];
    for (const [path, most, mostForOne] of ceilings) {
      const seen = await leader(path);
      expect(seen.read, path).toBeLessThan(most);
      expect(seen.calls, path).toBeLessThanOrEqual(16);
      if (mostForOne)
        expect((await manager(path)).read, `${path} of one manager`).toBeLessThan(mostForOne);
    }
  });
});
