import * as queries from "#db/queries/action.ts";
import type { StaffCtx } from "../../context.ts";
import { pageOf, readNumberPosition, type Listed } from "../../cursor.ts";
import { AppError, invalid, refuse, type Outcome, type Refusal } from "../../errors.ts";
import { requireAccount } from "../account/actions.ts";
import { reachOf } from "../account/rules.ts";
import { walledArea } from "../reports/area-rules.ts";
import { dayField } from "../round/rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { faultIn } from "./actions-check.ts";
import { changeOf } from "./change-rules.ts";
import { isOverdue } from "./rules.ts";
import type { Action, ActionChange, NewAction } from "./schema.ts";

/** Who looks: the one place from which every access to an action is decided, by `actionWithin`. */
export const readerOf = ({ actor }: StaffCtx) => ({ reach: reachOf(actor), staffId: actor.id });

/** The calendar day it is, for the supplier. */
export const todayOf = async (ctx: StaffCtx): Promise<string> =>
  dayField(ctx.now, (await loadSettings(ctx)).timeZone);

const personOf = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? "" };

/** What staff see of an action, and the client of what is meant for them. */
export function viewAction(row: queries.FoundAction, today: string): Action {
  return {
    id: row.id,
    accountId: row.accountId,
    roundId: row.roundId,
    area: row.area,
    title: row.title,
    promise: row.promise,
    heard: row.heard,
    owner: personOf(row.ownerId, row.ownerName),
    counterpart: personOf(row.counterpartId, row.counterpartName),
    dueOn: row.dueOn,
    overdue: isOverdue(row, today),
    measure: row.measure,
    measureText: row.measureText,
    clientVisible: row.clientVisible,
    keepDoing: row.keepDoing,
    status: row.status,
    agreedAt: row.agreedAt,
    agreedBy: personOf(row.agreedBy, row.agreerName),
    changedSinceAgreed: row.changedSinceAgreed,
    startedUnagreed: row.startedUnagreed,
    doneAt: row.doneAt,
    doneNote: row.doneNote,
    dropReason: row.dropReason,
    sourceKeys: row.sourceKeys,
    sourceTiers: row.sourceTiers,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** The actions of one account within reach, the latest first. */
export async function findActionsOf(ctx: StaffCtx, accountId: string, { cursor, limit }: Listed) {
  await requireAccount(ctx, accountId);
  const after = readNumberPosition(cursor);
  const [rows, today] = await Promise.all([
    queries.listActionsOf(ctx.db, readerOf(ctx), { accountId, after, limit: limit + 1 }),
    todayOf(ctx),
  ]);
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.createdAt, last.id]);
  return { actions: page.map((row) => viewAction(row, today)), nextCursor };
}

/** An action that the actor may see; what they may not see does not exist. */
export async function requireAction(ctx: StaffCtx, actionId: string): Promise<queries.FoundAction> {
  const found = await queries.findAction(ctx.db, readerOf(ctx), actionId);
  if (!found) throw new AppError("not_found", "There is no such action.");
  return found;
}

type Origin = Partial<
  Pick<
    queries.ActionRow,
    "roundId" | "sourceKeys" | "sourceTiers" | "quotes" | "suggestionId" | "caseId" | "walled"
  >
>;

/**
 * The row of a new action of an account within reach. `origin` says what it comes from. Refuses as `invalid`:
 * a day in the past, an owner who has left, a counterpart who is not (or no longer) at this account.
 */
export async function prepareAction(
  ctx: StaffCtx,
  accountId: string,
  sent: NewAction,
  origin: Origin = {},
): Promise<Outcome<{ row: queries.ActionRow }>> {
  await requireAccount(ctx, accountId);
  const walled = origin.walled ?? sent.area === walledArea;
  const fault = await faultIn(ctx, accountId, sent, { walled, today: await todayOf(ctx) });
  if (fault) return fault;
  const row: queries.ActionRow = {
    id: ctx.newId(),
    accountId,
    roundId: null,
    area: null,
    promise: null,
    heard: null,
    ownerId: null,
    counterpartId: null,
    dueOn: null,
    measure: null,
    measureText: null,
    clientVisible: true,
    keepDoing: false,
    ...sent,
    status: "proposed",
    agreedAt: null,
    agreedBy: null,
    changedSinceAgreed: false,
    startedUnagreed: false,
    doneAt: null,
    doneNote: null,
    dropReason: null,
    sourceKeys: [],
    sourceTiers: [],
    quotes: [],
    suggestionId: null,
    caseId: null,
    ...origin,
    walled,
    askedRounds: 0,
    verifiedRoundId: null,
    version: 1,
    createdAt: ctx.now,
    createdBy: ctx.actor.id,
    updatedAt: ctx.now,
    escalatedFor: null,
  };
  return { ok: true, row };
}

/** Adds an action by hand. Refusals: those of `prepareAction`. */
export async function createAction(
  ctx: StaffCtx,
  accountId: string,
  sent: NewAction,
): Promise<Outcome<{ action: Action }>> {
  const prepared = await prepareAction(ctx, accountId, sent);
  if (!prepared.ok) return prepared;
  const { id } = prepared.row;
  await queries.createAction(ctx.db, prepared.row, auditOf(ctx, id, "action.added"));
  return { ok: true, action: await readBack(ctx, id) };
}

/**
 * Changes an action as it was read. A line that the client agreed to loses that when its promise, day or measure
 * changes. Refusals: `stale` with the present action in its details, and those of `changeOf` and `prepareAction`.
 */
export async function changeAction(
  ctx: StaffCtx,
  actionId: string,
  { version, comment = null, ...change }: ActionChange,
): Promise<Outcome<{ action: Action }>> {
  const row = await requireAction(ctx, actionId);
  const today = await todayOf(ctx);
  if (version !== row.version) return staleOf(viewAction(row, today));
  const next = changeOf(row, change, { now: ctx.now, today });
  if (!next.ok) return next;
  const { changed, changes } = next;
  const fault = await faultIn(ctx, row.accountId, changed, { walled: row.walled, today });
  if (fault) return fault;
  if ("area" in changed && (changed.area === walledArea) !== (row.area === walledArea))
    return invalid("area", "What is about the account manager is an action of its own.");
  if (Object.keys(changes).length === 0) return { ok: true, action: viewAction(row, today) };
  const fields = Object.keys(changes);
  const revision = {
    at: ctx.now,
    by: ctx.actor.id,
    byKind: "staff" as const,
    changes,
    comment,
    audit: auditOf(ctx, actionId, "action.changed", { status: changed.status, fields }),
  };
  const won = await queries.updateAction(ctx.db, row, changed, revision);
  if (!won) return staleOf(await readBack(ctx, actionId));
  const present = await queries.findAction(ctx.db, readerOf(ctx), actionId);
  // Who gave an action away may see it no more; the answer still shows what they did.
  return { ok: true, action: viewAction(present ?? { ...row, ...changed }, today) };
}

const readBack = async (ctx: StaffCtx, actionId: string): Promise<Action> =>
  viewAction(await requireAction(ctx, actionId), await todayOf(ctx));

/** Somebody was faster: with what stands there now. */
const staleOf = (action: Action): Refusal =>
  refuse("stale", "Somebody changed this action since you opened it. Nothing was saved.", {
    action,
  });

/** An entry about an action: which fields, not what was written in them. */
export const auditOf = (ctx: StaffCtx, actionId: string, action: string, detail: object = {}) => ({
  at: ctx.now,
  actor: ctx.actor.id,
  action,
  subjectType: "action",
  subjectId: actionId,
  detail: { ...detail },
});
