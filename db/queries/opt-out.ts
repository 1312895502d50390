import { eq, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import {
  clientLink,
  contact,
  conversation,
  invitation,
  optOut,
  personalNote,
  referenceAsk,
  setting,
} from "../schema.ts";

const shown = { email: contact.email, settings: setting };

/** What a person was sent with a way out of all mail: each has its own hash of it. */
const carriers = [invitation, conversation, personalNote, referenceAsk, clientLink] as const;

/** Whose opt-out page has this hash, whatever it came with; undefined when nobody's has. */
export async function findOptOutPage(db: Database, optOutHash: string) {
  for (const carrier of carriers) {
    const found = await db
      .select(shown)
      .from(carrier)
      .innerJoin(contact, eq(contact.id, carrier.contactId))
      .leftJoin(setting, eq(setting.id, 1))
      .where(eq(carrier.optOutHash, optOutHash))
      .get();
    if (found) return found;
  }
  return undefined;
}

/** Keeps, for ever, that this address wants no more mail. Only its keyed hash is stored. */
export const insertOptOut = (db: Database, addressHash: string, now: Date) =>
  db.insert(optOut).values({ addressHash, createdAt: now }).onConflictDoNothing();

/** A person's address became another: if they wanted no mail at the old one, they want none at the new one. */
export const insertCarriedOptOut = (
  db: Database,
  hashes: { from: string; to: string },
  { contactId, email }: { contactId: string; email: string },
  at: Date,
) =>
  db
    .insert(optOut)
    .select(
      sql`select ${hashes.to}, ${at.getTime()} from opt_out where address_hash = ${hashes.from}
        and exists (select 1 from contact where id = ${contactId} and email = ${email})`,
    )
    .onConflictDoNothing();
