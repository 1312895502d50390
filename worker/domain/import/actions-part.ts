import {
  insertImportPart,
  listNamedAccounts,
  listOwners,
  listPairedContacts,
  type NewAccount,
  type Part,
  type WrittenContact,
} from "#db/queries/import-part.ts";
import type { StaffCtx } from "../../context.ts";
import { foldName, reachOf } from "../account/rules.ts";
import type { ImportChange, ImportLine } from "./schema.ts";
import { changeOf } from "./change-rules.ts";
import { placeLines, type Misplaced, type PlacedLine } from "./match-rules.ts";
import { ownerFinder, ownersOf } from "./owner-rules.ts";

const namesAtOnce = 1000;

/** What one part of an import does: counts, changes and the rows to write. */
export type PartPlan = {
  created: number;
  updated: number;
  unchanged: number;
  tierAssumed: number;
  changes: ImportChange[];
  rows: Part;
};

/** Puts lines on accounts as the database stands. Of a whole file or of a part; nothing is written. */
export async function placeOnAccounts(
  ctx: StaffCtx,
  lines: ImportLine[],
): Promise<{ placed: PlacedLine[]; misplaced: Misplaced[] }> {
  const names = [...new Set(lines.map(({ company }) => foldName(company)))];
  const known = [];
  for (let from = 0; from < names.length; from += namesAtOnce)
    known.push(
      ...(await listNamedAccounts(
        ctx.db,
        reachOf(ctx.actor),
        names.slice(from, from + namesAtOnce),
      )),
    );
  return placeLines(lines, known);
}

/** Works out what placed lines change, contact by contact; nothing is written. */
export async function planPart(ctx: StaffCtx, placed: PlacedLine[]): Promise<PartPlan> {
  const present = await presentContacts(ctx, placed);
  const accounts = await accountRows(ctx, placed);
  const plan: PartPlan = {
    created: 0,
    updated: 0,
    unchanged: 0,
    tierAssumed: 0,
    changes: [],
    rows: { accounts: [...accounts.made.values()], owners: accounts.owners, contacts: [] },
  };
  for (const { line, account, accountKey } of placed) {
    if (line.repeats) continue;
    const accountId = account?.id ?? accounts.made.get(accountKey)!.id;
    const change = changeOf(line, present.get(`${accountId} ${line.email}`));
    plan[change.kind] += 1;
    if (change.tierAssumed) plan.tierAssumed += 1;
    if (change.kind === "unchanged") continue;
    const { email, company } = line;
    plan.changes.push({
      line: line.line,
      kind: change.kind,
      email,
      company,
      fields: change.fields,
    });
    const accountFolded = account?.nameFolded ?? foldName(company);
    const row: WrittenContact = {
      ...change.contact,
      id: ctx.newId(),
      email,
      accountId,
      accountFolded,
    };
    plan.rows.contacts.push(row);
  }
  return plan;
}

async function presentContacts(ctx: StaffCtx, placed: PlacedLine[]) {
  const pairs = placed.flatMap(({ line, account }): [string, string][] =>
    account ? [[account.id, line.email]] : [],
  );
  const contacts = pairs.length > 0 ? await listPairedContacts(ctx.db, pairs) : [];
  return new Map(contacts.map((contact) => [`${contact.accountId} ${contact.email}`, contact]));
}

/**
 * The accounts to make for a part and the accounts without an account manager that get one. An account
 * manager's new accounts are their own unless the file names one of their people.
 */
async function accountRows(ctx: StaffCtx, placed: PlacedLine[]) {
  const reach = reachOf(ctx.actor);
  const owners = ownersOf(placed, await findOwners(ctx));
  const made = new Map<string, NewAccount>();
  const taken = new Map<string, string>();
  for (const { line, account, accountKey } of placed) {
    const owner = owners.get(accountKey) ?? null;
    if (account) {
      if (owner && account.accountManagerId === null) taken.set(account.id, owner);
    } else if (!made.has(accountKey)) {
      const accountManagerId = owner ?? (reach === "all" ? null : reach.staffId);
      const name = line.company;
      made.set(accountKey, { id: ctx.newId(), name, nameFolded: foldName(name), accountManagerId });
    }
  }
  return {
    made,
    owners: [...taken].map(([accountId, staffId]) => ({ accountId, staffId })),
  };
}

/** Finds whom an owner cell means among those of ours whom the importer may name. */
export const findOwners = async (ctx: StaffCtx) =>
  ownerFinder(await listOwners(ctx.db), reachOf(ctx.actor));

/** Writes a planned part in one batch, together with the caller's statements. */
export const writePart = (
  ctx: StaffCtx,
  plan: PartPlan,
  further: Parameters<typeof insertImportPart>[3] = [],
) => insertImportPart(ctx.db, plan.rows, { actor: ctx.actor.id, at: ctx.now }, further);
