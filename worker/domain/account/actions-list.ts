import {
  findChoices,
  listAccountLines,
  listStanding,
  type Wanted,
} from "#db/queries/account-list.ts";
import { listStaff } from "#db/queries/staff.ts";
import { subMonths } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { csvDay, writeCsv } from "../../csv.ts";
import { everyLine, pageOf, readNumberPosition, readPosition, type Listed } from "../../cursor.ts";
import type { Tier } from "../contact/schema.ts";
import { letterOf } from "../reports/grade-rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { unmanaged, type AccountFilter } from "./list-rules.ts";
import { foldName, reachOf } from "./rules.ts";

const exportedAtOnce = 1000;

export type AccountOverview = Awaited<ReturnType<typeof overviewAccounts>>["accounts"][number];

/**
 * Accounts within reach as a filter wants them, each with its active contacts by tier and its last answered
 * round. `nextCursor` is null on the last page.
 */
export async function overviewAccounts(
  ctx: StaffCtx,
  filter: AccountFilter,
  { cursor, limit }: Listed,
) {
  const rows = await listAccountLines(ctx.db, reachOf(ctx.actor), wantedOf(ctx, filter), {
    after: filter.sort === "name" ? readPosition(cursor) : readNumberPosition(cursor),
    limit: limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, limit, ({ key, id }) => [key, id]);
  const standing = await listStanding(
    ctx.db,
    page.map(({ id }) => id),
    page.flatMap(({ roundId }) => roundId ?? []),
  );
  const contacts = Map.groupBy(standing.contacts, ({ accountId }) => accountId);
  const grades = new Map(standing.grades.map(({ roundId, grade }) => [roundId, grade]));
  return {
    accounts: page.map(({ roundId, closedAt, clientPoints, selfPoints, ...account }) => ({
      ...account,
      contacts: Object.fromEntries(
        (contacts.get(account.id) ?? []).map(({ tier, count }) => [tier, count]),
      ) as Partial<Record<Tier, number>>,
      last:
        roundId === null || closedAt === null
          ? null
          : { roundId, closedAt, clientPoints, selfPoints, grade: grades.get(roundId) ?? null },
    })),
    nextCursor,
  };
}

const wantedOf = (
  { now }: StaffCtx,
  { manager, unsurveyed, ...filter }: AccountFilter,
): Wanted => ({
  ...filter,
  q: foldName(filter.q),
  manager: manager === "" ? undefined : manager === unmanaged ? null : manager,
  surveyedBefore: unsurveyed ? subMonths(now, 12) : undefined,
});

export type AccountChoices = Awaited<ReturnType<typeof readAccountChoices>>;

/** What the list can be filtered by: only what would find something. */
export async function readAccountChoices(ctx: StaffCtx) {
  const [found, staff] = await Promise.all([
    findChoices(ctx.db, reachOf(ctx.actor)),
    listStaff(ctx.db),
  ]);
  const named = staff.filter(({ id }) => found.managerIds.includes(id));
  return {
    managers: named.map(({ id, name }) => ({ id, name })),
    unmanaged: found.unmanaged > 0,
    segments: found.segments.toSorted((a, b) => a.localeCompare(b)),
    countries: found.countries.toSorted((a, b) => a.localeCompare(b)),
  };
}

const csvHeading = [
  "Account",
  "Account manager",
  "Segment",
  "Country",
  "Annual revenue",
  "Currency",
  "Client's grade",
  "Graded by",
  "Invited",
  "Our grade",
  "Last surveyed",
  "Board",
  "Managers",
  "Users",
];

/** Every account that the filter finds, in its order, as CSV. */
export async function exportAccounts(ctx: StaffCtx, filter: AccountFilter): Promise<string> {
  const { timeZone } = await loadSettings(ctx);
  const accounts = await everyLine(
    exportedAtOnce,
    (listed) => overviewAccounts(ctx, filter, listed),
    (page) => page.accounts,
  );
  return writeCsv(
    csvHeading,
    accounts.map((account) => csvLine(account, timeZone)),
  );
}

const letter = (points: number | null | undefined) =>
  points === null || points === undefined ? "" : letterOf(points);

const csvLine = ({ last, contacts, ...account }: AccountOverview, timeZone: string) => [
  account.name,
  account.accountManager ?? "",
  account.segment ?? "",
  account.country ?? "",
  account.annualRevenue,
  account.currency ?? "",
  letter(last?.clientPoints),
  last?.grade?.n ?? null,
  last?.grade?.invited ?? null,
  letter(last?.selfPoints),
  csvDay(last?.closedAt, timeZone),
  contacts.board ?? 0,
  contacts.manager ?? 0,
  contacts.user ?? 0,
];
