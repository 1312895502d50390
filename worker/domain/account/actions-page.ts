import { findAccount, findAccountByName, listReportsOfAccount } from "#db/queries/account.ts";
import { findStanding } from "#db/queries/account-standing.ts";
import { findWhomWeKnow } from "#db/queries/proposed.ts";
import { listStaff } from "#db/queries/staff.ts";
import { subMonths } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { invalid, type Outcome } from "../../errors.ts";
import { pageContacts } from "../contact/actions.ts";
import { listRounds } from "../round/actions.ts";
import { dayField } from "../round/rules.ts";
import { mayHold } from "../staff/rules.ts";
import { changeAccount, mayHandOver, requireAccount, viewAccount } from "./actions.ts";
import { nextRoundDue } from "./cadence-rules.ts";
import { foldName, reachOf } from "./rules.ts";
import type { Account, AccountChange } from "./schema.ts";

const contactsAPage = 200;
const shownRounds = 20;

export type AccountPage = Awaited<ReturnType<typeof readAccount>>;

/** All that an account's page shows. `page` of its contacts counts from 1. */
export async function readAccount(
  ctx: StaffCtx,
  accountId: string,
  { page, timeZone }: { page: number; timeZone: string },
) {
  const row = await requireAccount(ctx, accountId);
  const [staff, parent, contacts, { rounds }, reports, known, open] = await Promise.all([
    listStaff(ctx.db),
    row.parentId === null ? null : findAccount(ctx.db, reachOf(ctx.actor), row.parentId),
    pageContacts(ctx, accountId, page, contactsAPage),
    listRounds(ctx, { accountId, limit: shownRounds }),
    listReportsOfAccount(ctx.db, accountId),
    findWhomWeKnow(ctx.db, accountId, subMonths(ctx.now, 12)),
    findOpen(ctx, accountId, timeZone),
  ]);
  const nameOf = (id: string | null) => staff.find((one) => one.id === id)?.name ?? null;
  const results = new Map(reports.map((report) => [report.roundId, report]));
  return {
    account: viewAccount(row),
    accountManager: nameOf(row.accountManagerId),
    sponsor: nameOf(row.sponsorId),
    parent: parent ? { id: parent.id, name: parent.name } : null,
    contacts: { ...contacts, page },
    rounds: rounds.map((round) => ({ ...round, result: results.get(round.id) ?? null })),
    history: historyOf(reports),
    ...known,
    standing: {
      ...open,
      last: reports[0] ?? null,
      nextRound: nextRoundDue({ ...row, surveyedAt: surveyedAt(reports) }, timeZone),
    },
  };
}

/** What is open at the account; whoever looks sees of it what they may see elsewhere. */
async function findOpen({ db, actor, now }: StaffCtx, accountId: string, timeZone: string) {
  const today = dayField(now, timeZone);
  const reader = { reach: reachOf(actor), staffId: actor.id };
  return { today, now, ...(await findStanding(db, reader, { accountId, today, now })) };
}

type Reports = Awaited<ReturnType<typeof listReportsOfAccount>>;

const surveyedAt = (reports: Reports): Date | null =>
  reports.find(({ completed }) => completed > 0)?.closedAt ?? null;

/** Both grades of one kind of round, the oldest first: satisfaction, or annual reviews where only they compare. */
function historyOf(reports: Reports) {
  const graded = reports
    .toReversed()
    .flatMap(({ kind, closedAt, year, clientPoints, selfPoints }) =>
      clientPoints === null || selfPoints === null
        ? []
        : [{ kind, closedAt, year, clientPoints, selfPoints }],
    );
  const ofKind = (wanted: Reports[number]["kind"]) => graded.filter(({ kind }) => kind === wanted);
  const satisfaction = ofKind("satisfaction");
  return satisfaction.length > 1 ? satisfaction : ofKind("annual_review");
}

export type AccountForm = Awaited<ReturnType<typeof readAccountForm>>;

/** What the form of an account needs beside the account: who may be named in it. */
export async function readAccountForm(ctx: StaffCtx, accountId: string) {
  const row = await requireAccount(ctx, accountId);
  const [staff, parent] = await Promise.all([
    listStaff(ctx.db),
    row.parentId === null ? undefined : findAccount(ctx.db, reachOf(ctx.actor), row.parentId),
  ]);
  const responsible = staff.filter(mayHold);
  return {
    account: viewAccount(row),
    parent: parent?.name ?? "",
    staff: responsible.map(({ id, name }) => ({ id, name })),
    mayHandOver: mayHandOver(ctx, row),
  };
}

/**
 * `changeAccount`, with the parent account given by its name. An empty name means that there is none; the
 * name that the form showed leaves it as it is, since a parent out of reach is not shown.
 */
export async function saveAccountForm(
  ctx: StaffCtx,
  accountId: string,
  { parent, ...change }: AccountChange & { parent: string },
): Promise<Outcome<{ account: Account }>> {
  const shown = (await readAccountForm(ctx, accountId)).parent;
  if (foldName(parent) === foldName(shown)) return changeAccount(ctx, accountId, change);
  if (parent.trim() === "") return changeAccount(ctx, accountId, { ...change, parentId: null });
  const named = await findAccountByName(ctx.db, reachOf(ctx.actor), foldName(parent));
  if (named) return changeAccount(ctx, accountId, { ...change, parentId: named.id });
  const message = "The parent account is none of your accounts. Write its name as in the list.";
  return invalid("parentId", message);
}
