import { listStaff } from "#db/queries/staff.ts";
import type { StaffCtx } from "../../context.ts";
import { refuse, type Outcome } from "../../errors.ts";
import { previewInvitation } from "../../mail/preview.ts";
import { tiers, type Tier } from "../contact/schema.ts";
import { loadSettings } from "../setting/actions.ts";
import { activeOf } from "../staff/rules.ts";
import type { Survey } from "../survey/actions.ts";
import type { Questionnaire } from "../survey/schema.ts";
import { requireRound } from "./actions.ts";
import { composeRound, inspectDraft } from "./actions-draft.ts";
import { invitedOf } from "./gates-rules.ts";

/**
 * What a tier would be asked if the round were launched now, with the note on the levels that are invited.
 * Refuses `round_not_draft`: of a launched round a test shows what is pinned.
 */
async function composeFor(
  ctx: StaffCtx,
  roundId: string,
  tier: Tier,
): Promise<Outcome<{ questionnaire: Questionnaire }>> {
  const found = await requireRound(ctx, roundId);
  if (found.round.status !== "draft")
    return refuse("round_not_draft", "This round is launched. Send yourself a test to see it.");
  const { recipients } = await inspectDraft(ctx, found);
  const invited = new Set([tier, ...invitedOf(recipients).map((one) => one.tier)]);
  const asked = tiers.filter((one) => invited.has(one));
  return { ok: true, questionnaire: (await composeRound(ctx, found, asked))[tier]! };
}

/** The round of a preview's page. Refuses `round_not_draft`. */
export async function openPreview(ctx: StaffCtx, roundId: string) {
  const { round } = await requireRound(ctx, roundId);
  if (round.status === "draft") return { ok: true as const, round };
  return refuse("round_not_draft", "This round is launched. Send yourself a test to see it.");
}

/** A draft as the survey one level would open, addressed to who looks at it. Nobody can send it. */
export async function previewSurvey(
  ctx: StaffCtx,
  roundId: string,
  tier: Tier,
): Promise<Outcome<{ survey: Survey }>> {
  const composed = await composeFor(ctx, roundId, tier);
  if (!composed.ok) return composed;
  const { round, account } = await requireRound(ctx, roundId);
  const [settings, staff] = await Promise.all([loadSettings(ctx), listStaff(ctx.db)]);
  const confidential = round.confidentiality === "confidential";
  const survey: Survey = {
    round,
    account,
    settings,
    questionnaire: composed.questionnaire,
    test: true,
    sent: null,
    optOutToken: null,
    asker: activeOf(staff, confidential ? round.administratorId : account.accountManagerId),
    sponsor: confidential ? activeOf(staff, account.sponsorId) : null,
    contact: { id: "", firstName: ctx.actor.name, lastName: "", email: "", function: null },
    invitation: { id: "", tier, status: "invited", revision: 0, draft: null, postponedUntil: null },
  };
  return { ok: true, survey };
}

/** The invitation one level of a draft would get; its button leads to `page`, a path. */
export async function previewMail(
  ctx: StaffCtx,
  roundId: string,
  { tier, page }: { tier: Tier; page: string },
): Promise<Outcome<{ html: string }>> {
  const composed = await composeFor(ctx, roundId, tier);
  if (!composed.ok) return composed;
  const { questionnaire } = composed;
  const { html } = await previewInvitation(ctx, roundId, { questionnaire, page });
  return { ok: true, html };
}
