import { createHash } from "node:crypto";
import type { Ctx } from "#worker/context.ts";
import { accepted } from "#worker/errors.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import { createRound } from "#worker/domain/round/actions.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import { askedOf, openSurvey } from "#worker/domain/survey/actions.ts";
import { productOn } from "./product.ts";

/** Years of rounds that every account has behind it. */
export const years = 5;
const day = 24 * 60 * 60 * 1000;
/** How many accounts are lived through; the others are their copies. */
export const models = 3;
const invited = { user: 6, manager: 3, board: 1 };
/** Of each ten invited, who never answers. */
const silent = new Set([2, 7]);

/** Who signs in to look at it all. */
export const leader = { id: "leader", email: "leader@bench.example" };

/** The same number for the same words, in [0, 1). */
const chance = (...words: unknown[]) =>
  createHash("sha256").update(words.join("|")).digest().readUInt32BE() / 2 ** 32;

/** The world as it was at an instant; ids follow from a name, so that two runs make the same rows. */
function worldAt(db: D1Database, now: Date, name: string): Ctx {
  let made = 0;
  const next = (kind: string) => `${name}|${kind}|${made++}`;
  return {
    ...productOn(db, now),
    newId: () =>
      createHash("sha256").update(next("id")).digest("base64url").slice(0, 22).replace(/^-/, "m"),
    random: () => chance(next("random")),
  };
}

export const modelId = (model: number) => `model-${model}`;

/** Staff and a few accounts that live through five years by the product's own doors. */
export async function makeModels(db: D1Database, now: Date): Promise<void> {
  await insertStaff(db, now);
  for (let model = 0; model < models; model++) {
    await insertAccount(db, model, now);
    for (let year = 0; year < years; year++) await liveThroughRound(db, model, year, now);
  }
}

const person = (db: D1Database, id: string, role: string, now: Date) =>
  db
    .prepare(
      `INSERT INTO staff (id, name, email, email_verified, role, created_at, updated_at)
       VALUES (?1, ?1, ?1 || '@bench.example', 1, ?2, ?3, ?3)`,
    )
    .bind(id, role, now.getTime());

const insertStaff = (db: D1Database, now: Date) =>
  db.batch([
    person(db, leader.id, "leader", now),
    ...Array.from({ length: models }, (_, i) => person(db, `manager-${i}`, "account_manager", now)),
  ]);

async function insertAccount(db: D1Database, model: number, now: Date): Promise<void> {
  const account = modelId(model);
  const before = now.getTime() - (years + 1) * 365 * day;
  const people = Object.entries(invited).flatMap(([tier, count]) =>
    Array.from({ length: count }, (_, i) => ({
      id: `${account}-${tier}-${i}`,
      tier,
      senior: tier === "board" ? 1 : 0,
    })),
  );
  await db.batch([
    db
      .prepare(
        `INSERT INTO account (id, name, name_folded, account_manager_id, segment, country, annual_revenue, currency, created_at, updated_at)
         VALUES (?1, ?1, ?1, ?2, ?3, 'DE', ?4, 'EUR', ?5, ?5)`,
      )
      .bind(account, `manager-${model}`, `Segment ${model}`, 100_000 * (model + 1), before),
    db
      .prepare(
        `INSERT INTO contact (id, account_id, first_name, last_name, email, tier, function, most_senior, status, created_at, updated_at)
         SELECT value->>'id', ?1, 'Given', value->>'id', (value->>'id') || '@client.example', value->>'tier', 'other', value->>'senior', 'active', ?2, ?2
         FROM json_each(?3)`,
      )
      .bind(account, before, JSON.stringify(people)),
  ]);
}

async function liveThroughRound(
  db: D1Database,
  model: number,
  year: number,
  now: Date,
): Promise<void> {
  const closed = now.getTime() - (years - 1 - year) * 365 * day - 20 * day;
  const account = modelId(model);
  const at = (days: number) =>
    worldAt(db, new Date(closed - days * day), `${account}|${year}|${days}`);
  const opened = at(20);
  const { round } = accepted(
    await createRound(opened, {
      accountId: account,
      kind: "satisfaction",
      name: `Year ${year + 1}`,
      confidentiality: "named",
    }),
  );
  const grade = chance(account, year) < 0.6 ? "A" : "B";
  accepted(await saveSelfGrade(opened, round.id, { grade, reason: "As we see it." }));
  accepted(await launchRound(opened, round.id, {}));
  await answerAll(db, opened, round.id, closed - 10 * day);
  accepted(await closeRound(at(0), round.id, {}));
  await settle(db);
}

/** Nothing is left to do for what lies behind: mail is out, reports are released, and nothing is due again. */
export const settle = (db: D1Database) =>
  db.batch([
    db.prepare("UPDATE message SET status = 'sent', sent_at = created_at WHERE status = 'queued'"),
    db.prepare(
      "UPDATE round SET released_at = closed_at, blanked_at = closed_at WHERE status = 'closed' AND blanked_at IS NULL",
    ),
    db
      .prepare("UPDATE account SET round_due_at = ? WHERE round_due_at IS NULL")
      .bind(Date.now() + 300 * day),
  ]);

/** What those who answer would have left behind: the response, their mark on the invitation, and a receipt. */
async function answerAll(db: D1Database, ctx: Ctx, roundId: string, at: number): Promise<void> {
  const { results } = await db
    .prepare(
      "SELECT id, tier, contact_id AS contact FROM invitation WHERE round_id = ? ORDER BY contact",
    )
    .bind(roundId)
    .all<{ id: string; tier: string; contact: string }>();
  const answering = results.filter((_, index) => !silent.has(index));
  const asked = new Map<string, Question[]>();
  for (const { id, tier } of answering)
    if (!asked.has(tier))
      asked.set(tier, askedOf(await openSurvey(ctx, await ctx.tokens.make("survey", id)), null));
  const rows = answering.map(({ id, tier, contact }) => ({
    id,
    tier,
    answers: answersTo(asked.get(tier)!, `${contact}|${roundId}`),
  }));
  const bound = [roundId, at, JSON.stringify(rows)];
  await db.batch([
    db
      .prepare(
        `INSERT INTO response (round_id, id, tier, answers, revision, submitted_at)
         SELECT ?1, value->>'id', value->>'tier', value->'answers', 1, ?2 FROM json_each(?3)`,
      )
      .bind(...bound),
    db
      .prepare(
        `UPDATE invitation SET status = 'completed', revision = 1
         WHERE round_id = ?1 AND ?2 AND id IN (SELECT value->>'id' FROM json_each(?3))`,
      )
      .bind(...bound),
    db
      .prepare(
        `INSERT INTO message (id, kind, recipient, invitation_id, round_id, data, status, created_at)
         SELECT 'receipt/' || (value->>'id') || '/1', 'receipt', 'someone@client.example', value->>'id', ?1, '{}', 'queued', ?2
         FROM json_each(?3)`,
      )
      .bind(...bound),
  ]);
}

/** Marks of A to C, 3 to 5, and a sentence here and there: nothing that would open a case. */
function answersTo(questions: Question[], name: string): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const { key, type } of questions) {
    const luck = chance(name, key);
    if (type === "grade") answers[key] = luck < 0.3 ? "A" : luck < 0.8 ? "B" : "C";
    if (type === "rating") answers[key] = String(3 + Math.floor(luck * 3));
    if (type === "text" && luck < 0.7) answers[key] = "Tell us earlier when a date will slip.";
  }
  return answers;
}
