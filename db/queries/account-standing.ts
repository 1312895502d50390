import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, action, clientCase, contact, round } from "../schema.ts";
import type { Reader } from "./account-review.ts";
import { actionWithin, stillOpen } from "./action.ts";
import { caseWithin, waiting } from "./case.ts";
import { isDraft, isOpen } from "./round-state.ts";

/** How many lines of one kind are named; the others are counted. */
const named = 3;

const running = (db: Database, accountId: string) =>
  db
    .select({
      id: round.id,
      name: round.name,
      status: round.status,
      closesAt: round.closesAt,
      invited: sql<number>`(select count(*) from invitation
        where round_id = ${round}.id)`.as("invited"),
      completed: sql<number>`(select count(*) from invitation
        where round_id = ${round}.id and status = 'completed')`.as("completed"),
    })
    .from(round)
    .where(and(eq(round.accountId, accountId), or(isOpen, isDraft)))
    .orderBy(asc(round.closesAt), asc(round.id))
    .limit(named);

type Standing = { accountId: string; today: string; now: Date };

/** What is still to be kept, the first due on top; what we merely go on doing is no promise. */
const promises = (db: Database, reader: Reader, { accountId, today }: Standing) =>
  db
    .select({
      id: action.id,
      title: action.title,
      status: action.status,
      dueOn: action.dueOn,
      total: sql<number>`count(*) over ()`.as("total"),
      overdue: sql<number>`coalesce(sum(${action.dueOn} < ${today}) over (), 0)`.as("overdue"),
    })
    .from(action)
    .innerJoin(account, eq(account.id, action.accountId))
    .where(
      and(
        eq(action.accountId, accountId),
        sql`${action}.${stillOpen}`,
        eq(action.keepDoing, false),
        actionWithin(reader),
      ),
    )
    .orderBy(sql`${action.dueOn} is null`, asc(action.dueOn), asc(action.id))
    .limit(named);

const cases = (db: Database, reader: Reader, { accountId, now }: Standing) =>
  db
    .select({
      id: clientCase.id,
      trigger: clientCase.trigger,
      firstName: contact.firstName,
      lastName: contact.lastName,
      total: sql<number>`count(*) over ()`.as("total"),
      overdue: sql<number>`sum(${clientCase.status} = 'open'
        and ${clientCase.dueAt} < ${now.getTime()}) over ()`.as("overdue"),
    })
    .from(clientCase)
    .innerJoin(account, eq(account.id, clientCase.accountId))
    .innerJoin(contact, eq(contact.id, clientCase.contactId))
    .where(and(eq(clientCase.accountId, accountId), waiting, caseWithin(reader)))
    .orderBy(asc(clientCase.dueAt), asc(clientCase.id))
    .limit(named);

/**
 * What is open at an account, as far as the reader may see it: rounds under way or in preparation, promises and cases,
 * a few of each and how many there are. `today` is a calendar day in the supplier's zone. One call.
 */
export async function findStanding(db: Database, reader: Reader, standing: Standing) {
  const [rounds, actions, open] = await db.batch([
    running(db, standing.accountId),
    promises(db, reader, standing),
    cases(db, reader, standing),
  ]);
  return { running: rounds, promises: actions, cases: open };
}
