import { asc } from "drizzle-orm";
import type { Database } from "../client.ts";
import { staff } from "../schema.ts";

export type StaffRow = typeof staff.$inferSelect;

/** Everybody of ours, the deactivated too, by name. */
export const listStaff = (db: Database): Promise<StaffRow[]> =>
  db.select().from(staff).orderBy(asc(staff.name), asc(staff.id));
