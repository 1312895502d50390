import { and, asc, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, action, staff } from "../schema.ts";
import { stillOpen } from "./action.ts";
import { insertMessages, type messageRow } from "./message.ts";

const open = sql`${action}.${stillOpen}`;
/** Proposed to somebody at the client, whose word we wait for: not while they wait for ours on a change. */
const waiting = sql`(${action.status} = 'proposed' and ${action.clientVisible} and ${action.counterpartId} is not null
  and not exists (select 1 from plan_reply where plan_reply.account_id = ${action.accountId}
    and plan_reply.action_id = ${action.id} and kind = 'change_request' and resolved_at is null))`;
const worthTelling = (until: string): SQL => sql`(${action.dueOn} <= ${until} or ${waiting})`;

/** Owners of open actions that are due by `until` or wait for the client, and who have no digest of `monday` yet. */
export const listOwnersToTell = (
  db: Database,
  { monday, until }: { monday: string; until: string },
) =>
  db
    .select({ id: staff.id, email: staff.email })
    .from(staff)
    .where(
      and(
        isNull(staff.deactivatedAt),
        // People first, and of each whether there is anything: this is asked every minute of a Monday.
        sql`not exists (select 1 from message where id = 'plan-digest/' || ${staff.id} || '/' || ${monday})
          and exists (select 1 from action where owner_id = ${staff.id} and ${open} and ${worthTelling(until)})`,
      ),
    );

const noticed = (db: Database) =>
  db
    .select({
      id: action.id,
      ownerId: action.ownerId,
      title: action.title,
      dueOn: action.dueOn,
      owner: staff.name,
      accountId: action.accountId,
      account: account.name,
      accountManagerId: account.accountManagerId,
    })
    .from(action)
    .innerJoin(account, eq(account.id, action.accountId))
    .leftJoin(staff, eq(staff.id, action.ownerId))
    .orderBy(asc(action.dueOn), asc(action.id))
    .$dynamic();
export type NoticedAction = Awaited<ReturnType<typeof noticed>>[number];

const among = (ids: string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;

/** What stands in the digests of these owners. */
export const listActionsToTell = (db: Database, ownerIds: string[], until: string) =>
  noticed(db).where(and(open, worthTelling(until), sql`${action.ownerId} in ${among(ownerIds)}`));

/** These actions, as far as they are still open. */
export const listOpenActions = (db: Database, ids: string[]) =>
  noticed(db).where(and(open, sql`${action.id} in ${among(ids)}`));

/** Condition on `action`, spelled as the partial index spells it. */
export const isToEscalate = (until: string) =>
  sql`${open} and action.walled = 0 and action.escalated_for is not action.due_on and action.due_on <= ${until}`;

/** Open actions due on `until` or before whose line manager was not told of that day; nothing from behind the firewall. */
export const listActionsToEscalate = (db: Database, until: string, limit: number) =>
  noticed(db).where(isToEscalate(until)).limit(limit);

/** Queues the mails that tell of these actions, and notes that they were told of, all or nothing. */
export const updateEscalated = (
  db: Database,
  ids: string[],
  messages: ReturnType<typeof messageRow>[],
) =>
  db.batch([
    insertMessages(db, messages),
    db
      .update(action)
      .set({ escalatedFor: sql`due_on` })
      .where(sql`${action.id} in ${among(ids)}`),
  ]);
