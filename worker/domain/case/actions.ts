import { findAccount } from "#db/queries/account.ts";
import { findCaseLog } from "#db/queries/case-log.ts";
import * as queries from "#db/queries/case.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { StaffCtx } from "../../context.ts";
import { writeCsv } from "../../csv.ts";
import { everyLine, pageOf, readNumberPosition, type Listed } from "../../cursor.ts";
import { AppError, invalid, refuse, type Outcome } from "../../errors.ts";
import { requireAccount } from "../account/actions.ts";
import { reachOf } from "../account/rules.ts";
import { nameOrAddress } from "../contact/rules.ts";
import { mayHold } from "../staff/rules.ts";
import { changeOf } from "./change-rules.ts";
import { hoursTaken, takenBy } from "./pace-rules.ts";
import { caseStatusWords, isOverdue, resolutionWords, triggerWords } from "./rules.ts";
import type { Case, CaseChange } from "./schema.ts";

/** Who looks: the one place from which every access to a case is decided, by `caseWithin`. */
export const readerOf = ({ actor }: StaffCtx) => ({ reach: reachOf(actor), staffId: actor.id });

/** What staff see of a case. */
function viewCase({ now }: StaffCtx, row: queries.FoundCase): Case {
  const { contactId, firstName, lastName, email, jobTitle, ownerId, ownerName, ...rest } = row;
  const { accountManagerId: _, walled: __, ...shown } = rest;
  return {
    ...shown,
    contact: {
      id: contactId,
      name: nameOrAddress({ firstName, lastName, email }),
      title: jobTitle,
    },
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? "" },
    overdue: isOverdue(row, now),
  };
}

/** One page of the cases somebody may see: those that wait, the first due on top, or those that are resolved. */
async function pageOfCases(
  ctx: StaffCtx,
  { resolved, cursor, limit }: Listed & { resolved: boolean },
) {
  const list = resolved ? queries.listResolvedCases : queries.listWaitingCases;
  const after = readNumberPosition(cursor);
  const rows = await list(ctx.db, readerOf(ctx), { after, limit: limit + 1 });
  return pageOf(rows, limit, (last) => [resolved ? last.openedAt : last.dueAt, last.id]);
}

/** The cases somebody may see, either those that wait, the first due on top, or those that are resolved. */
export async function findCases(ctx: StaffCtx, listed: Listed & { resolved: boolean }) {
  const { page, nextCursor } = await pageOfCases(ctx, listed);
  return { cases: page.map((row) => viewCase(ctx, row)), nextCursor };
}

/** The cases of one account within reach, the latest first. */
export async function findCasesOf(ctx: StaffCtx, accountId: string, { cursor, limit }: Listed) {
  await requireAccount(ctx, accountId);
  const after = readNumberPosition(cursor);
  const wanted = { accountId, after, limit: limit + 1 };
  const rows = await queries.listCasesOf(ctx.db, readerOf(ctx), wanted);
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.openedAt, last.id]);
  return { cases: page.map((row) => viewCase(ctx, row)), nextCursor };
}

/** A case that the actor may see; what they may not see does not exist. */
export async function requireCase(ctx: StaffCtx, caseId: string): Promise<queries.FoundCase> {
  const found = await queries.findCase(ctx.db, readerOf(ctx), caseId);
  if (!found) throw new AppError("not_found", "There is no such case.");
  return found;
}

export type CasePage = Awaited<ReturnType<typeof readCase>>;

/** A case with all that was noted on it and done about it, and who may own it. */
export async function readCase(ctx: StaffCtx, caseId: string) {
  const row = await requireCase(ctx, caseId);
  const [notes, log, owners, account] = await Promise.all([
    queries.listCaseNotes(ctx.db, caseId),
    findCaseLog(ctx.db, caseId, row.accountId),
    listOwners(ctx, row),
    findAccount(ctx.db, reachOf(ctx.actor), row.accountId),
  ]);
  return {
    case: viewCase(ctx, row),
    notes,
    log,
    now: ctx.now,
    owners: owners.map(({ id, name }) => ({ id, name })),
    // A sponsor may own a case of an account that is otherwise not theirs to see.
    accountInReach: account !== undefined,
  };
}

/** Active staff; of what is walled, only those who never managed the account. */
async function listOwners(ctx: StaffCtx, row: queries.FoundCase) {
  const [staff, managedBy] = await Promise.all([
    listStaff(ctx.db),
    row.walled ? queries.listManagedBy(ctx.db, row.accountId) : [],
  ]);
  const behind = row.walled ? [...managedBy, row.accountManagerId] : [];
  return staff.filter((one) => mayHold(one) && !behind.includes(one.id));
}

/**
 * Changes a case and adds a note. The first change away from `open` notes the time of the first contact.
 * Refusals: `stale` (changed since it was read), `case_moved_on` (a case never goes back), `invalid`
 * (no resolution, or an owner who may not see it).
 */
export async function changeCase(
  ctx: StaffCtx,
  caseId: string,
  { version, note, ...change }: CaseChange,
): Promise<Outcome<{ case: Case }>> {
  const row = await requireCase(ctx, caseId);
  if (version !== undefined && version !== row.version) return stale;
  const { ownerId } = change;
  if (ownerId && ownerId !== row.ownerId) {
    const owners = await listOwners(ctx, row);
    if (!owners.some(({ id }) => id === ownerId))
      return invalid("ownerId", "Choose an owner who may see this case.");
  }
  const next = changeOf(row, change, ctx.now);
  if (!next.ok) return next;
  const { changed } = next;
  if (Object.keys(changed).length === 0 && note === undefined)
    return { ok: true, case: viewCase(ctx, row) };
  const won = await queries.updateCase(ctx.db, row, changed, {
    note: note === undefined ? null : { id: ctx.newId(), text: note },
    audit: {
      at: ctx.now,
      actor: ctx.actor.id,
      action: "case.changed",
      subjectType: "case",
      subjectId: caseId,
      // Which fields, not what was written in them.
      detail: { status: changed.status ?? row.status, fields: Object.keys(changed) },
    },
  });
  if (!won) return stale;
  return { ok: true, case: viewCase(ctx, await requireChanged(ctx, row, changed)) };
}

/** Who gave a case away may see it no more; the answer still shows what they did. */
const requireChanged = async (ctx: StaffCtx, row: queries.FoundCase, changed: object) =>
  (await queries.findCase(ctx.db, readerOf(ctx), row.id)) ?? { ...row, ...changed };

const stale = refuse("stale", "Somebody changed this case just now. Look at it and try again.");
const exportedAtOnce = 1000;
const heading = [
  "Due",
  "Account",
  "Contact",
  "Trigger",
  "Status",
  "Overdue",
  "Owner",
  "Opened",
  "First contact",
  "Hours to first contact",
  "Resolved",
  "Hours to resolve",
  "Resolution",
];

/** All cases that wait, or all that are resolved, as CSV. */
export async function exportCases(ctx: StaffCtx, resolved: boolean): Promise<string> {
  const rows = await everyLine(
    exportedAtOnce,
    (listed) => pageOfCases(ctx, { ...listed, resolved }),
    ({ page }) => page,
  );
  return writeCsv(
    heading,
    rows.map((row) => {
      const { contact, owner, overdue } = viewCase(ctx, row);
      const { toContact, toResolve } = takenBy(row);
      return [
        row.dueAt.toISOString(),
        row.accountName,
        contact.name,
        triggerWords[row.trigger],
        caseStatusWords[row.status],
        overdue ? "yes" : "no",
        owner?.name ?? "",
        row.openedAt.toISOString(),
        row.firstContactAt?.toISOString() ?? "",
        hoursTaken(toContact),
        row.resolvedAt?.toISOString() ?? "",
        hoursTaken(toResolve),
        row.resolution ? resolutionWords[row.resolution] : "",
      ];
    }),
  );
}
