import type { Reach } from "#worker/domain/account/rules.ts";
import type { ActionVerdict } from "#worker/domain/portfolio/promise-rules.ts";
import { and, asc, desc, eq, gte, isNotNull, lt, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import { account, action, actionVerification, report, round, staff } from "../schema.ts";
import { actionWithin, stillOpen } from "./action.ts";
import { listCaseCourses } from "./case-log.ts";
import { accountWithin } from "./reach.ts";

type Reader = { reach: Reach; staffId: string };
/** `since` as an instant and as a calendar day of the supplier, like `today`. */
type Period = { since: Date; sinceDay: string; today: string };

const owner = alias(staff, "owner");
const manager = alias(staff, "manager");

/** Accounts with a plan that its client is meant to see, and whether the client agreed to any line of it. */
const plans = (db: Database, reader: Reader, { since }: Period) =>
  db
    .select({
      accountId: action.accountId,
      agreed: sql<number>`max(${action.agreedAt} is not null)`.as("agreed"),
    })
    .from(action)
    .innerJoin(account, eq(account.id, action.accountId))
    .where(
      and(
        accountWithin(reader.reach),
        actionWithin(reader),
        eq(action.clientVisible, true),
        ne(action.status, "dropped"),
        sql`(${action}.${stillOpen} or ${action.updatedAt} >= ${since.getTime()})`,
      ),
    )
    .groupBy(action.accountId);

/** What was due in the period: on which day, and when it was done. */
const due = (db: Database, reader: Reader, { sinceDay, today }: Period) =>
  db
    .select({ dueOn: sql<string>`${action.dueOn}`, doneAt: action.doneAt })
    .from(action)
    .innerJoin(account, eq(account.id, action.accountId))
    .where(
      and(
        accountWithin(reader.reach),
        actionWithin(reader),
        ne(action.status, "dropped"),
        gte(action.dueOn, sinceDay),
        lt(action.dueOn, today),
      ),
    );

const overdue = (db: Database, reader: Reader, { today }: Period) =>
  db
    .select({
      ownerId: action.ownerId,
      owner: sql<string | null>`${owner.name}`.as("owner_name"),
      count: sql<number>`count(*)`.as("actions"),
      oldest: sql<string>`min(${action.dueOn})`.as("oldest"),
    })
    .from(action)
    .innerJoin(account, eq(account.id, action.accountId))
    .leftJoin(owner, eq(owner.id, action.ownerId))
    .where(
      and(
        accountWithin(reader.reach),
        actionWithin(reader),
        sql`${action}.${stillOpen}`,
        isNotNull(action.dueOn),
        lt(action.dueOn, today),
      ),
    )
    .groupBy(action.ownerId)
    .orderBy(sql`count(*) desc`, asc(owner.name));

/** How often clients said whether something got better, by year of the round, area and verdict. */
const verdicts = (db: Database, reader: Reader) =>
  db
    .select({
      year: report.year,
      area: action.area,
      verdict: sql<ActionVerdict>`${actionVerification.verdict}`.as("verdict"),
      count: sql<number>`count(*)`.as("actions"),
    })
    .from(actionVerification)
    .innerJoin(action, eq(action.id, actionVerification.actionId))
    .innerJoin(account, eq(account.id, action.accountId))
    .innerJoin(report, eq(report.roundId, actionVerification.roundId))
    .where(and(accountWithin(reader.reach), actionWithin(reader)))
    .groupBy(report.year, action.area, actionVerification.verdict)
    .orderBy(desc(report.year));

const mostAccounts = 200;

/** Accounts graded below `points` in their last round whose client agreed to nothing since, or to nothing that is open. */
const unplanned = (db: Database, reach: Reach, points: number) =>
  db
    .select({
      accountId: account.id,
      account: sql<string>`${account.name}`.as("account_name"),
      manager: sql<string | null>`${manager.name}`.as("manager_name"),
      points: sql<number>`${report.clientPoints}`.as("points"),
      graded: report.graded,
      invited: report.invited,
      closedAt: report.closedAt,
      roundId: report.roundId,
    })
    .from(account)
    .innerJoin(report, eq(report.accountId, account.id))
    .innerJoin(round, eq(round.id, report.roundId))
    .leftJoin(manager, eq(manager.id, account.accountManagerId))
    .where(
      and(
        accountWithin(reach),
        sql`${report.clientPoints} <= ${points}`,
        sql`not exists (select 1 from report later where later.account_id = ${account.id}
          and later.closed_at > ${report.closedAt} and later.client_points is not null)`,
        sql`not exists (select 1 from action where action.account_id = ${account.id}
          and action.walled = 0 and action.agreed_at is not null
          and (action.agreed_at >= ${report.closedAt} or action.${stillOpen}))`,
      ),
    )
    .orderBy(asc(report.clientPoints), asc(account.name), asc(account.id))
    .limit(mostAccounts);

/** All that says how promises to clients are kept, as far as this reader may see it, in one call. */
export async function findPromises(db: Database, reader: Reader, period: Period, points: number) {
  const [planned, dues, late, heard, poor, courses] = await db.batch([
    plans(db, reader, period),
    due(db, reader, period),
    overdue(db, reader, period),
    verdicts(db, reader),
    unplanned(db, reader.reach, points),
    listCaseCourses(db, reader, period.since),
  ]);
  return { plans: planned, due: dues, overdue: late, verdicts: heard, unplanned: poor, courses };
}
