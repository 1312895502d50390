import { insertAudit } from "#db/queries/audit.ts";
import { insertMessages, messageRow } from "#db/queries/message.ts";
import { findActiveByEmail, listStaff, type StaffRow } from "#db/queries/staff.ts";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { deliver } from "../../mail/deliver.ts";
import { ensureFirstAdmin } from "../staff/actions.ts";
import { closeSession, openSession, prepareSignInLink } from "./actions.ts";
import { safePath } from "./rules.ts";
import type { SignInRequest } from "./schema.ts";

/** By then the answer is on its way (ms): what is done for a known address would hold it up. */
const afterAnswer = 100;

/**
 * Mails a sign-in link to the address if it is an active member's, and does nothing otherwise. The caller does
 * not wait for it: neither the answer nor its time says which addresses are known.
 */
export async function requestSignInLink(ctx: Ctx, { email, to }: SignInRequest): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, afterAnswer));
  await ensureFirstAdmin(ctx);
  const person = await findActiveByEmail(ctx.db, email);
  if (!person) return;
  const nonce = ctx.newId();
  await prepareSignInLink(ctx, email, await ctx.tokens.make("sign-in", nonce));
  const id = `sign-in/${nonce}`;
  const data = { nonce, to: safePath(to) };
  const row = { id, kind: "sign_in", recipient: email, staffId: person.id, data };
  await insertMessages(ctx.db, [messageRow(row, ctx.now)]);
  // Past the queue: ten minutes are short, and a launch may have put hundreds of mails in front.
  await deliver(ctx, [id]);
}

/** Signs in with an emailed link, once. Null: the link is spent, too old, or its person was deactivated. */
export async function signInByLink(
  ctx: Ctx,
  token: string,
  headers: Headers,
): Promise<string[] | null> {
  const opened = await openSession(ctx, token, headers);
  if (!opened) return null;
  // Whoever was signed in here before is not any more, in the database too.
  await closeSession(ctx, headers);
  await recordSignIn(ctx, opened.staffId);
  return opened.cookies;
}

/** Whose reusable sign-in link this is. Local runs only; elsewhere and for unknown keys: not found. */
export async function findLocalStaff(ctx: Ctx, key: string): Promise<StaffRow> {
  const staff = ctx.config.LOCAL === "1" ? await listStaff(ctx.db) : [];
  for (const person of staff) {
    const own = await ctx.tokens.make("local-sign-in", person.id);
    if (own === key && !person.deactivatedAt) return person;
  }
  throw new AppError("not_found", "There is nothing at this address.");
}

/** Signs in with a reusable link of a local run. */
export async function signInLocally(ctx: Ctx, key: string, headers: Headers): Promise<string[]> {
  const { email } = await findLocalStaff(ctx, key);
  const cookies = await signInAs(ctx, email, headers);
  if (!cookies) throw new AppError("not_found", "There is nothing at this address.");
  return cookies;
}

/**
 * Signs in as who has this address, by a link that nobody else ever holds. The caller knows that it is them. Null:
 * nobody active has it.
 */
export async function signInAs(
  ctx: Ctx,
  email: string,
  headers: Headers,
): Promise<string[] | null> {
  const token = ctx.newId();
  await prepareSignInLink(ctx, email, token);
  return signInByLink(ctx, token, headers);
}

const recordSignIn = (ctx: Ctx, staffId: string) =>
  insertAudit(ctx.db, {
    at: ctx.now,
    actor: staffId,
    action: "session.opened",
    subjectType: "staff",
    subjectId: staffId,
  });
