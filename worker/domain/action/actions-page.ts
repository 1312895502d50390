import * as queries from "#db/queries/action.ts";
import { findCase } from "#db/queries/case.ts";
import { listContactsBySeniority } from "#db/queries/contact.ts";
import { findAccount } from "#db/queries/account.ts";
import type { StaffCtx } from "../../context.ts";
import { writeCsv } from "../../csv.ts";
import { requireAccount } from "../account/actions.ts";
import { reachOf } from "../account/rules.ts";
import { areas, type Area } from "../questions/base.ts";
import { walledArea } from "../reports/area-rules.ts";
import { findOpenSuggestions } from "../suggestion/actions.ts";
import { isBehindWall, listOwners } from "./actions-check.ts";
import { readQuotes } from "./actions-quote.ts";
import { readerOf, requireAction, todayOf, viewAction } from "./actions.ts";
import { actionStatusWords, isOpen } from "./rules.ts";
import type { Action } from "./schema.ts";

const mostLines = 500;
const offeredContacts = 300;

/** An account's whole plan: what waits for a decision, and every line. */
export async function readPlan(ctx: StaffCtx, accountId: string) {
  const account = await requireAccount(ctx, accountId);
  const [rows, suggestions, today] = await Promise.all([
    queries.listActionsOf(ctx.db, readerOf(ctx), { accountId, limit: mostLines }),
    findOpenSuggestions(ctx, accountId),
    todayOf(ctx),
  ]);
  return {
    account: { id: account.id, name: account.name },
    actions: rows.map((row) => viewAction(row, today)),
    suggestions,
    today,
  };
}
export type Plan = Awaited<ReturnType<typeof readPlan>>;

/** What the form of one line needs: who may keep it, who is there at the client, and which areas there are. */
async function choicesFor(ctx: StaffCtx, accountId: string, walled: boolean) {
  const [owners, contacts, behind] = await Promise.all([
    listOwners(ctx, accountId, walled),
    listContactsBySeniority(ctx.db, accountId, { skip: 0, limit: offeredContacts }),
    isBehindWall(ctx, accountId),
  ]);
  const offered: Area[] = areas.filter((area) => area !== walledArea || (walled && !behind));
  return {
    owners: owners.map(({ id, name }) => ({ id, name })),
    counterparts: contacts
      .filter(({ status }) => status === "active")
      .map(({ id, firstName, lastName, email }) => ({ id, firstName, lastName, email })),
    areas: offered,
  };
}

/** One line to be written in, with its history; without an id, a new one. */
export async function readLine(ctx: StaffCtx, accountId: string, actionId: string | null) {
  if (actionId === null) {
    await requireAccount(ctx, accountId);
    const choices = await choicesFor(ctx, accountId, false);
    return { action: null, caseId: null, history: [], quotes: [], ...choices };
  }
  const row = await requireAction(ctx, actionId);
  const [choices, origin, history, quotes, today] = await Promise.all([
    choicesFor(ctx, row.accountId, row.walled),
    row.caseId === null ? undefined : findCase(ctx.db, readerOf(ctx), row.caseId),
    readHistory(ctx, actionId),
    readQuotes(ctx, row.quotes),
    todayOf(ctx),
  ]);
  // Named to those only who may see the case.
  const caseId = origin?.id ?? null;
  return { action: viewAction(row, today), caseId, history, quotes, ...choices };
}
export type Line = Awaited<ReturnType<typeof readLine>>;

/** Who changed what and when, the latest first; people are named. */
async function readHistory(ctx: StaffCtx, actionId: string) {
  const changes = await queries.listActionChanges(ctx.db, actionId);
  const people = ["ownerId", "counterpartId", "agreedBy"];
  const ids = changes.flatMap((one) =>
    people.flatMap((field) => [one.changes[field]?.from, one.changes[field]?.to]),
  );
  const named = ids.filter((id) => typeof id === "string");
  const names = new Map(
    (await queries.listPeople(ctx.db, named)).map(({ id, name }) => [id, name]),
  );
  const nameOf = (id: unknown) => (typeof id === "string" ? (names.get(id) ?? null) : null);
  return changes.map(({ changes: fields, ...one }) => ({
    ...one,
    changes: Object.entries(fields).map(([field, { from, to }]) =>
      people.includes(field) ? { field, from: nameOf(from), to: nameOf(to) } : { field, from, to },
    ),
  }));
}
export type History = Awaited<ReturnType<typeof readHistory>>;

/** Where an action stands: its account, and whether the actor reaches the whole plan or owns this line only. */
export async function placeOf(ctx: StaffCtx, actionId: string) {
  const { accountId, accountName } = await requireAction(ctx, actionId);
  const reached = await findAccount(ctx.db, reachOf(ctx.actor), accountId);
  return { accountId, accountName, inReach: reached !== undefined };
}

/** The open lines of a plan for the meeting about it. What is behind the firewall never lies on that table. */
export async function findOpenLines(ctx: StaffCtx, accountId: string): Promise<Action[]> {
  const limit = mostLines;
  const [rows, today] = await Promise.all([
    queries.listActionsOf(ctx.db, readerOf(ctx), { accountId, limit }),
    todayOf(ctx),
  ]);
  return rows
    .filter(({ walled, status }) => !walled && isOpen(status))
    .map((row) => viewAction(row, today));
}

const heading =
  "Area,What we heard,What it is about,What we will do,Owner,Counterpart,Due,Measure,Target,Status,Overdue,Seen by the client,What was done,Reason".split(
    ",",
  );

/** A plan as CSV, a line each. */
export async function exportPlan(ctx: StaffCtx, accountId: string): Promise<string> {
  const { actions } = await readPlan(ctx, accountId);
  return writeCsv(
    heading,
    actions.map((one) => [
      one.area ?? "",
      one.heard ?? "",
      one.title,
      one.promise ?? "",
      one.owner?.name ?? "",
      one.counterpart?.name ?? "",
      one.dueOn ?? "",
      one.measureText ?? one.measure?.area ?? "",
      one.measure?.target ?? "",
      actionStatusWords[one.status],
      one.overdue ? "yes" : "no",
      one.clientVisible ? "yes" : "no",
      one.doneNote ?? "",
      one.dropReason ?? "",
    ]),
  );
}
