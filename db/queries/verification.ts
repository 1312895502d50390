import { and, asc, eq, lt } from "drizzle-orm";
import type { KeptPromise } from "#worker/domain/survey/verify-rules.ts";
import type { Database } from "../client.ts";
import { action } from "../schema.ts";

/** In so many rounds the client is asked whether a promise got better, if nobody can say in the first. */
const mostRounds = 2;

/**
 * The promises of an account that the next round asks about: done, to be seen by the client, and not judged yet. What
 * comes from behind the firewall is never among them: who runs the round would read it in the preview.
 */
export async function listKeptPromises(db: Database, accountId: string): Promise<KeptPromise[]> {
  const rows = await db
    .select({
      id: action.id,
      title: action.title,
      heard: action.heard,
      promise: action.promise,
      doneNote: action.doneNote,
      tiers: action.sourceTiers,
    })
    .from(action)
    .where(
      and(
        eq(action.accountId, accountId),
        eq(action.status, "done"),
        eq(action.clientVisible, true),
        eq(action.walled, false),
        eq(action.keepDoing, false),
        lt(action.askedRounds, mostRounds),
      ),
    )
    .orderBy(asc(action.doneAt), asc(action.id));
  return rows.map(({ promise, doneNote, ...row }) => ({
    ...row,
    done: doneNote ?? promise ?? row.title,
  }));
}
