import {
  findAnsweredReview,
  insertContact,
  listExpecting,
  updateDoNotSurvey,
  type ContactRow,
} from "#db/queries/contact.ts";
import type { StaffCtx } from "../../context.ts";
import { invalid, type Outcome } from "../../errors.ts";
import { findAccounts, requireAccount } from "../account/actions.ts";
import { requireContact } from "./actions.ts";
import type { ContactChange } from "./change-schema.ts";
import { preferenceWords } from "./preference-rules.ts";

/** The audit entry of what this actor does to a contact now. */
export const auditOf = (
  ctx: StaffCtx,
  action: string,
  subjectId: string,
  detail: Record<string, unknown> = {},
) => ({ at: ctx.now, actor: ctx.actor.id, action, subjectType: "contact", subjectId, detail });

/** Adds a contact to an account within reach. Refusals: `invalid` (no name), `email_taken`. */
export async function addContact(
  ctx: StaffCtx,
  accountId: string,
  {
    firstName = "",
    lastName = "",
    email,
    tier = "user",
    ...more
  }: ContactChange & { email: string },
): Promise<Outcome<{ id: string }>> {
  await requireAccount(ctx, accountId);
  if (!firstName && !lastName) return invalid("lastName", "Fill in at least one of the two names.");
  const id = ctx.newId();
  const row = { id, accountId, firstName, lastName, email, tier, createdAt: ctx.now };
  const added = await insertContact(
    ctx.db,
    { ...(more as Partial<ContactRow>), ...row, updatedAt: ctx.now },
    auditOf(ctx, "contact.added", id),
  );
  if (!added) return invalid("email", "A contact of this account has this address already.");
  return { ok: true, id };
}

/** Marks a contact within reach as not to be surveyed, or takes that back. */
export async function markDoNotSurvey(ctx: StaffCtx, contactId: string, mark: boolean) {
  const { id } = await requireContact(ctx, contactId);
  const action = mark ? "contact.do_not_survey" : "contact.survey_again";
  await updateDoNotSurvey(ctx.db, id, mark, auditOf(ctx, action, id));
}

export type ContactView = Awaited<ReturnType<typeof readContact>>;

/**
 * A contact within reach, with the open rounds in which an answer is still expected, and how they like to hear from us.
 * What they said of that in a review that is still open is nobody's to read before its close.
 */
export async function readContact(ctx: StaffCtx, contactId: string) {
  const { preferences, ...contact } = await requireContact(ctx, contactId);
  const [expecting, unread] = await Promise.all([
    listExpecting(ctx.db, contact.id),
    findAnsweredReview(ctx.db, contact.id),
  ]);
  return { ...contact, expecting, prefers: unread ? [] : preferenceWords(preferences) };
}

export type MoveChoice = Awaited<ReturnType<typeof readMoveChoice>>;
const mostAccounts = 30;

/** A contact within reach, and the accounts within reach whose name holds `search`: where the person may be now. */
export async function readMoveChoice(ctx: StaffCtx, contactId: string, search: string) {
  const contact = await readContact(ctx, contactId);
  const q = search.slice(0, 200);
  const { accounts, nextCursor } = await findAccounts(ctx, { q, limit: mostAccounts });
  const others = accounts.filter(({ id }) => id !== contact.accountId);
  return { contact, search: q, accounts: others, more: nextCursor !== null };
}
