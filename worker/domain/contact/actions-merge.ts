import { findBelongings, listOthers, updateMerged } from "#db/queries/contact-merge.ts";
import { listOptedOut } from "#db/queries/invitation.ts";
import type { StaffCtx } from "../../context.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { requireContact } from "./actions.ts";
import { auditOf } from "./actions-standing.ts";

export type MergeChoice = Awaited<ReturnType<typeof readMergeChoice>>;

/** A contact within reach, and whom it may turn out to be. */
export async function readMergeChoice(ctx: StaffCtx, contactId: string) {
  const from = await requireContact(ctx, contactId);
  return { from, others: await listOthers(ctx.db, from.accountId, from.id) };
}

export type MergePreview = Awaited<ReturnType<typeof previewMerge>>;

/** What a merge would move. Both must be contacts of one account within reach. */
export async function previewMerge(ctx: StaffCtx, contactId: string, intoId: string) {
  const { from, into } = await requireTwo(ctx, contactId, intoId);
  const { accountId } = from;
  const { rounds, comments, cases } = await findBelongings(ctx.db, {
    accountId,
    from: from.id,
    into: into.id,
  });
  const both = rounds.filter((one) => one.both === 1);
  return {
    from,
    into,
    moving: rounds.filter((one) => one.both === 0).map(({ name }) => name),
    bothOpen: both.filter(({ open }) => open === 1).map(({ name }) => name),
    bothEnded: both.filter(({ open }) => open !== 1).map(({ name }) => name),
    comments,
    cases,
    optedOut: await isOptedOut(ctx, from.email),
  };
}

async function requireTwo(ctx: StaffCtx, contactId: string, intoId: string) {
  const [from, into] = await Promise.all([
    requireContact(ctx, contactId),
    requireContact(ctx, intoId),
  ]);
  if (from.accountId !== into.accountId || from.id === into.id)
    throw new AppError("not_found", "There is no such contact at this account.");
  return { from, into };
}

async function isOptedOut(ctx: StaffCtx, email: string): Promise<boolean> {
  return (await listOptedOut(ctx.db, [await ctx.tokens.hashAddress(email)])).size > 0;
}

/**
 * Merges a contact into another of the same account. That it wants no more mail is a wish of the person, so it
 * counts for the address that stays as well. Refusal: `merged_already`, when somebody else was faster.
 */
export async function mergeContacts(
  ctx: StaffCtx,
  contactId: string,
  intoId: string,
): Promise<Outcome<object>> {
  const { from, into } = await requireTwo(ctx, contactId, intoId);
  const optedOut = await isOptedOut(ctx, from.email);
  const merged = await updateMerged(ctx.db, {
    accountId: from.accountId,
    from,
    into,
    optOutHash: optedOut ? await ctx.tokens.hashAddress(into.email) : null,
    audit: auditOf(ctx, "contact.merged", from.id, { into: into.id }),
  });
  if (merged) return { ok: true };
  return refuse("merged_already", "One of the two was merged in the meantime. Look again.");
}
