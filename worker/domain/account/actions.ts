import {
  findAccount,
  findNamesake,
  listAccounts,
  listAncestors,
  listResponsible,
  updateAccount,
  type AccountRow,
} from "#db/queries/account.ts";
import type { StaffCtx } from "../../context.ts";
import { pageOf, readPosition, type Listed } from "../../cursor.ts";
import { AppError, invalid, refuse, type Outcome, type Refusal } from "../../errors.ts";
import { foldName, reachOf } from "./rules.ts";
import { Account, type AccountChange } from "./schema.ts";

const isRefusal = (value: Refusal | null): value is Refusal => value !== null;

/** Accounts within reach by name; `q` is part of a name. `nextCursor` is null on the last page. */
export async function findAccounts(
  ctx: StaffCtx,
  { q, cursor, limit }: Listed & { q?: string | undefined },
) {
  const rows = await listAccounts(ctx.db, reachOf(ctx.actor), {
    search: q ? foldName(q) : undefined,
    after: readPosition(cursor),
    limit: limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.nameFolded, last.id]);
  return { accounts: page, nextCursor };
}

/** What outsiders may see of the row: the fields of `Account`. */
export const viewAccount = (row: AccountRow): Account => Account.parse(row);

/** An account within reach; what is out of reach is not found. */
export async function requireAccount(ctx: StaffCtx, accountId: string): Promise<AccountRow> {
  const found = await findAccount(ctx.db, reachOf(ctx.actor), accountId);
  if (!found) throw new AppError("not_found", "There is no such account.");
  return found;
}

/** Who may hand an account over: admins, leaders and the account manager's line manager, not the manager. */
export const mayHandOver = (ctx: StaffCtx, account: AccountRow): boolean =>
  reachOf(ctx.actor) === "all" || account.accountManagerId !== ctx.actor.id;

/**
 * Changes an account within reach. Refusals: `invalid` (unknown staff, parent or a circle of parents),
 * `forbidden` (handing over an account of one's own), `name_taken`.
 */
export async function changeAccount(
  ctx: StaffCtx,
  accountId: string,
  change: AccountChange,
): Promise<Outcome<{ account: Account }>> {
  const present = await requireAccount(ctx, accountId);
  const { accountManagerId: to = present.accountManagerId } = change;
  const from = present.accountManagerId;
  const handover = from === to ? null : { from, to };
  if (handover && !mayHandOver(ctx, present))
    return refuse("forbidden", "Your line manager or a leader hands over your accounts, not you.");
  const faults = [
    await staffFault(ctx, change),
    await parentFault(ctx, present, change.parentId),
    await nameFault(ctx, present, change.name),
  ].filter(isRefusal);
  if (faults[0]) return faults[0];
  // A field that a form did not send is undefined: it stays as it is.
  const sent = Object.entries(change).filter(([, value]) => value !== undefined);
  const stored = {
    ...(Object.fromEntries(sent) as AccountChange),
    ...(change.name && { nameFolded: foldName(change.name) }),
    ...(changesCadence(present, change) && { roundDueAt: null }),
  };
  await updateAccount(ctx.db, accountId, stored, { actor: ctx.actor.id, at: ctx.now, handover });
  return { ok: true, account: viewAccount({ ...present, ...(stored as Partial<AccountRow>) }) };
}

const changesCadence = (present: AccountRow, change: AccountChange): boolean =>
  (["cadenceMonths", "preferredMonth"] as const).some(
    (key) => change[key] !== undefined && change[key] !== present[key],
  );

async function staffFault(ctx: StaffCtx, change: AccountChange): Promise<Refusal | null> {
  const fields = (["accountManagerId", "sponsorId"] as const).filter((field) => change[field]);
  if (fields.length === 0) return null;
  const known = await listResponsible(
    ctx.db,
    fields.map((field) => change[field]!),
  );
  const wrong = fields.find((field) => !known.includes(change[field]!));
  if (!wrong) return null;
  const who = wrong === "sponsorId" ? "sponsor" : "account manager";
  return invalid(wrong, `The ${who} is not an active member of staff who may hold accounts.`);
}

async function parentFault(ctx: StaffCtx, account: AccountRow, parentId?: string | null) {
  if (!parentId || parentId === account.parentId) return null;
  if (!(await findAccount(ctx.db, reachOf(ctx.actor), parentId)))
    return invalid("parentId", "There is no such parent account.");
  const above = await listAncestors(ctx.db, parentId);
  if (!above.includes(account.id)) return null;
  return invalid("parentId", "The parent account would be below this account itself.");
}

async function nameFault(ctx: StaffCtx, account: AccountRow, name?: string) {
  const folded = name === undefined ? account.nameFolded : foldName(name);
  if (folded === account.nameFolded || !(await findNamesake(ctx.db, account.id, folded)))
    return null;
  return refuse(
    "name_taken",
    "Another account has this name; an import could not tell them apart.",
  );
}
