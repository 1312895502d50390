import type { Ctx } from "#worker/context.ts";
import { accepted } from "#worker/errors.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import { createRound } from "#worker/domain/round/actions.ts";
import { saveSelfGrade } from "#worker/domain/round/actions-draft.ts";
import { launchRound } from "#worker/domain/round/actions-launch.ts";
import type { Confidentiality, RoundKind } from "#worker/domain/round/schema.ts";
import { askedOf, openSurvey } from "#worker/domain/survey/actions.ts";
import { sealAnswers } from "#worker/domain/survey/actions-seal.ts";
import { productOn } from "./product.ts";
import type { Runtime } from "./runtime.ts";

const staffId = "bench-staff";

/** Links and the form that each person would send. */
export type Seeded = { roundId: string; links: string[]; form: string };

type Wanted = {
  tier: Tier;
  count: number;
  kind?: RoundKind;
  account?: string;
  confidentiality?: Confidentiality;
};

/** A draft for `count` people of one tier (and a board member) at an account of its own. */
export async function draftRound(db: D1Database, wanted: Wanted): Promise<string> {
  const { tier, count, kind = "satisfaction", confidentiality = "named" } = wanted;
  const account = wanted.account ?? `${kind}-${tier}`;
  const ctx = productOn(db);
  await insertPeople(db, account, tier, count, ctx.now.getTime());
  const { round } = accepted(
    await createRound(ctx, { accountId: account, kind, name: account, confidentiality }),
  );
  accepted(await saveSelfGrade(ctx, round.id, { grade: "B", reason: "As last year." }));
  return round.id;
}

export const explanation = "Only one tier is measured.";

/** Opens such a round, through the doors that the product has. */
export async function seedRound(db: D1Database, wanted: Wanted): Promise<Seeded> {
  const ctx = productOn(db);
  const roundId = await draftRound(db, wanted);
  accepted(await launchRound(ctx, roundId, { explanation }));
  return linksTo(db, roundId, wanted.tier);
}

/** Opens a confidential round by the Worker's own door, because the Worker alone holds the store of keys. */
export async function seedSealedRound(
  { db, client }: Pick<Runtime, "db" | "client">,
  token: string,
  wanted: Wanted,
): Promise<Seeded> {
  const roundId = await draftRound(db, { ...wanted, confidentiality: "confidential" });
  await client.send({
    method: "POST",
    path: `/api/v1/rounds/${roundId}/launch`,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ explanation }),
  });
  return linksTo(db, roundId, wanted.tier);
}

async function linksTo(db: D1Database, roundId: string, tier: Tier): Promise<Seeded> {
  const ctx = productOn(db);
  const { results } = await db
    .prepare("SELECT id FROM invitation WHERE round_id = ? AND tier = ? ORDER BY id")
    .bind(roundId, tier)
    .all<{ id: string }>();
  const links = await Promise.all(results.map(({ id }) => ctx.tokens.make("survey", id)));
  return { roundId, links, form: await formOf(ctx, links[0]!) };
}

/** Everybody's answer to an open round, as if they had all sent it: marks differ, sentences do not. */
export async function answerForAll(db: D1Database, { roundId, form }: Seeded): Promise<void> {
  const { intent: _, ...answers } = Object.fromEntries(new URLSearchParams(form));
  await db.batch([
    db
      .prepare(
        `INSERT INTO response (round_id, id, tier, answers, revision, submitted_at)
         SELECT round_id, id, tier, json_set(?2, '$.quality', cast(1 + row_number() OVER (ORDER BY id) % 5 AS TEXT)), 1, invited_at
         FROM invitation WHERE round_id = ?1`,
      )
      .bind(roundId, JSON.stringify(answers)),
    db
      .prepare("UPDATE invitation SET status = 'completed', revision = 1 WHERE round_id = ?")
      .bind(roundId),
  ]);
}

/** The same for a confidential round: every answer is sealed as a submission seals it. */
export async function sealForAll(db: D1Database, { roundId, form }: Seeded): Promise<void> {
  const ctx = productOn(db);
  const { intent: _, ...answers } = Object.fromEntries(new URLSearchParams(form));
  const round = (await db
    .prepare("SELECT id, public_key AS publicKey FROM round WHERE id = ?")
    .bind(roundId)
    .first<{ id: string; publicKey: string }>())!;
  const { results } = await db
    .prepare("SELECT tier FROM invitation WHERE round_id = ?")
    .bind(roundId)
    .all<{ tier: Tier }>();
  for (let from = 0; from < results.length; from += atOnce) {
    const page = results.slice(from, from + atOnce);
    const given = (quality: number) => ({ ...answers, quality: String(quality) });
    const sealed = await Promise.all(
      page.map(({ tier }, i) => sealAnswers(ctx, round, { tier, answers: given(1 + (i % 5)) })),
    );
    await db
      .prepare(
        `INSERT INTO sealed_response (round_id, id, sealed)
         SELECT value->>'roundId', value->>'id', value->>'sealed' FROM json_each(?)`,
      )
      .bind(JSON.stringify(sealed))
      .run();
  }
  await db
    .prepare("UPDATE invitation SET status = 'completed' WHERE round_id = ?")
    .bind(roundId)
    .run();
}

/** Ten kilobytes each: more would not fit into one value of D1. */
const atOnce = 100;

async function insertPeople(
  db: D1Database,
  account: string,
  tier: Tier,
  count: number,
  now: number,
): Promise<void> {
  const people = Array.from({ length: count }, (_, i) => ({
    id: `${account}-${i}`,
    tier,
    senior: tier === "board" && i === 0 ? 1 : 0,
  }));
  if (tier !== "board") people.push({ id: `${account}-senior`, tier: "board", senior: 1 });
  await db.batch([
    db
      .prepare(
        "INSERT OR IGNORE INTO staff (id, name, email, email_verified, role, created_at, updated_at) VALUES (?1, 'Bench', 'bench@bench.example', 1, 'account_manager', ?2, ?2)",
      )
      .bind(staffId, now),
    db
      .prepare(
        "INSERT INTO account (id, name, name_folded, account_manager_id, created_at, updated_at) VALUES (?1, ?1, ?1, ?2, ?3, ?3)",
      )
      .bind(account, staffId, now),
    db
      .prepare(
        `INSERT INTO contact (id, account_id, first_name, last_name, email, tier, function, most_senior, status, created_at, updated_at)
         SELECT value->>'id', ?1, 'Given', value->>'id', (value->>'id') || '@client.example', value->>'tier', 'other', value->>'senior', 'active', ?2, ?2
         FROM json_each(?3)`,
      )
      .bind(account, now, JSON.stringify(people)),
  ]);
}

/** A plausible complete answer: a mark everywhere, one comment, one sentence. */
async function formOf(ctx: Ctx, link: string): Promise<string> {
  const survey = await openSurvey(ctx, link);
  const sitting = survey.round.kind === "annual_review" ? 1 : null;
  const form = new URLSearchParams({ intent: "submit" });
  if (sitting) form.set("sitting", String(sitting));
  for (const question of askedOf(survey, sitting)) {
    if (question.type === "grade") form.set(question.key, "B");
    if (question.type === "rating") form.set(question.key, "4");
    if (question.type === "text") form.set(question.key, "Tell us earlier when a date will slip.");
  }
  form.set("responsiveness.comment", "Usually within the hour.");
  return form.toString();
}
