import type { NewCaseContact, NewEvidence } from "#worker/domain/case/schema.ts";
import { and, asc, eq, gte, isNull, or, sql, gt } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, action, caseContact, caseEvidence, clientCase, staff } from "../schema.ts";
import { insertAudit, type AuditEntry } from "./audit.ts";
import { caseWithin, type CaseReader } from "./case.ts";

/** What was done about a case: whom we spoke with, the evidence, and the actions made from it. */
export async function findCaseLog(db: Database, caseId: string, accountId: string) {
  const [contacts, evidence, actions] = await db.batch([
    db
      .select({
        id: caseContact.id,
        at: caseContact.at,
        how: caseContact.how,
        person: caseContact.person,
        reached: caseContact.reached,
        said: caseContact.said,
        by: staff.name,
      })
      .from(caseContact)
      .leftJoin(staff, eq(staff.id, caseContact.writtenBy))
      .where(eq(caseContact.caseId, caseId))
      .orderBy(asc(caseContact.at), asc(caseContact.id)),
    db
      .select({
        id: caseEvidence.id,
        kind: caseEvidence.kind,
        title: caseEvidence.title,
        content: caseEvidence.content,
        addedAt: caseEvidence.addedAt,
        by: staff.name,
      })
      .from(caseEvidence)
      .leftJoin(staff, eq(staff.id, caseEvidence.addedBy))
      .where(eq(caseEvidence.caseId, caseId))
      .orderBy(asc(caseEvidence.addedAt), asc(caseEvidence.id)),
    db
      .select({ id: action.id, title: action.title, status: action.status, dueOn: action.dueOn })
      .from(action)
      .where(and(eq(action.accountId, accountId), eq(action.caseId, caseId)))
      .orderBy(asc(action.createdAt), asc(action.id)),
  ]);
  return { contacts, evidence, actions };
}

type Entry = { caseId: string; id: string };

/**
 * Adds an entry to the contact log. Where somebody was reached, an open case becomes contacted, and the first
 * contact is the earliest that is written down.
 */
export const insertCaseContact = (
  db: Database,
  { caseId, id }: Entry,
  entry: NewCaseContact,
  audit: AuditEntry,
) =>
  db.batch([
    db.insert(caseContact).values({
      caseId,
      id,
      ...entry,
      writtenBy: audit.actor,
      writtenAt: audit.at,
    }),
    db
      .update(clientCase)
      .set({
        firstContactAt: entry.at,
        status: sql`iif(${clientCase.status} = 'open', 'contacted', ${clientCase.status})`,
        version: sql`${clientCase.version} + 1`,
      })
      .where(
        and(
          eq(clientCase.id, caseId),
          entry.reached ? undefined : sql`false`,
          or(
            isNull(clientCase.firstContactAt),
            gt(clientCase.firstContactAt, entry.at),
            eq(clientCase.status, "open"),
          ),
        ),
      ),
    insertAudit(db, audit),
  ]);

/** Adds a piece of evidence. */
export const insertCaseEvidence = (
  db: Database,
  { caseId, id }: Entry,
  evidence: NewEvidence,
  audit: AuditEntry,
) =>
  db.batch([
    db
      .insert(caseEvidence)
      .values({ caseId, id, ...evidence, addedBy: audit.actor, addedAt: audit.at }),
    insertAudit(db, audit),
  ]);

/** When the cases that this reader may see were opened since an instant, taken up and resolved. */
export const listCaseCourses = (db: Database, reader: CaseReader, since: Date) =>
  db
    .select({
      openedAt: clientCase.openedAt,
      dueAt: clientCase.dueAt,
      firstContactAt: clientCase.firstContactAt,
      resolvedAt: clientCase.resolvedAt,
    })
    .from(clientCase)
    .innerJoin(account, eq(account.id, clientCase.accountId))
    .where(and(gte(clientCase.openedAt, since), caseWithin(reader)));
