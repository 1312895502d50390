import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "../client.ts";
import { apiToken, staff } from "../schema.ts";

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

/** Adds a token; only its hash is kept. */
export const insertToken = (db: Database, token: typeof apiToken.$inferInsert) =>
  db.insert(apiToken).values(token);
