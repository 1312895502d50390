import { sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { auditEntry } from "../schema.ts";

export type AuditEntry = Omit<typeof auditEntry.$inferInsert, "id">;

/** Adds an audit entry, alone or in a caller's batch. `detail` never holds a token or an answer. */
export const insertAudit = (db: Database, entry: AuditEntry) => db.insert(auditEntry).values(entry);

/** The same inside a batch, as long as `when` holds. */
export const insertAuditWhen = (db: Database, entry: AuditEntry, when: SQL) =>
  db.insert(auditEntry).select(
    sql`select null, ${entry.at.getTime()}, ${entry.actor}, ${entry.action}, ${entry.subjectType},
      ${entry.subjectId}, ${JSON.stringify(entry.detail ?? {})} where ${when}`,
  );
