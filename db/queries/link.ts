import { and, eq, isNull, lte, or } from "drizzle-orm";
import type { Database } from "../client.ts";
import { clientLink, shareLink, type message } from "../schema.ts";
import { ifWon } from "./audit.ts";
import { insertMessages } from "./message.ts";

/** The tables of private links, by the kind of their tokens. */
export type LinkTable = "client" | "share";

type Renewed = Required<
  Pick<
    typeof shareLink.$inferInsert,
    "tokenVersion" | "tokenHash" | "formerHash" | "expiresAt" | "renewedAt"
  >
>;

/**
 * Renews a link with the mail that brings it, unless it was revoked, has changed since it was looked at, or was
 * renewed after `notSince`; then it gives false and nothing is written.
 */
export async function updateRenewed(
  db: Database,
  kind: LinkTable,
  { id, seen, notSince }: { id: string; seen: number; notSince: Date },
  renewed: Renewed,
  mail: typeof message.$inferInsert,
): Promise<boolean> {
  // Both tables have the same columns of a link.
  const table = (kind === "share" ? shareLink : clientLink) as typeof shareLink;
  const [changed] = await db.batch([
    db
      .update(table)
      .set(renewed)
      .where(
        and(
          eq(table.id, id),
          eq(table.tokenVersion, seen),
          isNull(table.revokedAt),
          or(isNull(table.renewedAt), lte(table.renewedAt, notSince)),
        ),
      ),
    insertMessages(db, [mail], ifWon),
  ]);
  return changed.meta.changes > 0;
}
