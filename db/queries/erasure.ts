import { sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../client.ts";
import {
  apiToken,
  calendarLink,
  contact,
  credential,
  erasure,
  importChunk,
  importJob,
  message,
  optOut,
  session,
  staff,
  verification,
} from "../schema.ts";
import { insertAudit, type AuditEntry } from "./audit.ts";
import { blankings, nobody } from "./blank.ts";
import { redactions } from "./redact.ts";

type ErasureRow = typeof erasure.$inferInsert;

const list = (values: string[]) => sql`(select value from json_each(${JSON.stringify(values)}))`;
const noAddress = sql`'erased-' || id || '@erased.invalid'`;

/** Everything by which one person is found. */
export type Person = {
  contactIds: string[];
  accountIds: string[];
  /** Lower case. */
  addresses: string[];
  /** Names and addresses that are struck out of what others wrote. */
  words: string[];
  /** Ids of what belongs to this person: an id of a message may contain one. */
  belongings: string[];
};

type Kept = { ledger: ErasureRow[]; optOuts: string[]; audit: AuditEntry };

/** Erases a person at all accounts, whole or not at all. The ledger row says who it was to whoever knows. */
export async function updateToErased(db: Database, person: Person, kept: Kept): Promise<void> {
  const { contactIds, accountIds, words } = person;
  const [first, ...rest] = [
    ...keep(db, kept),
    ...blankings(db, scopeOf(person)),
    ...forgetImported(db, person.addresses, person.addresses),
    ...redactions(db, words, accountIds),
    db
      .update(contact)
      .set({
        firstName: "Erased",
        lastName: "person",
        email: noAddress,
        jobTitle: null,
        department: null,
        locale: null,
        preferences: null,
        mostSenior: false,
        doNotSurvey: true,
        status: "left",
        updatedAt: kept.audit.at,
      })
      .where(sql`id in ${list(contactIds)}`),
  ] as BatchItem<"sqlite">[];
  await db.batch([first!, ...rest]);
}

const keep = (db: Database, { ledger, optOuts, audit }: Kept) => [
  ...ledger.map((row) =>
    db
      .insert(erasure)
      .values(row)
      .onConflictDoUpdate({ target: erasure.addressHash, set: { at: row.at, by: row.by } }),
  ),
  ...optOuts.map((addressHash) =>
    db.insert(optOut).values({ addressHash, createdAt: audit.at }).onConflictDoNothing(),
  ),
  insertAudit(db, audit),
];

function scopeOf({ contactIds, accountIds, addresses, belongings }: Person) {
  const [ids, accounts, known] = [list(contactIds), list(accountIds), list(addresses)];
  const theirs = sql`contact_id in ${ids}`;
  const invitations = sql`(select id from invitation where contact_id in ${ids})`;
  return {
    responses: sql`response.id in ${invitations}`,
    invitations: theirs,
    reports: sql`account_id in ${accounts} and json_extract(figures, '$.senior.contactId') in ${ids}`,
    comments: theirs,
    nominations: sql`lower(email) in ${known}`,
    notes: theirs,
    messages: messagesTo(known, invitations, belongings),
    cases: theirs,
    conversations: theirs,
    asks: theirs,
    shares: sql`lower(email) in ${known}`,
    clientLinks: theirs,
    agreements: theirs,
    replies: theirs,
    changes: sql`by_kind = 'contact' and "by" in ${ids}`,
  };
}

/** Mail to this person, under an earlier address too; what told our own people of them names nobody. */
const messagesTo = (
  known: SQL,
  invitations: SQL,
  belongings: string[],
) => sql`lower(recipient) in ${known}
  or (staff_id is null and recipient not in (select email from staff)
    and (invitation_id in ${invitations}
      or exists (select 1 from json_each(${JSON.stringify(belongings)}) where instr(message.id, value) > 0)))`;

const without = (column: SQL, known: SQL) =>
  sql`(select json_group_array(json(value)) from json_each(${column})
    where lower(coalesce(value->>'email', '')) not in ${known})`;

/** Out of files that were not applied: the lines about these addresses, and whoever owns an account by one of `owners`. */
const forgetImported = (db: Database, addresses: string[], owners: string[]) => {
  const [known, named] = [list(addresses), list(owners)];
  const names = (column: SQL) =>
    sql`exists (select 1 from json_each(${column}) where lower(value->>'email') in ${known})`;
  const strangers = sql`json_each(unknown_owners) where lower(value)`;
  const owned = sql`lower(value->>'ownerEmail') in ${named}`;
  return [
    db
      .update(importJob)
      .set({ changes: without(sql`changes`, known) })
      .where(names(sql`changes`)),
    db
      .update(importJob)
      .set({
        unknownOwners: sql`(select json_group_array(value) from ${strangers} not in ${named})`,
      })
      .where(sql`exists (select 1 from ${strangers} in ${named})`),
    db
      .update(importChunk)
      .set({ lines: without(sql`lines`, known) })
      .where(names(sql`lines`)),
    db
      .update(importChunk)
      .set({
        lines: sql`(select json_group_array(
          json(iif(${owned}, json_set(value, '$.ownerEmail', null), value))) from json_each(lines))`,
      })
      .where(sql`exists (select 1 from json_each(lines) where ${owned})`),
  ];
};

/** Erases somebody of ours, whole or not at all: what they did stays done, by nobody in particular. */
export async function updateStaffToErased(
  db: Database,
  { id, address, words }: { id: string; address: string; words: string[] },
  kept: Kept,
): Promise<void> {
  const [first, ...rest] = [
    ...keep(db, kept),
    db.delete(session).where(sql`user_id = ${id}`),
    db.delete(credential).where(sql`user_id = ${id}`),
    db
      .update(calendarLink)
      .set({ tokenHash: sql`'erased/' || staff_id`, revokedAt: kept.audit.at })
      .where(sql`staff_id = ${id}`),
    db.delete(verification).where(sql`instr(lower(identifier || value), ${address}) > 0`),
    db
      .update(apiToken)
      .set({ name: nobody, revokedAt: sql`coalesce(revoked_at, ${kept.audit.at.getTime()})` })
      .where(sql`staff_id = ${id}`),
    db
      .update(message)
      .set({
        recipient: "",
        lastError: null,
        status: sql`iif(${message.status} = 'sent', 'sent', 'cancelled')`,
      })
      .where(sql`staff_id = ${id} or lower(recipient) = ${address}`),
    ...forgetImported(db, [address], [address, ...words.map((word) => word.toLowerCase())]),
    ...redactions(db, words, []),
    db
      .update(staff)
      .set({
        name: "Former colleague",
        email: noAddress,
        image: null,
        phone: null,
        lineManagerId: null,
        deactivatedAt: sql`coalesce(deactivated_at, ${kept.audit.at.getTime()})`,
        updatedAt: kept.audit.at,
      })
      .where(sql`id = ${id}`),
  ] as BatchItem<"sqlite">[];
  await db.batch([first!, ...rest]);
}
