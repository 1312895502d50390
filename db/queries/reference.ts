import type { Reach } from "#worker/domain/account/rules.ts";
import type { Grade } from "#worker/domain/questions/grade.ts";
import type { AnswerChange } from "#worker/domain/reference/schema.ts";
import { and, desc, eq, getTableColumns, gt, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import { account, contact, referenceAsk, report, round, staff, type message } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { orNever } from "./instant.ts";
import { insertMessages } from "./message.ts";
import { accountWithin } from "./reach.ts";

type NewAsk = typeof referenceAsk.$inferInsert;

const senior = alias(contact, "senior");
const hasOpenCase = sql`exists (select 1 from client_case
  where client_case.account_id = account.id and client_case.status <> 'resolved')`;
const isReference = sql`exists (select 1 from reference_ask
  where reference_ask.account_id = account.id and reference_ask.answer = 'agreed')`;
const lastAsk = (column: "asked_at" | "later_on") =>
  sql`(select ${sql.raw(column)} from reference_ask where reference_ask.account_id = account.id
    order by asked_at desc limit 1)`;

/**
 * Accounts within reach (or one of them) whose last closed named round gave more than 3.5 points, the best first,
 * with all that decides whether they may be asked.
 */
export const listReferable = (db: Database, reach: Reach, accountId?: string) =>
  db
    .select({
      accountId: account.id,
      accountName: account.name,
      roundId: round.id,
      roundName: sql<string>`${round.name}`.as("round_name"),
      closedAt: report.closedAt,
      points: report.clientPoints,
      graded: report.graded,
      invited: report.invited,
      seniorLetter: sql<Grade | null>`${report.figures} ->> '$.senior.letter'`.as("senior_letter"),
      seniorId: senior.id,
      seniorFirstName: senior.firstName,
      seniorLastName: senior.lastName,
      openCases: sql<number>`${hasOpenCase}`.as("open_cases"),
      isReference: sql`${isReference}`.mapWith(Boolean).as("is_reference"),
      lastAskedAt: sql`${lastAsk("asked_at")}`.mapWith(orNever).as("last_asked_at"),
      laterOn: sql<string | null>`${lastAsk("later_on")}`.as("last_later_on"),
    })
    .from(account)
    .innerJoin(report, eq(report.accountId, account.id))
    .innerJoin(round, eq(round.id, report.roundId))
    .leftJoin(senior, eq(senior.id, sql`${report.figures} ->> '$.senior.contactId'`))
    .where(
      and(
        accountWithin(reach),
        accountId === undefined ? undefined : eq(account.id, accountId),
        eq(round.confidentiality, "named"),
        gt(report.clientPoints, 3.5),
        sql`not exists (select 1 from report later join round named on named.id = later.round_id
          where later.account_id = ${account.id} and named.confidentiality = 'named'
            and later.closed_at > ${report.closedAt})`,
      ),
    )
    .orderBy(desc(report.clientPoints), account.name, account.id);

const asker = alias(staff, "asker");

/** Asks within reach (or of one account), the latest first. */
export const listAsks = (
  db: Database,
  reach: Reach,
  { accountId, limit }: { accountId?: string; limit: number },
) =>
  db
    .select({
      ...getTableColumns(referenceAsk),
      accountName: sql<string>`${account.name}`.as("account_name"),
      firstName: contact.firstName,
      lastName: contact.lastName,
      email: contact.email,
      asker: sql<string | null>`${asker.name}`.as("asker_name"),
    })
    .from(referenceAsk)
    .innerJoin(account, eq(account.id, referenceAsk.accountId))
    .innerJoin(contact, eq(contact.id, referenceAsk.contactId))
    .leftJoin(asker, eq(asker.id, referenceAsk.askedBy))
    .where(
      and(
        accountWithin(reach),
        accountId === undefined ? undefined : eq(referenceAsk.accountId, accountId),
      ),
    )
    .orderBy(desc(referenceAsk.askedAt), desc(referenceAsk.id))
    .limit(limit);

/** Whom of an account such a mail may go to, as far as our records say: the most senior first. */
export const listAskable = (db: Database, accountId: string, limit: number) =>
  db
    .select({
      id: contact.id,
      firstName: contact.firstName,
      lastName: contact.lastName,
      email: contact.email,
      jobTitle: contact.jobTitle,
      mostSenior: contact.mostSenior,
    })
    .from(contact)
    .where(
      and(
        eq(contact.accountId, accountId),
        eq(contact.status, "active"),
        isNull(contact.mergedIntoId),
      ),
    )
    .orderBy(
      desc(contact.mostSenior),
      sql`case ${contact.tier} when 'board' then 1 when 'manager' then 2 else 3 end`,
      contact.lastName,
      contact.id,
    )
    .limit(limit);

type Asking = {
  row: NewAsk;
  mail: typeof message.$inferInsert;
  audit: AuditEntry;
  /** Whoever was asked after this instant is not asked again. */
  yearAgo: Date;
};

/**
 * Keeps an ask with its mail, unless somebody was faster: no account is asked twice in a year, none that agreed, and
 * none with an open case. False, and nothing written: that is so by now.
 */
export async function insertAsk(db: Database, { row, mail, audit, yearAgo }: Asking) {
  const written = sql`exists (select 1 from reference_ask where id = ${row.id})`;
  const [added] = await db.batch([
    db.insert(referenceAsk).select(
      sql`select ${row.id}, ${row.accountId}, ${row.contactId}, ${row.roundId}, ${row.text},
        ${row.optOutHash}, ${row.askedBy}, ${row.askedAt.getTime()}, null, null, null, null, null, 1
        from account where account.id = ${row.accountId} and not ${hasOpenCase} and not ${isReference}
          and not exists (select 1 from reference_ask earlier
            where earlier.account_id = ${row.accountId} and earlier.asked_at > ${yearAgo.getTime()})`,
    ),
    insertMessages(db, [mail], written),
    insertAuditWhen(db, audit, written),
  ]);
  return added.meta.changes === 1;
}

type Answered = Omit<AnswerChange, "version"> & { answeredAt: Date; answeredBy: string };

/** Keeps what the client answered. False: somebody changed it since it was read. */
export async function updateAsk(
  db: Database,
  { id, accountId, version }: { id: string; accountId: string; version: number },
  answered: Answered,
  audit: AuditEntry,
): Promise<boolean> {
  const [won] = await db.batch([
    db
      .update(referenceAsk)
      .set({ ...answered, version: version + 1 })
      .where(
        and(
          eq(referenceAsk.id, id),
          eq(referenceAsk.accountId, accountId),
          eq(referenceAsk.version, version),
        ),
      ),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return won.meta.changes === 1;
}

/** The asks that these mails bring, each with its contact. */
export const listAsksTo = (db: Database, ids: string[]) =>
  db
    .select({ ask: referenceAsk, contact })
    .from(referenceAsk)
    .innerJoin(contact, eq(contact.id, referenceAsk.contactId))
    .where(sql`${referenceAsk.id} in (select value from json_each(${JSON.stringify(ids)}))`);
