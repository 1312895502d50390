import {
  findContact,
  listAsked,
  listContacts,
  listContactsBySeniority,
  updateContact,
  type ContactRow,
} from "#db/queries/contact.ts";
import { findContactByEmail, listOptedOut } from "#db/queries/invitation.ts";
import type { StaffCtx } from "../../context.ts";
import { csvDay, writeCsv } from "../../csv.ts";
import { pageOf, readKey, type Listed } from "../../cursor.ts";
import { AppError, invalid, refuse, type Outcome } from "../../errors.ts";
import { requireAccount } from "../account/actions.ts";
import { reachOf } from "../account/rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { nameOf } from "./rules.ts";
import { Contact, type ContactChange } from "./change-schema.ts";

/** What outsiders may see of the row: the fields of `Contact`. */
export const viewContact = (row: ContactRow): Contact => Contact.parse(row);

/** Contacts of an account within reach by address. `nextCursor` is null on the last page. */
export async function findContacts(
  ctx: StaffCtx,
  accountId: string,
  { cursor, limit }: Listed,
): Promise<{ contacts: Contact[]; nextCursor: string | null }> {
  await requireAccount(ctx, accountId);
  const after = readKey(cursor);
  const rows = await listContacts(ctx.db, accountId, { after, limit: limit + 1 });
  const { page, nextCursor } = pageOf(rows, limit, ({ email }) => [email]);
  return { contacts: page.map(viewContact), nextCursor };
}

type KnownContact = ContactRow & {
  optedOut: boolean;
  lastAskedAt: Date | null;
  /** In named rounds only. */
  lastAnsweredAt: Date | null;
};

/**
 * One page of an account's contacts as people read them: board first, those who left last; with what we know of
 * each beside the record. Pages count from 1.
 */
export async function pageContacts(ctx: StaffCtx, accountId: string, page: number, size: number) {
  const skip = (page - 1) * size;
  const rows = await listContactsBySeniority(ctx.db, accountId, { skip, limit: size + 1 });
  return { contacts: await withHistory(ctx, rows.slice(0, size)), more: rows.length > size };
}

async function withHistory(ctx: StaffCtx, rows: ContactRow[]): Promise<KnownContact[]> {
  const hashes = await Promise.all(rows.map(({ email }) => ctx.tokens.hashAddress(email)));
  const [asked, optedOut] = await Promise.all([
    listAsked(
      ctx.db,
      rows.map(({ id }) => id),
    ),
    listOptedOut(ctx.db, hashes),
  ]);
  const history = new Map(asked.map((one) => [one.contactId, one]));
  return rows.map((row, at) => ({
    ...row,
    optedOut: optedOut.has(hashes[at]!),
    lastAskedAt: history.get(row.id)?.lastAskedAt ?? null,
    lastAnsweredAt: history.get(row.id)?.lastAnsweredAt ?? null,
  }));
}

const csvHeading = [
  "Company",
  "First Name",
  "Last Name",
  "Email",
  "Tier",
  "Function",
  "Job Title",
  "Department",
  "Language",
  "Most senior",
  "State",
  "Do not survey",
  "Wants no mail",
  "Last asked",
  "Last answered",
];
const exportedAtOnce = 500;

/** Every contact of an account within reach as CSV, under headings that an import reads again. */
export async function exportContacts(ctx: StaffCtx, accountId: string): Promise<string> {
  const [account, { timeZone }] = await Promise.all([
    requireAccount(ctx, accountId),
    loadSettings(ctx),
  ]);
  const lines = [];
  for (let page = 1, more = true; more; page += 1) {
    const found = await pageContacts(ctx, accountId, page, exportedAtOnce);
    lines.push(...found.contacts.map((one) => csvLine(account.name, one, timeZone)));
    more = found.more;
  }
  return writeCsv(csvHeading, lines);
}

const yes = (is: boolean) => (is ? "yes" : "");

const csvLine = (company: string, contact: KnownContact, timeZone: string) => [
  company,
  contact.firstName,
  contact.lastName,
  contact.email,
  contact.tier,
  contact.function,
  contact.jobTitle ?? "",
  contact.department ?? "",
  contact.locale ?? "",
  yes(contact.mostSenior),
  contact.status,
  yes(contact.doNotSurvey),
  yes(contact.optedOut),
  csvDay(contact.lastAskedAt, timeZone),
  csvDay(contact.lastAnsweredAt, timeZone),
];

/** A contact at an account within reach, with the account's name; what is out of reach is not found. */
export async function requireContact(ctx: StaffCtx, contactId: string) {
  const found = await findContact(ctx.db, reachOf(ctx.actor), contactId);
  if (!found) throw new AppError("not_found", "There is no such contact.");
  return found;
}

/**
 * Changes a contact within reach; setting the most senior mark takes it from whoever had it. Another account, which
 * must be within reach too, is where the person works now: the mark stays behind.
 * Refusals: `invalid` (no name left), `email_taken` (at the same account, or at the new one), `contact_left`
 * (marking someone who has left as most senior).
 */
export async function changeContact(
  ctx: StaffCtx,
  contactId: string,
  change: ContactChange,
): Promise<Outcome<{ contact: Contact }>> {
  const present = await requireContact(ctx, contactId);
  const values = await withMove(ctx, present, change);
  const next = { ...present, ...(values as Partial<ContactRow>) };
  if (!next.firstName && !next.lastName)
    return invalid("lastName", "Fill in at least one of the two names.");
  if (values.mostSenior && next.status === "left")
    return refuse("contact_left", "Who has left cannot be the most senior contact.");
  const { id, accountId, email } = present;
  const by = { actor: ctx.actor.id, at: ctx.now };
  const hashes = next.email === email ? null : await hashBoth(ctx, email, next.email);
  const won = await updateContact(ctx.db, { id, accountId, email, values, hashes }, by);
  if (won === 0) return addressTaken(ctx, present, next);
  return { ok: true, contact: viewContact(next) };
}

const hashBoth = async ({ tokens }: StaffCtx, from: string, to: string) => ({
  from: await tokens.hashAddress(from),
  to: await tokens.hashAddress(to),
});

type Present = Awaited<ReturnType<typeof requireContact>>;

/** A change with what moving to another account brings: no mark there yet, and the person is there. */
async function withMove(ctx: StaffCtx, present: Present, { accountId, ...change }: ContactChange) {
  if (accountId === undefined || accountId === present.accountId) return change;
  await requireAccount(ctx, accountId);
  return { mostSenior: false, status: "active" as const, ...change, accountId };
}

async function addressTaken(ctx: StaffCtx, present: Present, { accountId, email }: ContactRow) {
  if (accountId === present.accountId) {
    const message = "Another contact of this account has this address.";
    return refuse("email_taken", message, [{ field: "email", message }]);
  }
  const there = await findContactByEmail(ctx.db, accountId, email);
  const name = there && (nameOf(there) || there.id);
  const message = name
    ? `${name} (${there.id}) has the address ${email} at that account already. Mark this contact as having left instead.`
    : "This contact was moved in the meantime. Look again.";
  return refuse("email_taken", message, [{ field: "accountId", message, contactId: there?.id }]);
}
