import { and, asc, desc, eq, isNull, or, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { account, round, setting, shareLink, staff, type message } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { insertMessages } from "./message.ts";

/** The links to a round's team view, the newest on top, with who made each. */
export const listShares = (db: Database, roundId: string, limit: number) =>
  db
    .select({
      id: shareLink.id,
      name: shareLink.name,
      email: shareLink.email,
      note: shareLink.note,
      createdAt: shareLink.createdAt,
      expiresAt: shareLink.expiresAt,
      revokedAt: shareLink.revokedAt,
      author: sql<string | null>`${staff.name}`.as("author"),
    })
    .from(shareLink)
    .leftJoin(staff, eq(staff.id, shareLink.createdBy))
    .where(eq(shareLink.roundId, roundId))
    .orderBy(desc(shareLink.createdAt), asc(shareLink.id))
    .limit(limit);

/** The link with a token of this hash, its present one or the one before, and the supplier's letter paper. */
export const findShare = (db: Database, tokenHash: string) =>
  db
    .select({ link: shareLink, settings: setting })
    .from(shareLink)
    .leftJoin(setting, eq(setting.id, 1))
    .where(or(eq(shareLink.tokenHash, tokenHash), eq(shareLink.formerHash, tokenHash)))
    .get();

/** Keeps a link with the mail that brings it. One that is there already stays as it is. */
export const insertShare = (
  db: Database,
  row: typeof shareLink.$inferInsert,
  mail: typeof message.$inferInsert,
  audit: AuditEntry,
) =>
  db.batch([
    db.insert(shareLink).values(row).onConflictDoNothing(),
    insertAuditWhen(db, audit, ifWon),
    insertMessages(db, [mail]),
  ]);

/** Revokes a link of this round, with what still waits to bring it. False: it was revoked or is none of the round. */
export async function updateShareRevoked(
  db: Database,
  { roundId, id }: { roundId: string; id: string },
  audit: AuditEntry,
): Promise<boolean> {
  const [revoked] = await db.batch([
    db
      .update(shareLink)
      .set({ revokedAt: audit.at })
      .where(
        and(eq(shareLink.id, id), eq(shareLink.roundId, roundId), isNull(shareLink.revokedAt)),
      ),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return revoked.meta.changes === 1;
}

/** These links with round and account: for the mail that brings them. */
export const listSharesTo = (db: Database, ids: string[]) =>
  db
    .select({ link: shareLink, round, account })
    .from(shareLink)
    .innerJoin(round, eq(round.id, shareLink.roundId))
    .innerJoin(account, eq(account.id, round.accountId))
    .where(sql`${shareLink.id} in (select value from json_each(${JSON.stringify(ids)}))`);
