import type {
  CaseStatus,
  CaseTrigger,
  ContactWay,
  EvidenceKind,
  Resolution,
} from "#worker/domain/case/schema.ts";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { flag, id, instant } from "./columns.ts";
import { account, contact } from "./account.ts";
import { round } from "./round.ts";

export const clientCase = sqliteTable(
  "client_case",
  {
    /** Derived from the invitation and the trigger: what raises it again finds it there. */
    id: id(),
    accountId: text()
      .notNull()
      .references(() => account.id),
    roundId: text()
      .notNull()
      .references(() => round.id),
    contactId: text()
      .notNull()
      .references(() => contact.id),
    trigger: text().$type<CaseTrigger>().notNull(),
    /** For the line manager and leaders, never for who manages or managed the account. */
    walled: flag().notNull(),
    /** The services somebody wants to be told more about. */
    services: text({ mode: "json" }).$type<string[]>().notNull(),
    /** The comment beside the answer that raised it: all that staff see of the response. */
    comment: text(),
    status: text().$type<CaseStatus>().notNull(),
    ownerId: text(),
    openedAt: instant().notNull(),
    dueAt: instant().notNull(),
    firstContactAt: instant(),
    resolvedAt: instant(),
    resolution: text().$type<Resolution>(),
    rootCause: text(),
    prevention: text(),
    clientTold: flag(),
    version: integer().notNull(),
  },
  (t) => [
    index("case_account").on(t.accountId, t.openedAt),
    index("case_waiting")
      .on(t.dueAt)
      .where(sql`status <> 'resolved'`),
  ],
);

export const caseNote = sqliteTable(
  "case_note",
  {
    caseId: text()
      .notNull()
      .references(() => clientCase.id),
    id: text().notNull(),
    at: instant().notNull(),
    writtenBy: text().notNull(),
    text: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.id] })],
);

/** One try to speak with the client about a case, or one time that it worked. */
export const caseContact = sqliteTable(
  "case_contact",
  {
    caseId: text()
      .notNull()
      .references(() => clientCase.id),
    id: text().notNull(),
    at: instant().notNull(),
    how: text().$type<ContactWay>().notNull(),
    /** With whom, as it was written: it need not be a contact of ours. */
    person: text().notNull(),
    /** False: nobody was there, or nobody answered. */
    reached: flag().notNull(),
    said: text().notNull(),
    writtenBy: text().notNull(),
    writtenAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.id] })],
);

/** What bears a case out: words, or the address of a page. */
export const caseEvidence = sqliteTable(
  "case_evidence",
  {
    caseId: text()
      .notNull()
      .references(() => clientCase.id),
    id: text().notNull(),
    kind: text().$type<EvidenceKind>().notNull(),
    title: text().notNull(),
    content: text().notNull(),
    addedBy: text().notNull(),
    addedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.id] })],
);
