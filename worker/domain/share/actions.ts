import { listOptedOut, listUndeliverable } from "#db/queries/invitation.ts";
import { messageRow } from "#db/queries/message.ts";
import * as queries from "#db/queries/share.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { firstHash, hashOf, renewLink } from "../link/actions.ts";
import { expiryIn, standingOf, usualLifetime } from "../link/rules.ts";
import { requireClosed } from "../round/actions-closed.ts";
import { readReportOutside } from "../reports/actions-outside.ts";
import { defaultSettings, loadSettings } from "../setting/actions.ts";
import type { NewShare } from "./schema.ts";

const mostListed = 200;

/** A closed round's links to its team view, the newest on top. Refuses `round_open` and `round_cancelled`. */
export async function viewShares(ctx: StaffCtx, roundId: string) {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  const { round, account } = closed.found;
  const shares = (await queries.listShares(ctx.db, roundId, mostListed)).map((share) => ({
    ...share,
    author: share.author ?? "",
    standing: standingOf({ ...share, tokenHash: "" }, "", ctx.now),
  }));
  // Sent twice, a form with the same key makes one link.
  return { ok: true as const, round, account, shares, key: ctx.newId() };
}
type SharesOutcome = Awaited<ReturnType<typeof viewShares>>;
export type SharesView = Extract<SharesOutcome, { ok: true }>;

/** The team view as its link would show it, for who is about to send it. */
export async function previewShared(ctx: StaffCtx, roundId: string) {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  return { ok: true as const, ...(await readReportOutside(ctx, roundId, "team")) };
}

/**
 * Makes a private link to the team view for one person and mails it. The same `key` for the same person makes it
 * once. Refuses `no_mail` when the address takes none.
 */
export async function shareReport(
  ctx: StaffCtx,
  roundId: string,
  { name, email, note, days }: NewShare,
  key: string,
): Promise<Outcome<object>> {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  const address = [await ctx.tokens.hashAddress(email)];
  const [optedOut, undeliverable] = await Promise.all([
    listOptedOut(ctx.db, address),
    listUndeliverable(ctx.db, address),
  ]);
  if (optedOut.size + undeliverable.size > 0)
    return refuse("no_mail", "This address takes no mail from us.", [
      { field: "email", message: "This address takes no mail from us. Choose another." },
    ]);
  const id = (await ctx.tokens.hash(`${key}|${roundId}|${email}`)).slice(0, 22);
  const { timeZone } = await loadSettings(ctx);
  const mail = messageRow(
    { id: `report-shared/${id}`, kind: "report_shared", recipient: email, roundId },
    ctx.now,
  );
  const row = {
    id,
    roundId,
    name,
    email,
    note,
    createdBy: ctx.actor.id,
    tokenHash: await firstHash(ctx, "share", id),
    expiresAt: expiryIn(days, ctx.now, timeZone),
    createdAt: ctx.now,
  };
  await queries.insertShare(ctx.db, row, mail, auditOf(ctx, "round.shared", roundId, id));
  await ctx.mail.wake([mail.id]);
  return { ok: true };
}

/** Revokes a link of this round at once and for good. Done twice it is done. */
export async function revokeShare(
  ctx: StaffCtx,
  roundId: string,
  id: string,
): Promise<Outcome<object>> {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  const audit = auditOf(ctx, "round.share_revoked", roundId, id);
  await queries.updateShareRevoked(ctx.db, { roundId, id }, audit);
  return { ok: true };
}

const auditOf = (ctx: StaffCtx, action: string, roundId: string, shareId: string) => ({
  at: ctx.now,
  actor: ctx.actor.id,
  action,
  subjectType: "round",
  subjectId: roundId,
  detail: { shareId },
});

/** What a private link opens, or how it stands. Throws not_found when there is none. Changes nothing. */
export async function openShared(ctx: Ctx, token: string) {
  const hash = await hashOf(ctx, token);
  const found = hash && (await queries.findShare(ctx.db, hash));
  if (!found) throw new AppError("not_found", "No report has this link.");
  const settings = found.settings ?? defaultSettings(ctx.config);
  const standing = standingOf(found.link, hash, ctx.now);
  if (standing !== "open") return { standing, settings };
  const shown = await readReportOutside(ctx, found.link.roundId, "team");
  return { standing, settings, link: found.link, ...shown };
}

/** Mails a fresh link to the person an expired one was made for, and to nobody else. */
export async function renewShared(ctx: Ctx, token: string) {
  const hash = await hashOf(ctx, token);
  const found = hash && (await queries.findShare(ctx.db, hash));
  if (!found) throw new AppError("not_found", "No report has this link.");
  const { link } = found;
  const settings = found.settings ?? defaultSettings(ctx.config);
  const standing = standingOf(link, hash, ctx.now);
  if (standing === "expired")
    await renewLink(ctx, "share", link, {
      expiresAt: expiryIn(usualLifetime, ctx.now, settings.timeZone),
      mail: { kind: "report_shared", recipient: link.email, roundId: link.roundId },
    });
  return { standing, settings };
}
