import type { Reach } from "#worker/domain/account/rules.ts";
import type { ChangedByKind, FieldChanges } from "#worker/domain/action/schema.ts";
import { and, asc, desc, eq, getTableColumns, inArray, lte, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import { account, accountManagement, action, actionChange, contact, staff } from "../schema.ts";
import { ifWon, insertAudit, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { fallingFrom, type Position } from "./position.ts";
import { accountWithin, outsideWall } from "./reach.ts";
import { insertActionWebhooks } from "./webhook.ts";

export type ActionRow = typeof action.$inferSelect;
/** Who looks, and which accounts are within their reach. */
export type ActionReader = { reach: Reach; staffId: string };

/** Condition on `action` joined with `account`: whoever reaches the account or owns the action; never past the wall. */
export const actionWithin = ({ reach, staffId }: ActionReader): SQL | undefined =>
  and(
    reach === "all" ? undefined : or(accountWithin(reach), eq(action.ownerId, staffId)),
    or(eq(action.walled, false), outsideWall(staffId)),
  );

const owner = alias(staff, "owner");
const counterpart = alias(contact, "counterpart");
const agreer = alias(contact, "agreer");
const personOf = (person: typeof counterpart | typeof agreer, name: string) =>
  sql<
    string | null
  >`coalesce(nullif(trim(${person.firstName} || ' ' || ${person.lastName}), ''), ${person.email})`.as(
    name,
  );

const selectActions = (db: Database) =>
  db
    .select({
      ...getTableColumns(action),
      accountName: sql<string>`${account.name}`.as("account_name"),
      ownerName: sql<string | null>`${owner.name}`.as("owner_name"),
      counterpartName: personOf(counterpart, "counterpart_name"),
      agreerName: personOf(agreer, "agreer_name"),
    })
    .from(action)
    .innerJoin(account, eq(account.id, action.accountId))
    .leftJoin(owner, eq(owner.id, action.ownerId))
    .leftJoin(counterpart, eq(counterpart.id, action.counterpartId))
    .leftJoin(agreer, eq(agreer.id, action.agreedBy))
    .$dynamic();
export type FoundAction = Awaited<ReturnType<typeof selectActions>>[number];

/** An action that this reader may see; undefined when there is none. */
export const findAction = (db: Database, reader: ActionReader, actionId: string) =>
  selectActions(db)
    .where(and(eq(action.id, actionId), actionWithin(reader)))
    .get();

type Listed = { accountId: string; after?: Position | undefined; limit: number };

/** An account's actions that this reader may see, the latest written first. */
export const listActionsOf = (
  db: Database,
  reader: ActionReader,
  { accountId, after, limit }: Listed,
) =>
  selectActions(db)
    .where(
      and(
        eq(action.accountId, accountId),
        actionWithin(reader),
        fallingFrom([action.createdAt, action.id], after),
      ),
    )
    .orderBy(desc(action.createdAt), desc(action.id))
    .limit(limit);

// Spelled as the partial index spells it, so that it is used.
export const stillOpen = sql.raw("status in ('proposed', 'agreed', 'in_progress')");

/** Open actions of one owner that are due on or before a day, the first due on top. */
export const listActionsDue = (
  db: Database,
  reader: ActionReader,
  { until, limit }: { until: string; limit: number },
) =>
  db
    .select({
      id: action.id,
      accountId: action.accountId,
      title: action.title,
      dueOn: action.dueOn,
      status: action.status,
      account: sql<string>`${account.name}`.as("account_name"),
    })
    .from(action)
    .innerJoin(account, eq(account.id, action.accountId))
    .where(
      and(
        sql`${action}.${stillOpen}`,
        eq(action.ownerId, reader.staffId),
        lte(action.dueOn, until),
        actionWithin(reader),
      ),
    )
    .orderBy(asc(action.dueOn), asc(action.id))
    .limit(limit);

/** The history of an action, the latest first, each change with its author's name. */
export const listActionChanges = (db: Database, actionId: string) =>
  db
    .select({
      ...getTableColumns(actionChange),
      byName: sql<
        string | null
      >`coalesce(${owner.name}, ${personOf(counterpart, "name").getSQL()})`,
    })
    .from(actionChange)
    .leftJoin(owner, and(eq(actionChange.byKind, "staff"), eq(owner.id, actionChange.by)))
    .leftJoin(
      counterpart,
      and(eq(actionChange.byKind, "contact"), eq(counterpart.id, actionChange.by)),
    )
    .where(eq(actionChange.actionId, actionId))
    .orderBy(desc(actionChange.version));

/** Who is meant by these ids in a history: staff and contacts by name. */
export const listPeople = (db: Database, ids: string[]) => {
  const among = sql`(select value from json_each(${JSON.stringify(ids)}))`;
  return db.all<{ id: string; name: string }>(sql`
    select ${staff.id} as id, ${staff.name} as name from ${staff} where ${inArray(staff.id, among)}
    union all select ${contact.id}, trim(${contact.firstName} || ' ' || ${contact.lastName})
      from ${contact} where ${inArray(contact.id, among)}`);
};

/** Whether somebody is a contact of this account who is still there. */
export const findCounterpart = (db: Database, accountId: string, contactId: string) =>
  db
    .select({ id: contact.id })
    .from(contact)
    .where(
      and(
        eq(contact.id, contactId),
        eq(contact.accountId, accountId),
        eq(contact.status, "active"),
      ),
    )
    .get();

/** The people who manage or ever managed an account. */
export async function listManagers(db: Database, accountId: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    select ${accountManagement.staffId} as id from ${accountManagement}
      where ${accountManagement.accountId} = ${accountId}
    union select ${account.accountManagerId} from ${account}
      where ${account.id} = ${accountId} and ${account.accountManagerId} is not null`);
  return rows.map(({ id }) => id);
}

const bit = (value: boolean) => (value ? 1 : 0);
const time = (value: Date | null) => value && value.getTime();
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** Writes an action with the first line of its history, as long as `when` holds; for a caller's batch. */
export function insertAction(db: Database, row: ActionRow, when: SQL) {
  const at = row.createdAt.getTime();
  return [
    db.insert(action).select(
      sql`select ${row.id}, ${row.accountId}, ${row.roundId}, ${row.area}, ${row.title}, ${row.promise},
        ${row.heard}, ${row.ownerId}, ${row.counterpartId}, ${row.dueOn}, ${json(row.measure)},
        ${row.measureText}, ${bit(row.clientVisible)}, ${bit(row.keepDoing)}, ${bit(row.walled)},
        ${row.status}, ${time(row.agreedAt)}, ${row.agreedBy}, ${bit(row.changedSinceAgreed)},
        ${bit(row.startedUnagreed)}, ${time(row.doneAt)}, ${row.doneNote}, ${row.dropReason},
        ${json(row.sourceKeys)}, ${json(row.sourceTiers)}, ${json(row.quotes)}, ${row.suggestionId},
        ${row.caseId}, ${row.askedRounds}, ${row.verifiedRoundId}, ${row.version}, ${at},
        ${row.createdBy}, ${row.updatedAt.getTime()}, ${row.escalatedFor} where ${when}`,
    ),
    db
      .insert(actionChange)
      .select(
        sql`select ${row.id}, ${row.version}, ${at}, ${row.createdBy}, 'staff', '{}', null where ${when}`,
      ),
    insertActionWebhooks(db, eq(action.id, row.id), row.updatedAt),
  ] as const;
}

/** The same by itself, with its audit entry. */
export async function createAction(db: Database, row: ActionRow, audit: AuditEntry) {
  await db.batch([...insertAction(db, row, sql`1`), insertAudit(db, audit)]);
}

export type Revision = {
  at: Date;
  by: string;
  byKind: ChangedByKind;
  changes: FieldChanges;
  comment: string | null;
  audit: AuditEntry;
};
export type Changed = Partial<Omit<ActionRow, "id" | "accountId" | "version" | "updatedAt">>;

/** The statements that change an action as it was read, with its history; for a caller's batch. */
export function changeAction(
  db: Database,
  { id, version }: Pick<ActionRow, "id" | "version">,
  changed: Changed,
  { at, by, byKind, changes, comment, audit }: Revision,
  when?: SQL,
) {
  return [
    db
      .update(action)
      .set({ ...changed, version: version + 1, updatedAt: at })
      .where(and(eq(action.id, id), eq(action.version, version), when)),
    db.insert(actionChange).select(
      sql`select ${id}, ${version + 1}, ${at.getTime()}, ${by}, ${byKind},
        ${JSON.stringify(changes)}, ${comment} where ${ifWon}`,
    ),
    insertAuditWhen(db, audit, ifWon),
    insertActionWebhooks(db, eq(action.id, id), at),
  ] as const;
}

/** Changes an action as it was read. False: somebody changed it since then. */
export async function updateAction(
  db: Database,
  row: Pick<ActionRow, "id" | "version">,
  changed: Changed,
  revision: Revision,
): Promise<boolean> {
  const [won] = await db.batch(changeAction(db, row, changed, revision));
  return won.meta.changes === 1;
}
