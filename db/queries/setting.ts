import type { Settings } from "#worker/domain/setting/schema.ts";
import { eq, getTableColumns } from "drizzle-orm";
import type { Database } from "../client.ts";
import { setting } from "../schema.ts";
import { insertAudit, type AuditEntry } from "./audit.ts";

const theRow = 1;

const { id: _, ...columns } = getTableColumns(setting);

/** The supplier's settings, for a batch: one row, or none until they are saved for the first time. */
export const listSettings = (db: Database) =>
  db.select(columns).from(setting).where(eq(setting.id, theRow));

/** The supplier's settings; undefined until they are saved for the first time. */
export const findSettings = (db: Database): Promise<Settings | undefined> => listSettings(db).get();

/** Saves all settings, for the first time or again; with the audit entry of who did, if somebody did. */
export const updateSettings = (db: Database, settings: Settings, audit?: AuditEntry) =>
  db.batch([
    db
      .insert(setting)
      .values({ id: theRow, ...settings })
      .onConflictDoUpdate({ target: setting.id, set: settings }),
    ...(audit ? [insertAudit(db, audit)] : []),
  ]);
