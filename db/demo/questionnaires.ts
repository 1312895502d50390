import type { Ctx } from "#worker/context.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import { pinQuestionnaire } from "#worker/domain/round/actions-launch.ts";
import type { Confidentiality, ModuleSlug, RoundKind } from "#worker/domain/round/schema.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import { tierNote } from "#worker/domain/survey/tier-note-rules.ts";
import { listKeptPromises } from "../queries/verification.ts";
import type { account } from "../schema.ts";

/** What each tier of a round is asked, as a launch keeps it. */
export type Pinned = Partial<Record<Tier, Awaited<ReturnType<typeof pinQuestionnaire>>>>;

export async function pinQuestionnaires(
  ctx: Ctx,
  round: { kind: RoundKind; confidentiality: Confidentiality; modules: ModuleSlug[] },
  asked: typeof account.$inferInsert & { id: string },
  tiers: Tier[],
): Promise<Pinned> {
  const about = {
    services: asked.services ?? null,
    competitors: asked.competitors ?? null,
    matter: asked.matter ?? null,
    matterObservation: asked.matterObservation ?? null,
  };
  const promises = await listKeptPromises(ctx.db, asked.id);
  const composed = Object.fromEntries(
    tiers.map((tier) => [tier, composeQuestionnaire({ ...round, tier, account: about, promises })]),
  );
  const pinned: Pinned = {};
  for (const tier of tiers)
    pinned[tier] = await pinQuestionnaire(ctx, {
      ...composed[tier]!,
      tierNote: tierNote(composed, tier),
    });
  return pinned;
}
