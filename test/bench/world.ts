import { openSession, prepareSignInLink } from "#worker/domain/session/actions.ts";
import { leader, settle } from "./models.ts";
import { productOn } from "./product.ts";
import type { Runtime } from "./runtime.ts";
import { seedRound, seedSealedRound, type Seeded } from "./seed.ts";

export type World = {
  cookie: string;
  /** A token of the same person for the API. */
  token: string;
  /** A closed round with its report. */
  roundId: string;
  accountId: string;
  /** People of an open round, and of a confidential one. */
  seeded: Seeded;
  sealed: Seeded;
};

/** Signs a leader in, who sees everything, and opens two rounds for so many people each. */
export async function openWorld(ours: Runtime, people: number): Promise<World> {
  const { db } = ours;
  const ctx = productOn(db);
  const signIn = ctx.newId();
  await prepareSignInLink(ctx, leader.email, signIn);
  const session = await openSession(ctx, signIn, new Headers());
  if (!session) throw new Error("The leader could not be signed in.");
  const cookie = session.cookies.map((one) => one.split(";")[0]).join("; ");
  const token = ctx.newId();
  await db
    .prepare(
      "INSERT INTO api_token (id, staff_id, name, token_hash, scope, created_at) VALUES (?, ?, 'Bench', ?, 'write', ?)",
    )
    .bind(ctx.newId(), leader.id, await ctx.tokens.hash(token), ctx.now.getTime())
    .run();
  const last = await db
    .prepare(
      "SELECT round_id AS roundId, account_id AS accountId FROM report ORDER BY closed_at DESC, round_id LIMIT 1",
    )
    .first<Pick<World, "roundId" | "accountId">>();
  const wanted = { tier: "user" as const, count: people };
  const seeded = await seedRound(db, wanted);
  const sealed = await seedSealedRound(ours, token, { ...wanted, account: "sealed" });
  // For the sweeps, which look at these for second sittings.
  await seedRound(db, { tier: "manager", count: 50, kind: "annual_review", account: "reviewed" });
  await settle(db);
  return { cookie, token, ...last!, seeded, sealed };
}
