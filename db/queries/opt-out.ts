import { eq } from "drizzle-orm";
import type { Database } from "../client.ts";
import { contact, invitation, optOut, setting } from "../schema.ts";

/** Whose opt-out page this is; undefined when no invitation has this hash. */
export const findOptOutPage = (db: Database, optOutHash: string) =>
  db
    .select({
      email: contact.email,
      settings: setting,
    })
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(invitation.optOutHash, optOutHash))
    .get();

/** Keeps, for ever, that this address wants no more mail. Only its keyed hash is stored. */
export const insertOptOut = (db: Database, addressHash: string, now: Date) =>
  db.insert(optOut).values({ addressHash, createdAt: now }).onConflictDoNothing();
