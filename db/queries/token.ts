import { and, asc, desc, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { apiToken, staff } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";

export type NewToken = typeof apiToken.$inferInsert;

/** The token with this hash and its holder, unless it is revoked or the holder deactivated. */
export async function findActiveToken(db: Database, tokenHash: string) {
  return db
    .select({
      tokenId: apiToken.id,
      scope: apiToken.scope,
      id: staff.id,
      name: staff.name,
      email: staff.email,
      role: staff.role,
    })
    .from(apiToken)
    .innerJoin(staff, eq(staff.id, apiToken.staffId))
    .where(
      and(
        eq(apiToken.tokenHash, tokenHash),
        isNull(apiToken.revokedAt),
        isNull(staff.deactivatedAt),
      ),
    )
    .get();
}

/** Adds a token as long as `when` holds; only its hash is kept. */
export const insertTokenWhen = (db: Database, token: NewToken, when: SQL) =>
  db.insert(apiToken).select(
    sql`select ${token.id}, ${token.staffId}, ${token.name}, ${token.tokenHash}, ${token.scope},
      ${token.createdAt.getTime()}, null where ${when}`,
  );

/** Adds a token of an active person. False: there is no such person. */
export async function insertToken(db: Database, token: NewToken, audit: AuditEntry) {
  const holder = sql`exists (select 1 from staff where id = ${token.staffId} and deactivated_at is null)`;
  const [added] = await db.batch([
    insertTokenWhen(db, token, holder),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return added.meta.changes === 1;
}

/** All tokens with their holders, those that work first, the newest first. Never their hashes. */
export const listTokens = (db: Database) =>
  db
    .select({
      id: apiToken.id,
      name: apiToken.name,
      scope: apiToken.scope,
      holder: staff.name,
      createdAt: apiToken.createdAt,
      revokedAt: apiToken.revokedAt,
    })
    .from(apiToken)
    .innerJoin(staff, eq(staff.id, apiToken.staffId))
    .orderBy(
      asc(sql`${apiToken.revokedAt} is not null`),
      desc(apiToken.createdAt),
      asc(apiToken.id),
    );

/** Revokes a token at once and for good. False: was revoked, or there is none. */
export async function updateRevoked(db: Database, id: string, audit: AuditEntry) {
  const [changed] = await db.batch([
    db
      .update(apiToken)
      .set({ revokedAt: audit.at })
      .where(and(eq(apiToken.id, id), isNull(apiToken.revokedAt))),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return changed.meta.changes === 1;
}
