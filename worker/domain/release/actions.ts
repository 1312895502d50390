import { countSummaries, listInvitedContacts } from "#db/queries/client-link.ts";
import { listOptedOut, listUndeliverable } from "#db/queries/invitation.ts";
import { messageRow } from "#db/queries/message.ts";
import * as queries from "#db/queries/release.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { refuse, type Outcome } from "../../errors.ts";
import { previewReleased } from "../../mail/preview.ts";
import { readClientPlan } from "../agreement/actions-read.ts";
import { readSummary, type ClientView } from "../client-page/actions.ts";
import { firstHash } from "../link/actions.ts";
import { clientLifetime, expiryIn } from "../link/rules.ts";
import { requireRound, viewRound } from "../round/actions.ts";
import { requireClosed } from "../round/actions-closed.ts";
import type { Round } from "../round/schema.ts";
import { loadSettings } from "../setting/actions.ts";
import { reasonToSkip, type Skipped } from "./rules.ts";

type Invited = Awaited<ReturnType<typeof listInvitedContacts>>[number];

/** Who would get the summary, and who was invited and would not, with why. */
async function listReaders(ctx: StaffCtx, roundId: string) {
  const invited = await listInvitedContacts(ctx.db, roundId);
  const hashes = await Promise.all(invited.map(({ email }) => ctx.tokens.hashAddress(email)));
  const [optedOut, undeliverable] = await Promise.all([
    listOptedOut(ctx.db, hashes),
    listUndeliverable(ctx.db, hashes),
  ]);
  const readers: Invited[] = [];
  const skipped: (Invited & { why: Skipped })[] = [];
  for (const [at, contact] of invited.entries()) {
    const hash = hashes[at]!;
    const why = reasonToSkip({
      ...contact,
      optedOut: optedOut.has(hash),
      undeliverable: undeliverable.has(hash),
    });
    if (why) skipped.push({ ...contact, why });
    else readers.push(contact);
  }
  return { readers, skipped };
}

/** A closed round before its release, or after it. Refuses `round_open` and `round_cancelled`. */
export async function viewRelease(ctx: StaffCtx, roundId: string) {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  const { round, account } = closed.found;
  const [{ readers, skipped }, links, staff] = await Promise.all([
    listReaders(ctx, roundId),
    countSummaries(ctx.db, roundId),
    listStaff(ctx.db),
  ]);
  const nameOf = (id: string | null) => staff.find((person) => person.id === id)?.name ?? "";
  return {
    ok: true as const,
    round,
    account,
    readers: readers.length,
    skipped,
    links,
    people: { releasedBy: nameOf(round.releasedBy), withheldBy: nameOf(round.withheldBy) },
  };
}
type ReleaseOutcome = Awaited<ReturnType<typeof viewRelease>>;
export type ReleaseView = Extract<ReleaseOutcome, { ok: true }>;

/** The page a release would give every reader, under a note; of a released round, the page as it is. */
export async function previewPage(ctx: StaffCtx, roundId: string, note: string | null) {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  const { round, account } = closed.found;
  const [settings, staff] = await Promise.all([loadSettings(ctx), listStaff(ctx.db)]);
  const releaser = staff.find(({ id }) => id === round.releasedBy)?.name ?? null;
  const signed = round.releasedAt
    ? { note: round.releaseNote, by: releaser }
    : { note, by: ctx.actor.name };
  const summary = await readSummary(ctx, round, signed);
  const { supplierName, timeZone } = settings;
  const plan = await readClientPlan(ctx, account.id, false);
  const view: ClientView = { supplierName, accountName: account.name, timeZone, summary, plan };
  return { ok: true as const, settings, view };
}

/** The mail a release would send, addressed to who looks at it; its button leads to `page`, a path. */
export async function previewMail(
  ctx: StaffCtx,
  roundId: string,
  shown: { note: string | null; page: string },
) {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  const { html } = await previewReleased(ctx, roundId, shown);
  return { ok: true as const, html };
}

/**
 * Sends the summary of a closed round to everybody who was invited and may be mailed, once: done again it changes
 * nothing and says the same. Refuses `round_open`, `round_cancelled`, and `no_readers` when nobody could get it.
 */
export async function releaseReport(
  ctx: StaffCtx,
  roundId: string,
  note: string | null,
): Promise<Outcome<{ round: Round; recipients: number }>> {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  const { round, account } = closed.found;
  if (!round.releasedAt) {
    const { readers } = await listReaders(ctx, roundId);
    if (readers.length === 0)
      return refuse("no_readers", "Nobody who was invited can be mailed, so nobody would read it.");
    await release(ctx, { roundId, accountId: account.id, note }, readers);
  }
  const { sent } = await countSummaries(ctx.db, roundId);
  return { ok: true, round: viewRound(await requireRound(ctx, roundId)), recipients: sent };
}

type Released = { roundId: string; accountId: string; note: string | null };

async function release(ctx: StaffCtx, { roundId, accountId, note }: Released, readers: Invited[]) {
  const { timeZone } = await loadSettings(ctx);
  const expiresAt = expiryIn(clientLifetime, ctx.now, timeZone);
  const prepared = await Promise.all(
    readers.map(async ({ id: contactId, email }) => {
      const link = await prepareSummary(ctx, { roundId, accountId, contactId, expiresAt });
      return { link, message: summaryMail(link.id, email, roundId, ctx.now) };
    }),
  );
  const messages = prepared.map(({ message }) => message);
  const won = await queries.updateToReleased(ctx.db, {
    roundId,
    changeId: ctx.newId(),
    at: ctx.now,
    by: ctx.actor.id,
    note,
    links: prepared.map(({ link }) => link),
    messages,
  });
  if (won) await ctx.mail.wake(messages.map(({ id }) => id));
}

/** A new link to a round's summary for one contact. */
export async function prepareSummary(
  ctx: Ctx,
  {
    roundId,
    ...to
  }: { roundId: string } & Pick<queries.NewSummary, "accountId" | "contactId" | "expiresAt">,
): Promise<queries.NewSummary> {
  const id = await ctx.tokens.make("record", `summary|${roundId}|${to.contactId}`);
  const optOutHash = await ctx.tokens.hash(await ctx.tokens.make("opt-out", id));
  return { ...to, id, optOutHash, tokenHash: await firstHash(ctx, "client", id) };
}

/** The mail that brings such a link, once. */
export const summaryMail = (linkId: string, recipient: string, roundId: string, now: Date) =>
  messageRow({ id: `report-released/${linkId}`, kind: "report_released", recipient, roundId }, now);

/** Notes that a round is not to be released, and why. It may be released later all the same. */
export async function withholdReport(
  ctx: StaffCtx,
  roundId: string,
  reason: string,
): Promise<Outcome<object>> {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  const change = { roundId, changeId: ctx.newId(), at: ctx.now, by: ctx.actor.id };
  if (await queries.updateToWithheld(ctx.db, change, reason)) return { ok: true };
  return refuse("released_already", "This round was released or set aside in the meantime.");
}

/** Revokes every link to a round's summary. Done twice it is done. */
export async function withdrawRelease(ctx: StaffCtx, roundId: string): Promise<Outcome<object>> {
  const closed = await requireClosed(ctx, roundId);
  if (!closed.ok) return closed;
  await queries.updateToWithdrawn(ctx.db, roundId, {
    at: ctx.now,
    actor: ctx.actor.id,
    action: "round.release_withdrawn",
    subjectType: "round",
    subjectId: roundId,
  });
  return { ok: true };
}
