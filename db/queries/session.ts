import { eq } from "drizzle-orm";
import type { Database } from "../client.ts";
import { session } from "../schema.ts";

/** Ends all sessions of a person. */
export const deleteSessionsOf = (db: Database, staffId: string) =>
  db.delete(session).where(eq(session.userId, staffId));
