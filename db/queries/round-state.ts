import { sql } from "drizzle-orm";
import { round } from "../schema.ts";

// The partial indexes on rounds are used only where the state is spelled as they spell it. With a value in its place
// SQLite would look at every round there ever was, and some of this is asked every minute.

/** Condition on `round`: it takes answers. */
export const isOpen = sql`${round.status} = 'open'`;
/** Condition on `round`: it is not launched yet. */
export const isDraft = sql`${round.status} = 'draft'`;
