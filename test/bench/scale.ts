import { makeModels, modelId, models } from "./models.ts";

const accountsAManager = 20;

type Copied = {
  table: string;
  /** Which of its rows belong to the account `?1`. */
  of: string;
  /** What names a row or points to one, and so is another in each copy. */
  names: string[];
  /** Columns that a copy computes, from its number, `copy`. */
  computed?: Record<string, string>;
};

const ofAccount = "account_id = ?1";
const ofRounds = "round_id IN (SELECT id FROM round WHERE account_id = ?1)";
const manager = `'manager-' || (copy / ${accountsAManager})`;
/** The client's grade differs from copy to copy by up to half a grade. */
const shifted = (column: string) =>
  `min(4.0, max(0.0, ${column} + ((copy * 7919) % 21 - 10) / 20.0))`;

/** Everything that five years leave behind, parents before children. */
const copied: Copied[] = [
  {
    table: "account",
    of: "id = ?1",
    names: ["id", "name", "name_folded"],
    computed: { account_manager_id: manager },
  },
  { table: "account_management", of: ofAccount, names: ["account_id"] },
  { table: "contact", of: ofAccount, names: ["id", "account_id", "email"] },
  { table: "round", of: ofAccount, names: ["id", "account_id"] },
  { table: "self_grade", of: ofRounds, names: ["round_id"] },
  {
    table: "invitation",
    of: ofRounds,
    names: ["id", "round_id", "contact_id", "token_hash", "opt_out_hash"],
  },
  { table: "response", of: ofRounds, names: ["round_id", "id"] },
  {
    table: "report",
    of: ofAccount,
    names: ["round_id", "account_id"],
    computed: {
      client_points: shifted("client_points"),
      client_low: shifted("client_low"),
      client_high: shifted("client_high"),
      gap: `self_points - ${shifted("client_points")}`,
      manager_id: manager,
    },
  },
  { table: "report_area", of: ofRounds, names: ["round_id"] },
  { table: "report_comment", of: ofRounds, names: ["round_id", "contact_id"] },
  { table: "suggestion", of: ofAccount, names: ["id", "account_id", "round_id"] },
  { table: "message", of: ofRounds, names: ["id", "invitation_id", "round_id"] },
];

/** Copies `?1` (numbers arrive as floating points) under the numbers from `?2` to `?3`, in steps of as many as there are models. */
async function copySql(db: D1Database, { table, of, names, computed = {} }: Copied) {
  const { results } = await db.prepare(`PRAGMA table_info(${table})`).all<{ name: string }>();
  const values = results.map(({ name }) =>
    names.includes(name) ? `source.${name} || '.' || copy` : (computed[name] ?? `source.${name}`),
  );
  return `WITH RECURSIVE copies (copy) AS (SELECT cast(?2 AS INTEGER) UNION ALL SELECT copy + ${models} FROM copies WHERE copy + ${models} <= ?3)
    INSERT INTO ${table} (${results.map(({ name }) => name).join(", ")})
    SELECT ${values.join(", ")} FROM (SELECT * FROM ${table} WHERE ${of}) AS source CROSS JOIN copies`;
}

/**
 * A supplier's database that can grow: each account with five closed yearly rounds of ten people, eight of whom
 * answered. A few accounts are lived through by the product itself, the others are copies of those under other
 * names, with other grades and other managers.
 */
export async function startScale(db: D1Database, now: Date) {
  await makeModels(db, now);
  const statements = await Promise.all(copied.map((one) => copySql(db, one)));
  let size = models;
  const staffUpTo = (accounts: number) =>
    db
      .prepare(
        `WITH RECURSIVE more (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM more WHERE n < cast(?1 AS INTEGER))
         INSERT OR IGNORE INTO staff (id, name, email, email_verified, role, created_at, updated_at)
         SELECT 'manager-' || n, 'Manager ' || n, 'manager-' || n || '@bench.example', 1, 'account_manager', ?2, ?2 FROM more`,
      )
      .bind(Math.floor((accounts - 1) / accountsAManager), now.getTime())
      .run();
  return {
    /** Adds accounts until there are so many. */
    async growTo(accounts: number): Promise<void> {
      await staffUpTo(accounts);
      for (let next = size; next < Math.min(size + models, accounts); next++)
        for (const sql of statements)
          await db
            .prepare(sql)
            .bind(modelId(next % models), next, accounts - 1)
            .run();
      size = accounts;
    },
    /** How much there is by now. */
    async count() {
      const { results, meta } = await db
        .prepare(
          `SELECT (SELECT count(*) FROM account) AS accounts, (SELECT count(*) FROM report) AS rounds,
            (SELECT count(*) FROM response) AS responses,
            (SELECT sum((SELECT count(*) FROM json_each(answers))) FROM response) AS answers`,
        )
        .all<Record<"accounts" | "rounds" | "responses" | "answers", number>>();
      return { ...results[0]!, bytes: meta.size_after };
    },
  };
}
