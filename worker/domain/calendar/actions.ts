import {
  findCalendarLink,
  findOwnCalendarLink,
  listDates,
  updateCalendarLink,
  updateCalendarLinkRevoked,
} from "#db/queries/calendar.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { loadSettings } from "../setting/actions.ts";
import { dueDates, type DueDate } from "./rules.ts";

/**
 * The dates of whoever this link belongs to. Throws `not_found` when it is nobody's, and `gone` when it was ended or
 * its owner deactivated. Changes nothing.
 */
export async function readCalendar(
  ctx: Ctx,
  token: string,
): Promise<{ dates: DueDate[]; supplierName: string }> {
  const known = /^[\w-]{22}$/.test(token);
  const found = known && (await findCalendarLink(ctx.db, await ctx.tokens.hash(token)));
  if (!found) throw new AppError("not_found", "Nobody has this calendar.");
  if (found.revokedAt || found.deactivatedAt)
    throw new AppError("gone", "This calendar was turned off.");
  const { supplierName, timeZone } = await loadSettings(ctx);
  return {
    dates: dueDates(await listDates(ctx.db, found.staffId, ctx.now), timeZone),
    supplierName,
  };
}

/** The actor's own link, ready to be subscribed to; null when there is none that works. */
export async function readOwnCalendar(ctx: StaffCtx): Promise<{ token: string | null }> {
  const link = await findOwnCalendarLink(ctx.db, ctx.actor.id);
  if (!link || link.revokedAt) return { token: null };
  return { token: await ctx.tokens.make("calendar", link.staffId, link.version) };
}

/** Makes the actor's link, or a new one in the place of the last, which stops at once. */
export async function renewCalendar(ctx: StaffCtx): Promise<void> {
  const staffId = ctx.actor.id;
  const version = ((await findOwnCalendarLink(ctx.db, staffId))?.version ?? 0) + 1;
  const tokenHash = await ctx.tokens.hash(await ctx.tokens.make("calendar", staffId, version));
  const link = { staffId, tokenHash, version };
  await updateCalendarLink(ctx.db, link, auditOf(ctx, "calendar.linked"));
}

/** Ends the actor's link at once; without one there is nothing to end. */
export async function endCalendar(ctx: StaffCtx): Promise<void> {
  await updateCalendarLinkRevoked(ctx.db, ctx.actor.id, auditOf(ctx, "calendar.ended"));
}

const auditOf = ({ now, actor }: StaffCtx, action: string) => ({
  at: now,
  actor: actor.id,
  action,
  subjectType: "staff",
  subjectId: actor.id,
});
