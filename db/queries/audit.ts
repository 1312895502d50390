import type { Database } from "../client.ts";
import { auditEntry } from "../schema.ts";

export type AuditEntry = Omit<typeof auditEntry.$inferInsert, "id">;

/** Adds an audit entry, alone or in a caller's batch. `detail` never holds a token or an answer. */
export const insertAudit = (db: Database, entry: AuditEntry) => db.insert(auditEntry).values(entry);
