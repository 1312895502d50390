import type { AccountFilter } from "#worker/domain/account/list-rules.ts";
import type { Reach } from "#worker/domain/account/rules.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import { and, asc, desc, eq, isNull, lt, or, sql, type Column, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import { account, contact, report, staff } from "../schema.ts";
import { clientGrade } from "./account.ts";
import { fallingFrom, risingFrom, type Position } from "./position.ts";
import { accountWithin } from "./reach.ts";

const manager = alias(staff, "manager");
const last = alias(report, "last");

/** The id of the last round of an account that anybody answered. */
const lastAnswered = sql`(select answered.round_id from report as answered
  where answered.account_id = ${account.id} and answered.completed > 0
  order by answered.closed_at desc, answered.round_id limit 1)`;

const beyondAll = 1e18;

/** What decides the order. An account without a grade or a revenue stands last either way. */
function keyOf({ sort, order }: Pick<AccountFilter, "sort" | "order">): SQL {
  const end = order === "asc" ? beyondAll : -1;
  switch (sort) {
    case "grade":
      return sql`coalesce(${last.clientPoints}, ${end})`;
    case "surveyed":
      return sql`coalesce(${last.closedAt}, 0)`;
    case "revenue":
      return sql`coalesce(${account.annualRevenue}, ${end})`;
    default:
      return sql`${account.nameFolded}`;
  }
}

/** `q` is folded; `manager` null asks for accounts that nobody manages. */
export type Wanted = Omit<AccountFilter, "manager" | "unsurveyed"> & {
  manager: string | null | undefined;
  /** Only accounts whose last answered round closed before, or that have none. */
  surveyedBefore: Date | undefined;
};

const conditions = (reach: Reach, wanted: Wanted): (SQL | undefined)[] => [
  accountWithin(reach),
  wanted.q ? sql`instr(${account.nameFolded}, ${wanted.q}) > 0` : undefined,
  wanted.manager === undefined
    ? undefined
    : wanted.manager === null
      ? isNull(account.accountManagerId)
      : eq(account.accountManagerId, wanted.manager),
  wanted.segment ? eq(account.segment, wanted.segment) : undefined,
  wanted.country ? eq(account.country, wanted.country) : undefined,
  wanted.surveyedBefore && or(isNull(last.closedAt), lt(last.closedAt, wanted.surveyedBefore)),
];

/**
 * Accounts within reach, each with its last answered round. `after` is the [key, id] of the line before; `key`
 * is what the list is sorted by. Reads accounts and their reports, never a contact.
 */
export const listAccountLines = (
  db: Database,
  reach: Reach,
  wanted: Wanted,
  { after, limit }: { after: Position | undefined; limit: number },
) => {
  const key = keyOf(wanted);
  const [direction, from] = wanted.order === "asc" ? [asc, risingFrom] : [desc, fallingFrom];
  return db
    .select({
      id: account.id,
      name: account.name,
      accountManager: manager.name,
      segment: account.segment,
      country: account.country,
      annualRevenue: account.annualRevenue,
      currency: account.currency,
      roundId: last.roundId,
      closedAt: last.closedAt,
      clientPoints: last.clientPoints,
      selfPoints: last.selfPoints,
      key: sql<string | number>`${key}`,
    })
    .from(account)
    .leftJoin(manager, eq(manager.id, account.accountManagerId))
    .leftJoin(last, eq(last.roundId, lastAnswered))
    .where(and(...conditions(reach, wanted), from([key, account.id], after)))
    .orderBy(direction(key), direction(account.id))
    .limit(limit);
};

const among = (ids: string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;

/** For these accounts: active contacts by tier; for these rounds: who stands behind the client's grade. */
export async function listStanding(db: Database, accountIds: string[], roundIds: string[]) {
  const [contacts, grades] = await db.batch([
    db
      .select({
        accountId: contact.accountId,
        tier: sql<Tier>`${contact.tier}`.as("tier"),
        count: sql<number>`count(*)`.as("contacts"),
      })
      .from(contact)
      .where(and(sql`${contact.accountId} in ${among(accountIds)}`, eq(contact.status, "active")))
      .groupBy(contact.accountId, contact.tier),
    db
      .select({ roundId: report.roundId, grade: clientGrade.as("grade") })
      .from(report)
      .where(sql`${report.roundId} in ${among(roundIds)}`),
  ]);
  return { contacts, grades };
}

const distinct = (column: SQL | Column) =>
  sql<string[]>`json_group_array(distinct ${column}) filter (where ${column} is not null)`.mapWith(
    (list: string) => JSON.parse(list) as string[],
  );

/** What the accounts within reach can be filtered by, in one pass over them. */
export async function findChoices(db: Database, reach: Reach) {
  const [found] = await db
    .select({
      segments: distinct(account.segment),
      countries: distinct(account.country),
      managerIds: distinct(account.accountManagerId),
      unmanaged: sql<number>`coalesce(sum(${account.accountManagerId} is null), 0)`,
    })
    .from(account)
    .where(accountWithin(reach));
  return found!;
}
