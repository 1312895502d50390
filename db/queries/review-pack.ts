import { and, asc, desc, eq, inArray, isNull, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import {
  account,
  action,
  clientCase,
  contact,
  invitation,
  referenceAsk,
  report,
  round,
  staff,
} from "../schema.ts";
import { actionWithin, stillOpen } from "./action.ts";
import { listMeetings, type Reader } from "./account-review.ts";
import { caseWithin } from "./case.ts";
import { listCoverage } from "./contact.ts";

const mostLines = 50;
const mostRounds = 6;
const mostMeetings = 12;
const mostPeople = 30;

const senior = alias(contact, "senior");
const nameOf = (person: typeof contact | typeof senior) =>
  sql<string>`coalesce(nullif(trim(${person.firstName} || ' ' || ${person.lastName}), ''),
    ${person.email})`.as("person");

const lastReport = (db: Database, accountId: string) =>
  db
    .select({
      roundId: report.roundId,
      closedAt: report.closedAt,
      confidentiality: round.confidentiality,
      figures: report.figures,
      seniorId: senior.id,
      senior: nameOf(senior),
      jobTitle: senior.jobTitle,
    })
    .from(report)
    .innerJoin(round, eq(round.id, report.roundId))
    .leftJoin(senior, eq(senior.id, sql`${report.figures} ->> '$.senior.contactId'`))
    .where(eq(report.accountId, accountId))
    .orderBy(desc(report.closedAt))
    .limit(1);

const reports = (db: Database, accountId: string) =>
  db
    .select({
      roundId: report.roundId,
      name: sql<string>`${round.name}`.as("round_name"),
      kind: report.kind,
      closedAt: report.closedAt,
      clientPoints: report.clientPoints,
      graded: report.graded,
      selfPoints: report.selfPoints,
      invited: report.invited,
      completed: report.completed,
    })
    .from(report)
    .innerJoin(round, eq(round.id, report.roundId))
    .where(eq(report.accountId, accountId))
    .orderBy(desc(report.closedAt))
    .limit(mostRounds);

/** The plan as far as it is open, and what was settled since an instant; the latter last. */
const actions = (db: Database, reader: Reader, accountId: string, since: Date) =>
  db
    .select({
      id: action.id,
      title: action.title,
      status: action.status,
      dueOn: action.dueOn,
      owner: sql<string | null>`${staff.name}`.as("owner_name"),
    })
    .from(action)
    .innerJoin(account, eq(account.id, action.accountId))
    .leftJoin(staff, eq(staff.id, action.ownerId))
    .where(
      and(
        eq(action.accountId, accountId),
        actionWithin(reader),
        sql`(${action}.${stillOpen} or ${action.updatedAt} >= ${since.getTime()})`,
      ),
    )
    .orderBy(
      sql`${action}.${stillOpen} desc`,
      sql`${action.dueOn} is null`,
      asc(action.dueOn),
      asc(action.id),
    )
    .limit(mostLines);

const cases = (db: Database, reader: Reader, accountId: string, since: Date) =>
  db
    .select({
      id: clientCase.id,
      trigger: clientCase.trigger,
      status: clientCase.status,
      resolution: clientCase.resolution,
      openedAt: clientCase.openedAt,
      dueAt: clientCase.dueAt,
      person: nameOf(contact),
    })
    .from(clientCase)
    .innerJoin(account, eq(account.id, clientCase.accountId))
    .innerJoin(contact, eq(contact.id, clientCase.contactId))
    .where(
      and(
        eq(clientCase.accountId, accountId),
        caseWithin(reader),
        sql`(${clientCase.status} <> 'resolved' or ${clientCase.openedAt} >= ${since.getTime()})`,
      ),
    )
    .orderBy(desc(clientCase.openedAt), asc(clientCase.id))
    .limit(mostLines);

const closedNamed = and(eq(round.status, "closed"), eq(round.confidentiality, "named"));

/** Who was asked by name since an instant and answered nothing since: in confidential rounds nobody can tell. */
const silent = (db: Database, accountId: string, since: Date) =>
  db
    .select({
      id: contact.id,
      person: nameOf(contact),
      jobTitle: contact.jobTitle,
      tier: contact.tier,
      mostSenior: contact.mostSenior,
      askedAt: sql<Date>`max(${invitation.invitedAt})`.mapWith(invitation.invitedAt).as("asked_at"),
    })
    .from(contact)
    .innerJoin(invitation, eq(invitation.contactId, contact.id))
    .innerJoin(round, eq(round.id, invitation.roundId))
    .where(
      and(
        eq(contact.accountId, accountId),
        eq(contact.status, "active"),
        isNull(contact.mergedIntoId),
        closedNamed,
        sql`${invitation.invitedAt} >= ${since.getTime()}`,
        inArray(invitation.status, ["invited", "started", "postponed", "declined"]),
        notExists(
          db
            .select({ one: sql`1` })
            .from(sql`invitation given join round heard on heard.id = given.round_id`)
            .where(
              sql`given.contact_id = ${contact.id} and given.status = 'completed'
                and heard.confidentiality = 'named' and given.invited_at >= ${since.getTime()}`,
            ),
        ),
      ),
    )
    .groupBy(contact.id)
    .orderBy(
      desc(contact.mostSenior),
      sql`case ${contact.tier} when 'board' then 1 when 'manager' then 2 else 3 end`,
      asc(contact.lastName),
      asc(contact.id),
    )
    .limit(mostPeople);

/** What became of the most senior contact's invitations to the last closed named rounds, the latest first. */
const seniorInvitations = (db: Database, accountId: string) =>
  db
    .select({ status: invitation.status })
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .innerJoin(round, eq(round.id, invitation.roundId))
    .where(
      and(
        eq(contact.accountId, accountId),
        eq(contact.mostSenior, true),
        closedNamed,
        sql`${invitation.status} <> 'revoked'`,
      ),
    )
    .orderBy(desc(round.closedAt))
    .limit(mostRounds);

const running = (db: Database, accountId: string) =>
  db
    .select({ id: round.id, name: round.name, status: round.status, closesAt: round.closesAt })
    .from(round)
    .where(
      and(eq(round.accountId, accountId), or(eq(round.status, "open"), eq(round.status, "draft"))),
    )
    .orderBy(asc(round.closesAt))
    .limit(mostRounds);

const lastAsk = (db: Database, accountId: string) =>
  db
    .select({ answer: referenceAsk.answer, laterOn: referenceAsk.laterOn })
    .from(referenceAsk)
    .where(eq(referenceAsk.accountId, accountId))
    .orderBy(desc(referenceAsk.askedAt))
    .limit(1);

/** All that a review of the account looks at, in one call; `since` bounds what is over and counted as recent. */
export async function findReviewPack(db: Database, reader: Reader, accountId: string, since: Date) {
  const found = await db.batch([
    lastReport(db, accountId),
    reports(db, accountId),
    actions(db, reader, accountId, since),
    cases(db, reader, accountId, since),
    listCoverage(db, accountId, since),
    silent(db, accountId, since),
    seniorInvitations(db, accountId),
    running(db, accountId),
    listMeetings(db, accountId, mostMeetings),
    lastAsk(db, accountId),
  ]);
  const [last, rounds, plan, openCases, coverage, silence, seniority, ahead, held, asks] = found;
  return {
    last: last[0] ?? null,
    rounds,
    actions: plan,
    cases: openCases,
    coverage,
    silent: silence,
    senior: seniority,
    running: ahead,
    meetings: held,
    ask: asks[0] ?? null,
  };
}
