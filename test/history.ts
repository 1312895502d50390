import * as tables from "#db/schema.ts";
import { sql } from "drizzle-orm";
import { createStaff, createTemplateVersion, db } from "./factories.ts";

const day = 24 * 60 * 60 * 1000;
const years = [2022, 2023, 2024, 2025, 2026];
const now = new Date("2026-11-22T09:00:00Z").getTime();

/** Old accounts with a closed round a year and two people asked in each, with nothing left to do. */
export async function createHistory(accounts: number): Promise<void> {
  const { id: manager } = await createStaff();
  const { id: version } = await createTemplateVersion();
  const numbers = sql`json_each(${JSON.stringify(Array.from({ length: accounts }, (_, n) => n))}) a`;
  const yearly = sql`${numbers}, json_each(${JSON.stringify(years)}) y`;
  const closed = sql`(unixepoch(y.value || '-10-01') * 1000)`;
  await db.batch([
    db.insert(tables.account).select(
      sql`select 'a' || a.value, 'Account ' || a.value, 'account ' || a.value, null, ${manager}, null, 'DE',
        'Industry', 1000, 'EUR', null, null, null, null, 0, 0, null, 12, null, ${now + 99 * day}, null
        from ${numbers} where true`,
    ),
    db.insert(tables.contact).select(
      sql`select 'c' || a.value, 'a' || a.value, 'Given', 'Family', a.value || '@client.example', 'user',
        'other', null, null, null, 1, 'active', null, 0, 0, 0, null from ${numbers} where true`,
    ),
  ]);
  // Rounds are inserted by name: few of their many columns matter here.
  await db.run(sql`insert into round (id, account_id, kind, name, status, confidentiality, modules, closes_at,
      created_by, created_at, launched_at, closed_at, released_at, blanked_at)
    select 'r' || a.value || '-' || y.value, 'a' || a.value, 'satisfaction', 'Year', 'closed', 'named', '[]',
      ${closed}, 'x', 0, 0, ${closed}, ${closed}, ${closed} from ${yearly}`);
  await db.run(sql`insert into invitation (id, round_id, contact_id, tier, template_version_id, token_hash,
      opt_out_hash, status, revision, invited_at, delivery, reminders_done)
    select 'i' || a.value || '-' || y.value, 'r' || a.value || '-' || y.value, 'c' || a.value, 'user', ${version},
      't' || a.value || '-' || y.value, 'o' || a.value || '-' || y.value, 'completed', 1, 0, 'delivered', null
    from ${yearly}`);
  await db.run(sql`insert into report (round_id, account_id, kind, method, closed_at, year, invited, completed,
      client_points, self_points, gap, manager_id, graded, client_low, client_high, figures)
    select 'r' || a.value || '-' || y.value, 'a' || a.value, 'satisfaction', 1, ${closed}, y.value, 2, 1,
      a.value % 5, 3, 3 - a.value % 5, ${manager}, 1, 1, 4, '{}' from ${yearly}`);
}
