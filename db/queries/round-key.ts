import { and, asc, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { round, sealedResponse } from "../schema.ts";

/** One page of a round's sealed answers, in order of their random ids; `after` is the last id of the page before. */
export const listSealed = (db: Database, roundId: string, after: string, limit: number) =>
  db
    .select({ id: sealedResponse.id, sealed: sealedResponse.sealed })
    .from(sealedResponse)
    .where(and(eq(sealedResponse.roundId, roundId), gt(sealedResponse.id, after)))
    .orderBy(asc(sealedResponse.id))
    .limit(limit);

/** Gives an open confidential round a key if it has none, and says which one it has. */
export const updateKey = (db: Database, roundId: string, publicKey: string) =>
  db
    .update(round)
    .set({ publicKey: sql`coalesce(${round.publicKey}, ${publicKey})` })
    .where(
      and(
        eq(round.id, roundId),
        eq(round.status, "open"),
        eq(round.confidentiality, "confidential"),
      ),
    )
    .returning({ publicKey: round.publicKey });

const isOver = inArray(round.status, ["closed", "cancelled"]);

/** Rounds that are over and whose key may still be there. */
export const listSpentKeys = (db: Database, limit: number) =>
  db
    .select({ id: round.id, publicKey: sql<string>`${round.publicKey}` })
    .from(round)
    .where(and(isOver, isNotNull(round.publicKey)))
    .limit(limit);

/** Writes down that the key of a round that is over is deleted. */
export const updateKeyGone = (db: Database, roundId: string) =>
  db
    .update(round)
    .set({ publicKey: null })
    .where(and(eq(round.id, roundId), isOver));
