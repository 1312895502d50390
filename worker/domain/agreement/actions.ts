import * as queries from "#db/queries/agreement.ts";
import { listContactsBySeniority } from "#db/queries/contact.ts";
import { listOptedOut, listUndeliverable } from "#db/queries/invitation.ts";
import { messageRow } from "#db/queries/message.ts";
import type { StaffCtx } from "../../context.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { requireAccount } from "../account/actions.ts";
import type { ClientView } from "../client-page/actions.ts";
import { nameOf } from "../contact/rules.ts";
import { firstHash } from "../link/actions.ts";
import { clientLifetime, expiryIn } from "../link/rules.ts";
import { reasonToSkip } from "../release/rules.ts";
import { dayField } from "../round/rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { readClientPlan } from "./actions-read.ts";

const mostContacts = 300;

type PlanLink = Awaited<ReturnType<typeof queries.listPlanLinks>>[number]["link"];

/** Whom the plan of an account may be put to, to whom it was, and what they said. */
export async function viewAgreement(ctx: StaffCtx, accountId: string) {
  const account = await requireAccount(ctx, accountId);
  const [contacts, lines, links, agreements, replies] = await Promise.all([
    listReachable(ctx, accountId),
    queries.listPromised(ctx.db, accountId),
    queries.listPlanLinks(ctx.db, accountId),
    queries.listAgreements(ctx.db, accountId),
    queries.listReplies(ctx.db, accountId),
  ]);
  const counterparts = new Set(lines.map(({ action }) => action.counterpartId));
  return {
    account: { id: account.id, name: account.name },
    lines: lines.length,
    contacts: contacts.map((one) => ({ ...one, counterpart: counterparts.has(one.id) })),
    links: links.map(({ link, contact }) => ({
      id: link.id,
      contact: { id: contact.id, name: nameOf(contact) },
      expiresAt: link.expiresAt,
      standing: standingIn(link, ctx.now),
    })),
    agreements,
    replies,
  };
}
export type AgreementView = Awaited<ReturnType<typeof viewAgreement>>;

const standingIn = ({ revokedAt, expiresAt }: PlanLink, now: Date) => {
  if (revokedAt) return "revoked" as const;
  return expiresAt > now ? ("open" as const) : ("expired" as const);
};

/** Contacts who may be mailed. */
async function listReachable(ctx: StaffCtx, accountId: string) {
  const all = await listContactsBySeniority(ctx.db, accountId, { skip: 0, limit: mostContacts });
  const hashes = await Promise.all(all.map(({ email }) => ctx.tokens.hashAddress(email)));
  const [optedOut, undeliverable] = await Promise.all([
    listOptedOut(ctx.db, hashes),
    listUndeliverable(ctx.db, hashes),
  ]);
  return all.filter((contact, at) => {
    const hash = hashes[at]!;
    const standing = { optedOut: optedOut.has(hash), undeliverable: undeliverable.has(hash) };
    return reasonToSkip({ ...contact, ...standing }) === null;
  });
}

/** The page as it would be sent, for who is about to send it. */
export async function previewPlan(ctx: StaffCtx, accountId: string) {
  const account = await requireAccount(ctx, accountId);
  const [settings, plan] = await Promise.all([
    loadSettings(ctx),
    readClientPlan(ctx, accountId, true),
  ]);
  const { supplierName, timeZone } = settings;
  const view: ClientView = {
    supplierName,
    accountName: account.name,
    timeZone,
    summary: null,
    plan,
  };
  return { settings, view };
}

/**
 * Sends these contacts the plan by private link: each at most once a day, however often this is called. Who has a
 * link keeps it, with a new term; a revoked one becomes another. Refuses `no_plan` when the client would see no
 * line, and `no_readers` when none of them may be mailed.
 */
export async function sendPlan(
  ctx: StaffCtx,
  accountId: string,
  contactIds: string[],
): Promise<Outcome<{ sent: number }>> {
  const { account, lines, contacts } = await viewAgreement(ctx, accountId);
  if (lines === 0)
    return refuse("no_plan", "The plan has no line that the client may see. Add one first.");
  const readers = contacts.filter(({ id }) => contactIds.includes(id));
  if (readers.length === 0)
    return refuse("no_readers", "Choose at least one contact who takes mail from us.");
  const { timeZone } = await loadSettings(ctx);
  const expiresAt = expiryIn(clientLifetime, ctx.now, timeZone);
  const earlier = new Map(
    (await queries.listPlanLinks(ctx.db, accountId)).map(({ link }) => [link.contactId, link]),
  );
  const prepared = await Promise.all(
    readers.map(async ({ id, email }) => {
      const link = await prepareLink(ctx, { accountId, contactId: id, expiresAt }, earlier.get(id));
      return { ...link, message: planMail(ctx, link.id, email, dayField(ctx.now, timeZone)) };
    }),
  );
  const messages = prepared.map(({ message }) => message);
  await queries.insertPlanLinks(ctx.db, {
    fresh: prepared.flatMap(({ fresh }) => fresh ?? []),
    again: prepared.flatMap(({ again }) => again ?? []),
    messages,
    audit: { ...auditOf(ctx, account.id, "plan.sent"), detail: { people: readers.length } },
  });
  await ctx.mail.wake(messages.map(({ id }) => id));
  return { ok: true, sent: readers.length };
}

type To = { accountId: string; contactId: string; expiresAt: Date };

async function prepareLink(ctx: StaffCtx, to: To, earlier: PlanLink | undefined) {
  if (!earlier) {
    const id = await ctx.tokens.make("record", `plan|${to.accountId}|${to.contactId}`);
    const optOutHash = await ctx.tokens.hash(await ctx.tokens.make("opt-out", id));
    const tokenHash = await firstHash(ctx, "client", id);
    const fresh = { ...to, id, kind: "plan" as const, optOutHash, tokenHash, createdAt: ctx.now };
    return { id, fresh };
  }
  const { id, tokenVersion } = earlier;
  if (!earlier.revokedAt)
    return { id, again: { id, seen: tokenVersion, set: { expiresAt: to.expiresAt } } };
  const next = tokenVersion + 1;
  const tokenHash = await ctx.tokens.hash(await ctx.tokens.make("client", id, next));
  const set = { ...to, tokenHash, tokenVersion: next, formerHash: null, revokedAt: null };
  return { id, again: { id, seen: tokenVersion, set } };
}

const planMail = (ctx: StaffCtx, linkId: string, recipient: string, day: string) =>
  messageRow({ id: `plan-sent/${linkId}/${day}`, kind: "plan_sent", recipient }, ctx.now);

/** Revokes a link to this account's plan, at once. Done twice it is done. */
export async function revokePlanLink(ctx: StaffCtx, accountId: string, id: string): Promise<void> {
  await requireAccount(ctx, accountId);
  const audit = auditOf(ctx, accountId, "plan.link_revoked");
  await queries.updatePlanLinkRevoked(ctx.db, { accountId, id }, audit);
}

/** Notes that somebody took care of what the client said. Done twice it is done. */
export async function resolveReply(ctx: StaffCtx, accountId: string, id: string): Promise<void> {
  await requireAccount(ctx, accountId);
  const { replies } = await viewAgreement(ctx, accountId);
  if (!replies.some(({ reply }) => reply.id === id))
    throw new AppError("not_found", "The client said nothing like that.");
  const audit = auditOf(ctx, accountId, "plan.reply_resolved");
  await queries.updateReplyResolved(ctx.db, { accountId, id }, audit);
}

const auditOf = (ctx: StaffCtx, accountId: string, action: string) => ({
  at: ctx.now,
  actor: ctx.actor.id,
  action,
  subjectType: "account",
  subjectId: accountId,
});
