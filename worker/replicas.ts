import { connect, type Database } from "#db/client.ts";
import type { Env } from "./env.ts";

/** What D1 calls a point in its history: whoever shows it reads nothing older. */
const bookmarkShape = /^[\da-f-]{8,120}$/;

/** One request's view of the database, and the point in its history that it has seen or made. */
export type Reading = { db: Database; bookmark: () => string | null };

/**
 * A copy near the reader may answer, but nothing older than `seen`. Who `writes` asks the original. Null unless the
 * deployment is set to use copies.
 */
export function readNearby(
  env: Env,
  { seen, writes }: { seen: string | undefined; writes: boolean },
): Reading | null {
  if (env.READ_REPLICAS !== "1") return null;
  const known = seen && bookmarkShape.test(seen) ? seen : "first-unconstrained";
  const session = env.DB.withSession(writes ? "first-primary" : known);
  return { db: connect(session), bookmark: () => session.getBookmark() };
}
