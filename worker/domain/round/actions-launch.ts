import { insertTestLink, updateToOpen, type NewInvitation } from "#db/queries/round-launch.ts";
import { messageRow } from "#db/queries/message.ts";
import type { FoundRound } from "#db/queries/round.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { refuse, type Outcome } from "../../errors.ts";
import { tiers, type Tier } from "../contact/schema.ts";
import { activeOf, noticeChain, noticeRecipients } from "../staff/rules.ts";
import type { Questionnaire } from "../survey/schema.ts";
import { actorId, notDraft, requireRound } from "./actions.ts";
import { composeRound, inspectDraft, type DraftState } from "./actions-draft.ts";
import {
  apartFromShared,
  invitedOf,
  standingGates,
  unreachableSenior,
  type Recipient,
} from "./gates-rules.ts";

/** A questionnaire as it is kept: its id is the hash of its content. */
export async function pinQuestionnaire(ctx: Ctx, definition: Questionnaire) {
  const { slug, version } = definition;
  const id = await ctx.tokens.hash(JSON.stringify([slug, version, definition]));
  return { id, slug, version, definition };
}

/** An invitation that is not written yet; its links can be made from its id at any time. */
export async function prepareInvitation(
  ctx: Ctx,
  { roundId, ...to }: { roundId: string; contactId: string; tier: Tier; templateVersionId: string },
): Promise<NewInvitation> {
  // The same for the same person and round: links already mailed stay good if a launch that was lost is repeated.
  const id = await ctx.tokens.make("record", `invitation|${roundId}|${to.contactId}`);
  const hashed = async (kind: "survey" | "opt-out") =>
    ctx.tokens.hash(await ctx.tokens.make(kind, id));
  const [tokenHash, optOutHash] = await Promise.all([hashed("survey"), hashed("opt-out")]);
  return { id, ...to, tokenHash, optOutHash };
}

/** The mail that brings an invitation. */
export const invitationMail = (ctx: Ctx, roundId: string, invitationId: string, to: string) =>
  messageRow(
    {
      id: `invitation/${invitationId}`,
      kind: "invitation",
      recipient: to,
      invitationId,
      roundId,
    },
    ctx.now,
  );

type Message = ReturnType<typeof messageRow>;

/**
 * How a portfolio launch opens a round: until when, each invitation at a time of its own, and what it explains for all
 * its accounts.
 */
export type Pacing = {
  launchId: string;
  closesAt: Date;
  explanation: string | null;
  pace: (mail: Message) => Message;
};

/**
 * Opens a draft: seals our own grade, pins what is asked, invites, and wakes the mail. Refuses
 * `round_not_draft`, `draft_changed`, `deadline_passed`, or with the first failing gate, the codes of all in
 * `details.failed`, and what each is about in `details.gates`.
 */
export async function launchRound(
  ctx: Ctx,
  roundId: string,
  { explanation = null, pacing = null }: { explanation?: string | null; pacing?: Pacing | null },
): Promise<Outcome<{ invited: number }>> {
  const found = await requireRound(ctx, roundId);
  if (found.round.status !== "draft") return notDraft(found.round.status);
  if ((pacing ?? found.round).closesAt <= ctx.now)
    return refuse("deadline_passed", "The deadline of this round has passed. Choose a later day.");
  const draft = await inspectDraft(ctx, found);
  const own = explanation?.trim() || null;
  const shared = pacing?.explanation ?? null;
  const failed = standingGates(shared ? apartFromShared(draft.failed) : draft.failed, own);
  if (failed[0])
    return refuse(failed[0].code, failed[0].message, {
      failed: failed.map(({ code }) => code),
      gates: failed,
    });
  const explained = own ?? (draft.failed.length > 0 ? shared : null);
  return open(ctx, found, draft, { explanation: explained, pacing });
}

async function open(
  ctx: Ctx,
  found: FoundRound,
  { recipients, questionnaires, failed }: DraftState,
  { explanation, pacing }: { explanation: string | null; pacing: Pacing | null },
): Promise<Outcome<{ invited: number }>> {
  const roundId = found.round.id;
  const invited = invitedOf(recipients);
  const versions = await pinAll(ctx, questionnaires);
  const invitations = await Promise.all(
    invited.map(({ id, tier }) =>
      prepareInvitation(ctx, {
        roundId,
        contactId: id,
        tier,
        templateVersionId: versions[tier]!.id,
      }),
    ),
  );
  const mails = invitations.map(({ id }, index) =>
    invitationMail(ctx, roundId, id, invited[index]!.email),
  );
  const call = await sponsorCall(ctx, found, recipients);
  const messages = [...(pacing ? mails.map(pacing.pace) : mails), ...call];
  const overridden = failed.map(({ code }) => code);
  // Kept before it is in use: a launch that fails from here on leaves at most a key that opens nothing.
  const confidential = found.round.confidentiality === "confidential";
  const publicKey = confidential ? await ctx.sealing.makeKey(roundId) : null;
  const won = await updateToOpen(ctx.db, {
    roundId,
    changeId: ctx.newId(),
    seen: found.round.changeId,
    at: ctx.now,
    by: actorId(ctx),
    explanation,
    publicKey,
    versions: Object.values(versions),
    invitations,
    messages,
    audit: { invited: invited.length, overridden },
    paced: pacing,
  });
  if (!won) return lostLaunch(ctx, roundId);
  await ctx.mail.wake(messages.filter(({ sendAfter }) => !sendAfter).map(({ id }) => id));
  return { ok: true, invited: invited.length };
}

/** Why nothing opened: somebody else was faster, or changed the draft after it was checked. */
async function lostLaunch(ctx: Ctx, roundId: string) {
  const { round } = await requireRound(ctx, roundId);
  if (round.status !== "draft") return notDraft(round.status);
  return refuse("draft_changed", "The draft was changed just now. Look at it and launch again.");
}

async function pinAll(ctx: Ctx, questionnaires: DraftState["questionnaires"]) {
  const asked = tiers.filter((tier) => questionnaires[tier]);
  const pinned = await Promise.all(
    asked.map((tier) => pinQuestionnaire(ctx, questionnaires[tier]!)),
  );
  return Object.fromEntries(asked.map((tier, index) => [tier, pinned[index]!])) as Partial<
    Record<Tier, (typeof pinned)[number]>
  >;
}

/** When the most senior contact cannot be written to, the sponsor is asked to call. */
async function sponsorCall(ctx: Ctx, { round, account }: FoundRound, recipients: Recipient[]) {
  const senior = unreachableSenior(recipients);
  if (!senior) return [];
  const staff = await listStaff(ctx.db);
  const sponsor = activeOf(staff, account.sponsorId);
  const others = noticeRecipients(
    noticeChain(staff, account.accountManagerId, ctx.config.ADMIN_EMAIL),
  );
  const to = sponsor ? [{ staffId: sponsor.id, email: sponsor.email }] : others;
  return to.map(({ staffId, email }) =>
    messageRow(
      {
        id: `senior-unreachable/${round.id}/${staffId ?? "admin"}`,
        recipient: email,
        kind: "senior_unreachable",
        staffId,
        roundId: round.id,
        data: { contactId: senior.id, contactName: senior.name },
      },
      ctx.now,
    ),
  );
}

/** Mails a link to what one tier is asked to whoever wants to see it. What is sent there is not stored. */
export async function sendTest(
  ctx: StaffCtx,
  roundId: string,
  tier: Tier,
): Promise<Outcome<{ to: string }>> {
  const found = await requireRound(ctx, roundId);
  if (found.round.status !== "draft" && found.round.status !== "open")
    return refuse("round_over", "This round is over; there is nothing left to try out.");
  const { recipients } = await inspectDraft(ctx, found);
  const invited = new Set([tier, ...invitedOf(recipients).map((one) => one.tier)]);
  const questionnaires = await composeRound(
    ctx,
    found,
    tiers.filter((one) => invited.has(one)),
  );
  const version = await pinQuestionnaire(ctx, questionnaires[tier]!);
  const id = ctx.newId();
  const { id: staffId, email } = ctx.actor;
  const mail = messageRow(
    {
      id: `test/${id}`,
      kind: "test_invitation",
      recipient: email,
      staffId,
      roundId,
      data: { testLinkId: id, tier },
    },
    ctx.now,
  );
  const tokenHash = await ctx.tokens.hash(await ctx.tokens.make("test", id));
  const link = { id, roundId, tier, staffId, tokenHash, templateVersionId: version.id };
  await insertTestLink(ctx.db, { ...link, createdAt: ctx.now }, version, mail);
  await ctx.mail.wake([mail.id]);
  return { ok: true, to: email };
}
