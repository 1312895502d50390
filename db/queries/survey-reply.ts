import { and, eq, notInArray, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { invitation, nomination } from "../schema.ts";
import { ifWon } from "./audit.ts";
import { insertMessages, type messageRow } from "./message.ts";
import { openRound } from "./survey.ts";

type Link = { invitationId: string; roundId: string };

/** Nobody who has answered or lost their link can still decline or postpone. */
const unanswered = (link: Link) =>
  and(
    eq(invitation.id, link.invitationId),
    notInArray(invitation.status, ["completed", "revoked"]),
    openRound(link.roundId),
  );

type Nomination = Link & {
  name: string;
  email: string;
  notices: ReturnType<typeof messageRow>[];
  now: Date;
};

/**
 * Counts the invited person as declined and proposes a colleague in their place. Until the proposal is
 * decided a second one replaces the first. False: answered already, revoked, or the round is over.
 */
export async function insertNomination(db: Database, proposed: Nomination): Promise<boolean> {
  const { invitationId, roundId, name, email, now } = proposed;
  const [declined] = await db.batch([
    db
      .update(invitation)
      .set({ status: "declined", postponedUntil: null })
      .where(unanswered(proposed)),
    db
      .insert(nomination)
      .select(
        sql`select ${invitationId}, ${roundId}, ${name}, ${email}, 'proposed', null, ${now.getTime()} where changes() = 1`,
      )
      .onConflictDoUpdate({
        target: nomination.invitationId,
        set: { name: sql`excluded.name`, email: sql`excluded.email` },
        setWhere: eq(nomination.status, "proposed"),
      }),
    insertMessages(db, proposed.notices, ifWon),
  ]);
  return declined.meta.changes === 1;
}

/** Puts the survey off until an instant. False: answered already, revoked, or the round is over. */
export async function updatePostponed(db: Database, link: Link, until: Date): Promise<boolean> {
  const { meta } = await db
    .update(invitation)
    .set({ status: "postponed", postponedUntil: until })
    .where(unanswered(link));
  return meta.changes === 1;
}
