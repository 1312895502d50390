import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, accountManagement, auditEntry } from "../schema.ts";

/** Who takes over what a person holds; null leaves it. */
export type Heirs = { managerId: string | null; sponsorId: string | null };
type Handover = { from: string; heirs: Heirs; actor: string; at: Date };

/**
 * Hands all accounts of a person over, as long as `when` holds: statements for a batch. Both managers of each
 * account stay in the history that decides who may read what, and each account has its audit entry.
 */
export function handOver(db: Database, { from, heirs, actor, at }: Handover, when: SQL) {
  const now = at.getTime();
  const { managerId: to, sponsorId } = heirs;
  const held = and(eq(account.accountManagerId, from), when);
  const keep = (staffId: string) =>
    db
      .insert(accountManagement)
      .select(sql`select id, ${staffId}, ${now} from account where ${held}`)
      .onConflictDoNothing();
  const managed =
    to === null
      ? []
      : [
          keep(from),
          keep(to),
          db.insert(auditEntry).select(
            sql`select null, ${now}, ${actor}, 'account_manager_changed', 'account', id,
              json_object('from', ${from}, 'to', ${to}) from account where ${held}`,
          ),
          db.update(account).set({ accountManagerId: to, updatedAt: at }).where(held),
        ];
  if (sponsorId === null) return managed;
  const sponsored = and(eq(account.sponsorId, from), when);
  return [...managed, db.update(account).set({ sponsorId, updatedAt: at }).where(sponsored)];
}

/** The same by itself. */
export async function updateHandedOver(db: Database, handover: Handover): Promise<void> {
  const [first, ...rest] = handOver(db, handover, sql`true`);
  if (first) await db.batch([first, ...rest]);
}
