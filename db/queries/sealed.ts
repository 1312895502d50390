import { and, eq } from "drizzle-orm";
import type { Database } from "../client.ts";
import { sealedResponse } from "../schema.ts";

/** Whether these sealed answers are stored. Only who sealed them knows their id. */
export const findSealed = (db: Database, { roundId, id }: { roundId: string; id: string }) =>
  db
    .select({ id: sealedResponse.id })
    .from(sealedResponse)
    .where(and(eq(sealedResponse.roundId, roundId), eq(sealedResponse.id, id)))
    .get();
