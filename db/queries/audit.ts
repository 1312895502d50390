import { and, desc, eq, lt, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  account,
  action,
  auditEntry,
  contact,
  importJob,
  round,
  staff,
  portfolioLaunch,
} from "../schema.ts";

export type AuditEntry = Omit<typeof auditEntry.$inferInsert, "id">;

/** Holds when the statement before, in the same batch, changed its one row. */
export const ifWon = sql`changes() = 1`;

/** Adds an audit entry, alone or in a caller's batch. `detail` never holds a token or an answer. */
export const insertAudit = (db: Database, entry: AuditEntry) => db.insert(auditEntry).values(entry);

/** The same inside a batch, as long as `when` holds. */
export const insertAuditWhen = (db: Database, entry: AuditEntry, when: SQL) =>
  db.insert(auditEntry).select(
    sql`select null, ${entry.at.getTime()}, ${entry.actor}, ${entry.action}, ${entry.subjectType},
      ${entry.subjectId}, ${JSON.stringify(entry.detail ?? {})} where ${when}`,
  );

type Wanted = { actor: string; subjectType: string; subjectId: string };

/** Entries, the newest first, from before an id. An empty field of the filter filters nothing. */
export const listAudit = (
  db: Database,
  { actor, subjectType, subjectId }: Wanted,
  { before, limit }: { before: number | undefined; limit: number },
) =>
  db
    .select()
    .from(auditEntry)
    .where(
      and(
        actor ? eq(auditEntry.actor, actor) : undefined,
        subjectType ? eq(auditEntry.subjectType, subjectType) : undefined,
        subjectId ? eq(auditEntry.subjectId, subjectId) : undefined,
        before === undefined ? undefined : lt(auditEntry.id, before),
      ),
    )
    .orderBy(desc(auditEntry.id))
    .limit(limit);

/** What the things with these ids are called, whatever kind of thing they are. */
export async function listNames(db: Database, ids: string[]): Promise<Map<string, string>> {
  const among = sql`(select value from json_each(${JSON.stringify(ids)}))`;
  const person = sql`trim(${contact.firstName} || ' ' || ${contact.lastName})`;
  // D1 joins at most five SELECTs: two groups of them.
  const rows = await db.all<{ id: string; name: string }>(sql`
    select * from (select ${account.id} as id, ${account.name} as name from ${account} where ${account.id} in ${among}
    union all select ${contact.id}, ${person} from ${contact} where ${contact.id} in ${among}
    union all select ${round.id}, ${round.name} from ${round} where ${round.id} in ${among}
    union all select ${portfolioLaunch.id}, ${portfolioLaunch.name} from ${portfolioLaunch}
      where ${portfolioLaunch.id} in ${among})
    union all select * from (select ${staff.id}, ${staff.name} from ${staff} where ${staff.id} in ${among}
    union all select ${action.id}, ${action.title} from ${action}
      where ${action.id} in ${among} and ${action.walled} = 0
    union all select ${importJob.id}, ${importJob.fileName} from ${importJob}
      where ${importJob.id} in ${among})`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
