import { eq } from "drizzle-orm";
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

/** Whose opt-out page this is, by an invitation, a record, a personal note, a reference ask or a link of their own; undefined when none has this hash. */
export async function findOptOutPage(db: Database, optOutHash: string) {
  const invited = await db
    .select(shown)
    .from(invitation)
    .innerJoin(contact, eq(contact.id, invitation.contactId))
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(invitation.optOutHash, optOutHash))
    .get();
  if (invited) return invited;
  const recorded = await db
    .select(shown)
    .from(conversation)
    .innerJoin(contact, eq(contact.id, conversation.contactId))
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(conversation.optOutHash, optOutHash))
    .get();
  if (recorded) return recorded;
  const noted = await db
    .select(shown)
    .from(personalNote)
    .innerJoin(contact, eq(contact.id, personalNote.contactId))
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(personalNote.optOutHash, optOutHash))
    .get();
  if (noted) return noted;
  const asked = await db
    .select(shown)
    .from(referenceAsk)
    .innerJoin(contact, eq(contact.id, referenceAsk.contactId))
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(referenceAsk.optOutHash, optOutHash))
    .get();
  if (asked) return asked;
  return db
    .select(shown)
    .from(clientLink)
    .innerJoin(contact, eq(contact.id, clientLink.contactId))
    .leftJoin(setting, eq(setting.id, 1))
    .where(eq(clientLink.optOutHash, optOutHash))
    .get();
}

/** Keeps, for ever, that this address wants no more mail. Only its keyed hash is stored. */
export const insertOptOut = (db: Database, addressHash: string, now: Date) =>
  db.insert(optOut).values({ addressHash, createdAt: now }).onConflictDoNothing();
