import { eq } from "drizzle-orm";
import type { Database } from "../client.ts";
import { credential, staff } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";

/** Whose account at an identity provider this is, the deactivated too. */
export const findIdentityHolder = async (db: Database, id: string) =>
  (
    await db
      .select({ staff })
      .from(credential)
      .innerJoin(staff, eq(staff.id, credential.userId))
      .where(eq(credential.id, id))
      .get()
  )?.staff;

/** The account at an identity provider that belongs to a person. */
export const findIdentityOf = (db: Database, staffId: string) =>
  db.select({ id: credential.id }).from(credential).where(eq(credential.userId, staffId)).get();

export type Identity = { id: string; issuer: string; subject: string; staffId: string };

/** Ties an account at an identity provider to a person; one that is tied stays as it is. */
export const insertIdentity = (
  db: Database,
  { id, issuer, subject, staffId }: Identity,
  audit: AuditEntry,
) =>
  db.batch([
    db
      .insert(credential)
      .values({
        id,
        providerId: issuer,
        accountId: subject,
        userId: staffId,
        createdAt: audit.at,
        updatedAt: audit.at,
      })
      .onConflictDoNothing(),
    insertAuditWhen(db, audit, ifWon),
  ]);
