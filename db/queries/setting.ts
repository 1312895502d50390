import type { Settings } from "#worker/domain/setting/schema.ts";
import { eq } from "drizzle-orm";
import type { Database } from "../client.ts";
import { setting } from "../schema.ts";
import { insertAudit, type AuditEntry } from "./audit.ts";

const theRow = 1;

/** The supplier's settings; undefined until they are saved for the first time. */
export const findSettings = (db: Database): Promise<Settings | undefined> =>
  db.query.setting.findFirst({ where: eq(setting.id, theRow), columns: { id: false } });

/** Saves all settings, for the first time or again; with the audit entry of who did, if somebody did. */
export const updateSettings = (db: Database, settings: Settings, audit?: AuditEntry) =>
  db.batch([
    db
      .insert(setting)
      .values({ id: theRow, ...settings })
      .onConflictDoUpdate({ target: setting.id, set: settings }),
    ...(audit ? [insertAudit(db, audit)] : []),
  ]);
