import * as z from "zod";
import { messageRow } from "#db/queries/message.ts";
import { listCorrected } from "#db/queries/round-progress.ts";
import {
  findAccountContact,
  findInvitationOf,
  insertRecipient,
  listPinnedTiers,
  updateDeadline,
  updateReissued,
} from "#db/queries/round-running.ts";
import type { FoundRound } from "#db/queries/round.ts";
import type { Ctx } from "../../context.ts";
import { invalid, refuse, type Outcome } from "../../errors.ts";
import { nameOf } from "../contact/rules.ts";
import { tiers, type Tier } from "../contact/schema.ts";
import { loadSettings } from "../setting/actions.ts";
import { actorId, requireRound } from "./actions.ts";
import { composeRound } from "./actions-draft.ts";
import { invitationMail, pinQuestionnaire, prepareInvitation } from "./actions-launch.ts";
import { findHindrance } from "./actions-nomination.ts";
import { deadlineOf } from "./rules.ts";

const notOpen = refuse("round_not_open", "This round is not open, so nothing about it can change.");

/** The round, if it is open. */
async function requireOpen(ctx: Ctx, roundId: string): Promise<Outcome<{ found: FoundRound }>> {
  const found = await requireRound(ctx, roundId);
  return found.round.status === "open" ? { ok: true, found } : notOpen;
}

/**
 * Moves the deadline of an open round to the end of a day, `2026-04-01` in the supplier's zone, earlier or later.
 * What was sent stays sent. Refuses `round_not_open`, `invalid`, and `deadline_moved` when somebody else just did.
 */
export async function moveDeadline(
  ctx: Ctx,
  roundId: string,
  { closesAt }: { closesAt: string },
): Promise<Outcome<{ closesAt: Date }>> {
  const open = await requireOpen(ctx, roundId);
  if (!open.ok) return open;
  const { timeZone } = await loadSettings(ctx);
  if (!z.iso.date().safeParse(closesAt).success)
    return invalid("closesAt", "Choose a day for the deadline.");
  const to = deadlineOf(closesAt, ctx.now, timeZone);
  if (to <= ctx.now)
    return invalid("closesAt", "That day is over. Choose a later one, or close the round now.");
  const from = open.found.round.closesAt;
  if (to.getTime() === from.getTime()) return { ok: true, closesAt: to };
  const change = { roundId, changeId: ctx.newId(), at: ctx.now, by: actorId(ctx) };
  return (await updateDeadline(ctx.db, change, { from, to }))
    ? { ok: true, closesAt: to }
    : refuse("deadline_moved", "Somebody else changed the round just now. Look again.");
}

/**
 * Invites one more contact of the account, by id or address, with what the round asks their level. Refuses
 * `round_not_open`, `invalid`, `contact_left`, `already_invited`, `opted_out`, and `throttled` without a reason.
 */
export async function addRecipient(
  ctx: Ctx,
  roundId: string,
  { recipient, reason = null }: { recipient: string; reason?: string | null },
): Promise<Outcome<{ name: string }>> {
  const open = await requireOpen(ctx, roundId);
  if (!open.ok) return open;
  const contact = await findAccountContact(ctx.db, open.found.account.id, recipient.trim());
  if (!contact)
    return invalid("recipient", "The account has no contact like that. Add the contact first.");
  if (contact.status === "left")
    return refuse("contact_left", "This person is marked as having left. Correct that first.");
  const earlier = await findInvitationOf(ctx.db, roundId, contact.id);
  // In a confidential round nobody is invited anew: only who has not answered could be.
  if (earlier && (earlier.status !== "revoked" || isConfidential(open.found)))
    return refuse("already_invited", "This person is invited already.");
  const hindrance = await findHindrance(ctx, roundId, contact.email, reason);
  if (hindrance) return hindrance;
  const added = earlier
    ? await reissue(ctx, open.found, { ...earlier, email: contact.email }, "recipient.added")
    : await invite(ctx, open.found, contact, reason);
  return added ? { ok: true, name: nameOf(contact) } : notOpen;
}

type Asked = { id: string; tier: Tier; email: string };

async function invite(ctx: Ctx, found: FoundRound, contact: Asked, reason: string | null) {
  const roundId = found.round.id;
  const pinned = await listPinnedTiers(ctx.db, roundId);
  const { id: contactId, tier } = contact;
  const known = pinned.find((one) => one.tier === tier)?.templateVersionId;
  const version = known === undefined ? await pinFor(ctx, found, tier, pinned) : null;
  const templateVersionId = known ?? version!.id;
  const invitation = await prepareInvitation(ctx, { roundId, contactId, tier, templateVersionId });
  const mail = invitationMail(ctx, roundId, invitation.id, contact.email);
  const by = { roundId, at: ctx.now, by: actorId(ctx), reason };
  const versions = version ? [version] : [];
  const won = await insertRecipient(ctx.db, { ...by, versions, invitation, mail });
  if (won) await ctx.mail.wake([mail.id]);
  return won;
}

/** What a level is asked that the round did not ask so far; the others' wording stays as it was pinned. */
async function pinFor(ctx: Ctx, found: FoundRound, tier: Tier, pinned: { tier: Tier }[]) {
  const asked = tiers.filter((one) => one === tier || pinned.some((other) => other.tier === one));
  return pinQuestionnaire(ctx, (await composeRound(ctx, found, asked))[tier]!);
}

const isConfidential = ({ round }: FoundRound) => round.confidentiality === "confidential";

type Sent = { id: string; tokenVersion: number; email: string };

/** The same invitation once more, as a new message under a new link. */
async function reissue(
  ctx: Ctx,
  found: FoundRound,
  { id, tokenVersion, email }: Sent,
  action: "invitation.sent_again" | "recipient.added",
) {
  const roundId = found.round.id;
  const version = tokenVersion + 1;
  const mail = messageRow(
    {
      id: `invitation/${id}/${version}`,
      kind: "invitation",
      recipient: email,
      invitationId: id,
      roundId,
    },
    ctx.now,
  );
  const won = await updateReissued(ctx.db, {
    roundId,
    at: ctx.now,
    by: actorId(ctx),
    action,
    invitation: { id, tokenVersion },
    confidential: isConfidential(found),
    tokenHash: await ctx.tokens.hash(await ctx.tokens.make("survey", id, version)),
    mail,
  });
  if (won) await ctx.mail.wake([mail.id]);
  return won;
}

const mostResent = 200;

/**
 * Sends the invitation again to whoever's address was corrected since it was sent: to one of them, or to all. The
 * second click finds nothing left to do. In a confidential round who has answered is among them, because who is
 * written to can be looked up. Refuses `round_not_open` and, in a named round, `nothing_to_resend`.
 */
export async function resendCorrected(
  ctx: Ctx,
  roundId: string,
  invitationId: string | null,
): Promise<Outcome<{ sent: number }>> {
  const open = await requireOpen(ctx, roundId);
  if (!open.ok) return open;
  const corrected = await listCorrected(ctx.db, roundId, mostResent);
  let sent = 0;
  for (const one of corrected)
    if (invitationId === null || one.id === invitationId)
      sent += (await reissue(ctx, open.found, one, "invitation.sent_again")) ? 1 : 0;
  return sent > 0 || isConfidential(open.found)
    ? { ok: true, sent }
    : refuse("nothing_to_resend", "Nobody here has a new address that was not written to yet.");
}
