import type { Reach } from "#worker/domain/account/rules.ts";
import { and, asc, desc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  account,
  clientCase,
  contact,
  message,
  nomination,
  portfolioLaunchAccount,
  report,
  round,
  selfGrade,
} from "../schema.ts";
import { listActionsDue } from "./action.ts";
import { listWaitingReplies } from "./agreement.ts";
import { caseWithin, type CaseReader } from "./case.ts";
import { lastSurveyedAt } from "./portfolio.ts";
import { listGradesDue } from "./portfolio-launch.ts";
import { accountWithin, roundWithin } from "./reach.ts";
import { isDraft, isOpen } from "./round-state.ts";

/** How many lines of one kind the start page shows. */
const lines = 10;

/** Named apart: a batch hands rows over as objects, in which two columns called `name` would be one. */
const ofRound = {
  roundId: sql<string>`${round.id}`.as("round_id"),
  round: sql<string>`${round.name}`.as("round_name"),
  account: sql<string>`${account.name}`.as("account_name"),
};

const drafts = (db: Database, reach: Reach) =>
  db
    .select({
      ...ofRound,
      closesAt: round.closesAt,
      graded: sql<number>`${selfGrade.roundId} is not null`,
    })
    .from(round)
    .innerJoin(account, eq(account.id, round.accountId))
    .leftJoin(selfGrade, eq(selfGrade.roundId, round.id))
    .where(
      and(
        isDraft,
        sql`not exists (select 1 from ${portfolioLaunchAccount}
          where ${portfolioLaunchAccount.roundId} = ${round.id})`,
        roundWithin(reach),
      ),
    )
    .orderBy(asc(round.closesAt), asc(round.id))
    .limit(lines);

/** Counted for the few that are shown: in a season of surveys everyone at every client is invited. */
const openRounds = (db: Database, reach: Reach) =>
  db
    .select({
      ...ofRound,
      closesAt: round.closesAt,
      // Both in one look: in the season thousands have been asked.
      counts: sql`(select json_array(count(*), coalesce(sum(status = 'completed'), 0))
        from invitation where round_id = ${round.id})`
        .mapWith((list: string) => JSON.parse(list) as [number, number])
        .as("counts"),
    })
    .from(round)
    .innerJoin(account, eq(account.id, round.accountId))
    .where(and(isOpen, roundWithin(reach)))
    .orderBy(asc(round.closesAt), asc(round.id))
    .limit(lines);

const nominations = (db: Database, reach: Reach) =>
  db
    .select({
      ...ofRound,
      invitationId: nomination.invitationId,
      name: nomination.name,
      email: nomination.email,
    })
    .from(nomination)
    .innerJoin(round, eq(round.id, nomination.roundId))
    .innerJoin(account, eq(account.id, round.accountId))
    .where(and(eq(nomination.status, "proposed"), eq(round.status, "open"), roundWithin(reach)))
    .orderBy(asc(nomination.createdAt), asc(nomination.invitationId))
    .limit(lines);

const newReports = (db: Database, reach: Reach, since: Date) =>
  db
    .select({
      ...ofRound,
      closedAt: report.closedAt,
      invited: report.invited,
      completed: report.completed,
    })
    .from(report)
    .innerJoin(round, eq(round.id, report.roundId))
    .innerJoin(account, eq(account.id, round.accountId))
    // What closed just now is not blanked yet; the index on that is the one that knows when rounds closed.
    .where(and(isNull(round.blankedAt), gt(round.closedAt, since), roundWithin(reach)))
    .orderBy(desc(round.closedAt), asc(round.id))
    .limit(lines);

/** Rounds that closed before `since` and whose clients have heard nothing since; the latest first. */
const unreleased = (db: Database, reach: Reach, since: Date) =>
  db
    .select({
      ...ofRound,
      closedAt: round.closedAt,
      total: sql<number>`count(*) over ()`.as("total"),
    })
    .from(round)
    .innerJoin(account, eq(account.id, round.accountId))
    .where(
      and(
        // Spelled as the partial index spells it, or the index is not used.
        sql`${round.status} = 'closed' and ${round.releasedAt} is null and ${round.withheldAt} is null`,
        lt(round.closedAt, since),
        accountWithin(reach),
      ),
    )
    .orderBy(desc(round.closedAt), asc(round.id))
    .limit(lines);

/** Accounts whose last answered round closed before `since`, or never, and where none is under way. */
function unsurveyedAccounts(db: Database, reach: Reach, since: Date) {
  // Most have answered lately: only of the others is asked whether something is under way.
  const silent = sql`iif(coalesce(${lastSurveyedAt}, 0) < ${since.getTime()},
    ${account.id} not in (select account_id from round where status = 'open'
      union all select account_id from round where status = 'draft'), false)`;
  return db
    .select({
      id: account.id,
      name: account.name,
      last: lastSurveyedAt.as("last"),
      total: sql<number>`count(*) over ()`,
    })
    .from(account)
    .where(and(accountWithin(reach), silent))
    .orderBy(sql`last nulls first`, asc(account.name))
    .limit(lines);
}

/** Cases that nobody has taken up yet, the first due on top. */
const openCases = (db: Database, reader: CaseReader) =>
  db
    .select({
      id: clientCase.id,
      trigger: clientCase.trigger,
      dueAt: clientCase.dueAt,
      firstName: contact.firstName,
      lastName: contact.lastName,
      account: sql<string>`${account.name}`.as("account_name"),
    })
    .from(clientCase)
    .innerJoin(account, eq(account.id, clientCase.accountId))
    .innerJoin(contact, eq(contact.id, clientCase.contactId))
    .where(
      and(
        sql`${clientCase.status} <> 'resolved'`,
        eq(clientCase.status, "open"),
        caseWithin(reader),
      ),
    )
    .orderBy(asc(clientCase.dueAt), asc(clientCase.id))
    .limit(lines);

const failedMessages = (db: Database) =>
  db
    .select({
      id: message.id,
      kind: message.kind,
      recipient: message.recipient,
      roundId: message.roundId,
      lastError: message.lastError,
      createdAt: message.createdAt,
    })
    .from(message)
    .where(eq(message.status, "failed"))
    .orderBy(desc(message.createdAt), asc(message.id))
    .limit(lines);

/** Whether there is anything to survey yet. */
function holdings(db: Database, reach: Reach) {
  const within = db.select({ id: account.id }).from(account).where(accountWithin(reach));
  return db
    .select({
      accounts: sql<number>`exists ${within}`.as("accounts"),
      contacts: sql<number>`exists (select 1 from contact where account_id in ${within})`.as(
        "contacts",
      ),
    })
    .from(sql`(select 1)`);
}

export type Horizons = { closedSince: Date; surveyedSince: Date; dueUntil: string };

/** Everything the start page of one person shows, in one call to D1. `reach` bounds all but failed mail. */
export async function listWaiting(db: Database, reader: CaseReader, at: Horizons) {
  const { reach } = reader;
  const [
    cases,
    due,
    replies,
    draft,
    grades,
    open,
    nominated,
    reports,
    waiting,
    unsurveyed,
    failed,
    held,
  ] = await db.batch([
    openCases(db, reader),
    listActionsDue(db, reader, { until: at.dueUntil, limit: lines }),
    listWaitingReplies(db, reach, lines),
    drafts(db, reach),
    listGradesDue(db, reader.staffId),
    openRounds(db, reach),
    nominations(db, reach),
    newReports(db, reach, at.closedSince),
    unreleased(db, reach, at.closedSince),
    unsurveyedAccounts(db, reach, at.surveyedSince),
    failedMessages(db),
    holdings(db, reach),
  ]);
  return {
    cases,
    promises: due,
    replies,
    grades,
    drafts: draft.map((row) => ({ ...row, graded: row.graded === 1 })),
    open: open.map(({ counts: [invited, completed], ...row }) => ({ ...row, invited, completed })),
    nominations: nominated,
    reports,
    unreleased: waiting,
    unsurveyed,
    failed,
    held: held[0]!,
  };
}
