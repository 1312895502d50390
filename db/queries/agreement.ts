import type { Reach } from "#worker/domain/account/rules.ts";
import type { FieldChanges } from "#worker/domain/action/schema.ts";
import { and, asc, desc, eq, isNull, ne, or, sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import {
  account,
  action,
  actionChange,
  clientLink,
  contact,
  planAgreement,
  planReply,
  staff,
  type message,
} from "../schema.ts";
import { changeAction, type ActionRow, type Changed, type Revision } from "./action.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { insertMessages } from "./message.ts";
import { accountWithin } from "./reach.ts";

const agreer = alias(contact, "agreer");
const nameOf = (person: typeof contact | typeof agreer) =>
  sql<string>`trim(${person.firstName} || ' ' || ${person.lastName})`;

/** An account's lines that its client may see, the first written on top. */
export const listPromised = (db: Database, accountId: string) =>
  db
    .select({ action, owner: staff.name, agreedBy: nameOf(agreer).as("agreed_by_name") })
    .from(action)
    .leftJoin(staff, eq(staff.id, action.ownerId))
    .leftJoin(agreer, eq(agreer.id, action.agreedBy))
    .where(
      and(
        eq(action.accountId, accountId),
        eq(action.clientVisible, true),
        eq(action.walled, false),
        or(ne(action.status, "dropped"), sql`${action.agreedAt} is not null`),
      ),
    )
    .orderBy(asc(action.createdAt), asc(action.id))
    .limit(100);

/** What people at the client agreed to, the latest first. */
export const listAgreements = (db: Database, accountId: string) =>
  db
    .select({ agreement: planAgreement, by: nameOf(contact).as("by_name") })
    .from(planAgreement)
    .innerJoin(contact, eq(contact.id, planAgreement.contactId))
    .where(eq(planAgreement.accountId, accountId))
    .orderBy(desc(planAgreement.at), desc(planAgreement.id))
    .limit(50);

/** What they said beside or instead of a yes, the latest first. */
export const listReplies = (db: Database, accountId: string) =>
  db
    .select({ reply: planReply, by: nameOf(contact).as("by_name"), title: action.title })
    .from(planReply)
    .innerJoin(contact, eq(contact.id, planReply.contactId))
    .leftJoin(action, eq(action.id, planReply.actionId))
    .where(eq(planReply.accountId, accountId))
    .orderBy(desc(planReply.at), desc(planReply.id))
    .limit(200);

/** What clients within reach said of their plans and nobody has taken care of, the oldest first. */
export const listWaitingReplies = (db: Database, reach: Reach, limit: number) =>
  db
    .select({
      id: planReply.id,
      accountId: planReply.accountId,
      kind: planReply.kind,
      at: planReply.at,
      account: sql<string>`${account.name}`.as("account_name"),
      by: nameOf(contact).as("by_name"),
      about: sql<string | null>`${action.title}`.as("about"),
    })
    .from(planReply)
    .innerJoin(account, eq(account.id, planReply.accountId))
    .innerJoin(contact, eq(contact.id, planReply.contactId))
    .leftJoin(action, eq(action.id, planReply.actionId))
    .where(and(isNull(planReply.resolvedAt), accountWithin(reach)))
    .orderBy(asc(planReply.at), asc(planReply.id))
    .limit(limit);

/** What changed of an action after one of its versions, the oldest first. */
export const listChangesSince = async (
  db: Database,
  actionId: string,
  version: number,
): Promise<FieldChanges[]> =>
  (
    await db
      .select({ changes: actionChange.changes })
      .from(actionChange)
      .where(and(eq(actionChange.actionId, actionId), sql`${actionChange.version} > ${version}`))
      .orderBy(asc(actionChange.version))
  ).map(({ changes }) => changes);

type Reply = typeof planReply.$inferInsert;
export type RecordedAnswer = {
  /** Null when nothing was agreed to. */
  agreement: typeof planAgreement.$inferInsert | null;
  replies: Reply[];
  agreed: { row: ActionRow; changed: Changed; revision: Revision }[];
  messages: (typeof message.$inferInsert)[];
};

/**
 * Keeps what a client said of a plan, all or nothing. False: one of the lines changed since it was read, and nothing
 * was kept. The same answer again changes nothing.
 */
export async function insertAnswer(db: Database, answer: RecordedAnswer): Promise<boolean> {
  const { agreement, replies, agreed, messages } = answer;
  const kept = agreement
    ? sql`exists (select 1 from plan_agreement where id = ${agreement.id})`
    : sql`1`;
  const words: BatchItem<"sqlite">[] = replies.map((reply) => insertReply(db, reply, kept));
  const notices = insertMessages(db, messages, kept);
  if (!agreement) {
    await db.batch([notices, ...words]);
    return true;
  }
  const changes: BatchItem<"sqlite">[] = agreed.flatMap(({ row, changed, revision }) =>
    changeAction(db, row, changed, revision, kept),
  );
  await db.batch([insertAgreement(db, agreement, agreed), ...words, ...changes, notices]);
  return (await findAgreement(db, agreement.id)) !== undefined;
}

/** Whether this agreement is kept. */
export const findAgreement = (db: Database, id: string) =>
  db.select({ id: planAgreement.id }).from(planAgreement).where(eq(planAgreement.id, id)).get();

/** Only as long as every line is still the one that was read. */
function insertAgreement(
  db: Database,
  {
    id,
    accountId,
    contactId,
    at,
    what,
    comment,
    expectations,
    successCriteria,
  }: NonNullable<RecordedAnswer["agreement"]>,
  agreed: RecordedAnswer["agreed"],
) {
  const read = Object.fromEntries(agreed.map(({ row }) => [row.id, row.version]));
  return db
    .insert(planAgreement)
    .select(
      sql`select ${id}, ${accountId}, ${contactId}, ${at.getTime()}, ${JSON.stringify(what)}, ${comment ?? null},
        ${expectations ?? null}, ${successCriteria ?? null}
        where (select count(*) from action join json_each(${JSON.stringify(read)}) as seen
          on action.id = seen.key and action.version = seen.value) = ${agreed.length}`,
    )
    .onConflictDoNothing();
}

const insertReply = (db: Database, reply: Reply, when: SQL) =>
  db
    .insert(planReply)
    .select(
      sql`select ${reply.id}, ${reply.accountId}, ${reply.actionId ?? null}, ${reply.agreementId ?? null},
        ${reply.contactId}, ${reply.at.getTime()}, ${reply.kind}, ${reply.text ?? null},
        ${reply.version ?? null}, null, null where ${when}`,
    )
    .onConflictDoNothing();

/** Notes that somebody took care of what a client said. False: it was noted before. */
export async function updateReplyResolved(
  db: Database,
  { accountId, id }: { accountId: string; id: string },
  audit: AuditEntry,
): Promise<boolean> {
  const [won] = await db.batch([
    db
      .update(planReply)
      .set({ resolvedAt: audit.at, resolvedBy: audit.actor })
      .where(
        and(eq(planReply.id, id), eq(planReply.accountId, accountId), isNull(planReply.resolvedAt)),
      ),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return won.meta.changes === 1;
}

/** The links to an account's plan with whom they are for. */
export const listPlanLinks = (db: Database, accountId: string) =>
  db
    .select({ link: clientLink, contact })
    .from(clientLink)
    .innerJoin(contact, eq(contact.id, clientLink.contactId))
    .where(and(eq(clientLink.accountId, accountId), eq(clientLink.kind, "plan")))
    .orderBy(asc(contact.lastName), asc(contact.id));

type Sent = {
  fresh: (typeof clientLink.$inferInsert)[];
  /** Links that were there before, with what they become. */
  again: { id: string; seen: number; set: Partial<typeof clientLink.$inferInsert> }[];
  messages: (typeof message.$inferInsert)[];
  audit: AuditEntry;
};

/** Makes or renews links to a plan with the mails that bring them, all or nothing. */
export const insertPlanLinks = (db: Database, { fresh, again, messages, audit }: Sent) =>
  db.batch([
    insertMessages(db, messages),
    insertAuditWhen(db, audit, sql`1`),
    ...fresh.map((row) => db.insert(clientLink).values(row).onConflictDoNothing()),
    ...again.map(({ id, seen, set }) =>
      db
        .update(clientLink)
        .set(set)
        .where(and(eq(clientLink.id, id), eq(clientLink.tokenVersion, seen))),
    ),
  ]);

/** Revokes a link to this account's plan. */
export const updatePlanLinkRevoked = (
  db: Database,
  { accountId, id }: { accountId: string; id: string },
  audit: AuditEntry,
) =>
  db.batch([
    db
      .update(clientLink)
      .set({ revokedAt: audit.at })
      .where(
        and(
          eq(clientLink.id, id),
          eq(clientLink.accountId, accountId),
          eq(clientLink.kind, "plan"),
          isNull(clientLink.revokedAt),
        ),
      ),
    insertAuditWhen(db, audit, ifWon),
  ]);

/** The account a plan belongs to, with who looks after it. */
export const findPlanAccount = (db: Database, accountId: string) =>
  db
    .select({ id: account.id, name: account.name, accountManagerId: account.accountManagerId })
    .from(account)
    .where(eq(account.id, accountId))
    .get();
