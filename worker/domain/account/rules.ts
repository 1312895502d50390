import type { Role } from "../staff/schema.ts";

/**
 * Which accounts a staff member reaches: all of them, or those they manage and those managed by people who
 * report to them. An independent administrator reaches no account, only the rounds assigned to them.
 */
export type Reach = "all" | { staffId: string };

/** Leaders and admins reach every account, others theirs and those of the people who report to them. */
export const reachOf = (actor: { id: string; role: Role }): Reach =>
  actor.role === "admin" || actor.role === "leader" ? "all" : { staffId: actor.id };

/** Company names that differ in case and white space only are one company. */
export const foldName = (name: string): string =>
  name.normalize("NFKC").trim().replaceAll(/\s+/g, " ").toLowerCase();
