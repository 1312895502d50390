import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { clientLink, contact, invitation, optOut, round, staff, suppression } from "../schema.ts";

/** What became of one record, as it was kept outside: its id, and its state. */
export type Kept = { id: string; state: Record<string, string | number | null> };

const each = (facts: Kept[]) => sql`json_each(${JSON.stringify(facts)}) as fact`;
const id = sql`fact.value ->> 'id'`;
const said = (key: string): SQL => sql`fact.value -> 'state' ->> ${key}`;

/** Opt-outs and undeliverable addresses that the database has forgotten. */
export const insertSilenced = (db: Database, optOuts: Kept[], suppressions: Kept[]) =>
  db.batch([
    db
      .insert(optOut)
      .select(sql`select ${id}, ${said("at")} from ${each(optOuts)} where true`)
      .onConflictDoNothing(),
    db
      .insert(suppression)
      .select(
        sql`select ${id}, ${said("reason")}, ${said("at")} from ${each(suppressions)} where true`,
      )
      .onConflictDoNothing(),
  ]);

/**
 * Survey links as they stood: a revoked one is void, one that replaced another is good. Where the person had moved to
 * another address the one we know again is not theirs, so that nothing more is mailed there.
 */
export const updateInvitationsToKept = (db: Database, facts: Kept[]) =>
  db
    .update(invitation)
    .set({
      tokenHash: said("hash"),
      tokenVersion: said("version"),
      status: sql`case when ${said("revoked")} then 'revoked'
        when ${invitation.status} = 'revoked' then 'invited' else ${invitation.status} end`,
      draft: sql`iif(${said("revoked")}, null, ${invitation.draft})`,
      delivery: sql`iif(${said("readdressed")}, 'bounced', ${invitation.delivery})`,
    })
    .from(each(facts))
    .where(sql`${invitation.id} = ${id}`);

/** Links to summaries and plans as they stood. */
export const updateClientLinksToKept = (db: Database, facts: Kept[]) =>
  db
    .update(clientLink)
    .set({
      tokenHash: said("hash"),
      tokenVersion: said("version"),
      formerHash: said("former"),
      expiresAt: sql`max(${clientLink.expiresAt}, ${said("expires")})`,
      revokedAt: said("revoked"),
    })
    .from(each(facts))
    .where(sql`${clientLink.id} = ${id}`);

/** Who has left, and who is not to be surveyed. */
export const updateContactsToKept = (db: Database, facts: Kept[]) =>
  db
    .update(contact)
    .set({ status: said("status"), doNotSurvey: said("silent") })
    .from(each(facts))
    .where(sql`${contact.id} = ${id}`);

/** Who of ours has access, and as what. */
export const updateStaffToKept = (db: Database, facts: Kept[]) =>
  db
    .update(staff)
    .set({ role: said("role"), deactivatedAt: said("deactivated") })
    .from(each(facts))
    .where(sql`${staff.id} = ${id}`);

/** Rounds among these that were cancelled and are not any more. */
export async function listUncancelled(db: Database, facts: Kept[]): Promise<string[]> {
  const rows = await db
    .select({ id: round.id })
    .from(round)
    .where(
      sql`${round.status} in ('draft', 'open') and exists (select 1 from ${each(facts)}
        where ${round.id} = ${id} and ${said("status")} = 'cancelled')`,
    );
  return rows.map(({ id: found }) => found);
}

/** Rounds that were closed and are open again are due at once: the next sweep closes them with what they have. */
export const updateClosedToDue = (db: Database, facts: Kept[], now: Date) =>
  db
    .update(round)
    .set({ closesAt: sql`min(${round.closesAt}, ${now.getTime()})` })
    .from(each(facts))
    .where(
      and(eq(round.status, "open"), sql`${round.id} = ${id} and ${said("status")} = 'closed'`),
    );
