import {
  findContactByEmail,
  findLastInvited,
  findNomination,
  isBarred,
  listNominations as listNominationRows,
  listOptedOut,
  listUndeliverable,
  updateToAccepted,
  updateToRefused,
} from "#db/queries/invitation.ts";
import type { FoundRound } from "#db/queries/round.ts";
import type { Ctx } from "../../context.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { nameOf } from "../contact/rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { actorId, requireRound } from "./actions.ts";
import { invitationMail, prepareInvitation } from "./actions-launch.ts";
import { splitName, throttleStart } from "./rules.ts";

export type Nomination = {
  invitationId: string;
  name: string;
  email: string;
  status: "proposed" | "accepted" | "refused";
  createdAt: Date;
  /** Who named this colleague. */
  proposedBy: string;
};

/** The colleagues that the invited named in their place, the oldest first. */
export async function listNominations(ctx: Ctx, { round }: FoundRound): Promise<Nomination[]> {
  const rows = await listNominationRows(ctx.db, round.id);
  return rows.map(({ firstName, lastName, ...row }) => ({
    ...row,
    proposedBy: nameOf({ firstName, lastName }),
  }));
}

type Decided = Outcome<{ status: "accepted" | "refused" }>;
type Named = NonNullable<Awaited<ReturnType<typeof findNomination>>>;

const decidedAlready = refuse("nomination_decided", "This proposal was decided already.");

/**
 * Decides a proposed colleague, once. Accepting makes the contact where there is none and invites that person
 * with what the original was asked. Refuses `nomination_decided`, `round_not_open`, `opted_out`, `contact_left`,
 * and `throttled` unless a reason is given. The same decision again changes nothing.
 */
export async function decideNomination(
  ctx: Ctx,
  roundId: string,
  invitationId: string,
  { accept, reason = null }: { accept: boolean; reason?: string | null },
): Promise<Decided> {
  const found = await requireRound(ctx, roundId);
  const named = await findNomination(ctx.db, roundId, invitationId);
  if (!named) throw new AppError("not_found", "Nobody was proposed there.");
  const wanted = accept ? "accepted" : "refused";
  if (named.nomination.status === wanted) return { ok: true, status: wanted };
  if (named.nomination.status !== "proposed") return decidedAlready;
  if (found.round.status !== "open")
    return refuse("round_not_open", "This round is over; nobody can be invited any more.");
  if (accept) return acceptNomination(ctx, found, named, reason);
  const decision = { roundId, invitationId, by: actorId(ctx), at: ctx.now };
  return (await updateToRefused(ctx.db, decision))
    ? { ok: true, status: "refused" }
    : decidedAlready;
}

async function acceptNomination(
  ctx: Ctx,
  { round }: FoundRound,
  { nomination, tier, templateVersionId }: Named,
  reason: string | null,
): Promise<Decided> {
  const { invitationId, email, name } = nomination;
  const known = await findContactByEmail(ctx.db, round.accountId, email);
  if (known?.status === "left")
    return refuse("contact_left", "This person is marked as having left. Correct that first.");
  const hindrance = await findHindrance(ctx, round.id, email, reason);
  if (hindrance) return hindrance;
  const contactId = known?.id ?? ctx.newId();
  const to = { roundId: round.id, contactId, tier, templateVersionId };
  const invitation = await prepareInvitation(ctx, to);
  const mail = invitationMail(ctx, round.id, invitation.id, email);
  const newContact = known
    ? null
    : {
        id: contactId,
        accountId: round.accountId,
        ...splitName(name),
        email,
        tier,
        createdAt: ctx.now,
        updatedAt: ctx.now,
      };
  const decision = { roundId: round.id, invitationId, by: actorId(ctx), at: ctx.now, reason };
  if (!(await updateToAccepted(ctx.db, { ...decision, newContact, invitation, mail })))
    return decidedAlready;
  await ctx.mail.wake([mail.id]);
  return { ok: true, status: "accepted" };
}

/**
 * Why this address cannot be invited to an open round: `opted_out`, or `throttled` unless a reason is given. Null
 * when nothing stands against it.
 */
export async function findHindrance(
  ctx: Ctx,
  roundId: string,
  email: string,
  reason: string | null,
) {
  if (await isBarred(ctx.db, roundId, email))
    return refuse(
      "do_not_survey",
      "This person is marked as not to be surveyed. Correct that first.",
    );
  const addressHash = await ctx.tokens.hashAddress(email);
  const optedOut = await listOptedOut(ctx.db, [addressHash]);
  if (optedOut.size > 0)
    return refuse("opted_out", "This person wants no more mail from us, so cannot be invited.");
  if ((await listUndeliverable(ctx.db, [addressHash])).size > 0)
    return refuse("undeliverable", "This address takes no mail. Correct it first.");
  const { timeZone } = await loadSettings(ctx);
  const since = throttleStart(ctx.now, timeZone);
  const lately = await findLastInvited(ctx.db, email, since, roundId);
  if (lately !== null && !reason?.trim())
    return refuse(
      "throttled",
      "This person was invited less than 180 days ago. Write down why they are asked again.",
    );
  return null;
}
