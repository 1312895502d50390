import type { Reach } from "#worker/domain/account/rules.ts";
import type { ReviewNotes } from "#worker/domain/account/review-schema.ts";
import { and, desc, eq, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client.ts";
import { account, accountManagement, accountReview, staff } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { accountWithin } from "./reach.ts";

/** Who looks, and which accounts are within their reach. */
export type Reader = { reach: Reach; staffId: string };

const manager = alias(staff, "manager");
const sponsor = alias(staff, "sponsor");

/** An account within reach with its people of ours, and what decides what the reader may see of it. */
export const findReviewed = (db: Database, { reach, staffId }: Reader, accountId: string) =>
  db
    .select({
      id: account.id,
      name: account.name,
      cadenceMonths: account.cadenceMonths,
      preferredMonth: account.preferredMonth,
      createdAt: account.createdAt,
      accountManagerId: account.accountManagerId,
      lineManagerId: manager.lineManagerId,
      manager: manager.name,
      sponsor: sponsor.name,
      viewerManaged: accountManagement.staffId,
    })
    .from(account)
    .leftJoin(manager, eq(manager.id, account.accountManagerId))
    .leftJoin(sponsor, eq(sponsor.id, account.sponsorId))
    .leftJoin(
      accountManagement,
      and(eq(accountManagement.accountId, account.id), eq(accountManagement.staffId, staffId)),
    )
    .where(and(eq(account.id, accountId), accountWithin(reach)))
    .get();

const later = alias(accountReview, "later");

/** The account's meetings as they read now, the latest first. */
export const listMeetings = (db: Database, accountId: string, limit: number) =>
  db
    .select({
      id: accountReview.id,
      version: accountReview.version,
      heldOn: accountReview.heldOn,
      notes: accountReview.notes,
      decisions: accountReview.decisions,
      actions: accountReview.actions,
      writtenAt: accountReview.writtenAt,
      writer: sql<string | null>`${staff.name}`.as("writer_name"),
    })
    .from(accountReview)
    .leftJoin(staff, eq(staff.id, accountReview.writtenBy))
    .where(
      and(
        eq(accountReview.accountId, accountId),
        notExists(
          db
            .select({ one: sql`1` })
            .from(later)
            .where(
              and(eq(later.id, accountReview.id), sql`${later.version} > ${accountReview.version}`),
            ),
        ),
      ),
    )
    .orderBy(desc(accountReview.heldOn), desc(accountReview.id))
    .limit(limit);

/** What a meeting of this account reads now; undefined when there is none. */
export const findMeeting = (db: Database, accountId: string, id: string) =>
  db
    .select()
    .from(accountReview)
    .where(and(eq(accountReview.id, id), eq(accountReview.accountId, accountId)))
    .orderBy(desc(accountReview.version))
    .limit(1)
    .get();

type Written = ReviewNotes & { accountId: string };

/**
 * Adds the next version of a meeting's notes. False, and nothing written: somebody wrote one since it was read, or
 * there is no such meeting at this account.
 */
export async function insertReview(
  db: Database,
  { accountId, id, version, heldOn, notes, decisions, actions: todo }: Written,
  audit: AuditEntry,
): Promise<boolean> {
  const next = version + 1;
  const [added] = await db.batch([
    db
      .insert(accountReview)
      .select(
        sql`select ${id}, ${next}, ${accountId}, ${heldOn}, ${notes}, ${decisions}, ${todo},
          ${audit.actor}, ${audit.at.getTime()}
          where ${version} = 0 or exists (select 1 from account_review
            where id = ${id} and version = ${version} and account_id = ${accountId})`,
      )
      .onConflictDoNothing(),
    insertAuditWhen(db, audit, ifWon),
  ]);
  return added.meta.changes === 1;
}
