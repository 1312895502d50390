import { findSettings, updateSettings } from "#db/queries/setting.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import type { Config } from "../../env.ts";
import type { Settings } from "./schema.ts";

const defaultAccent = "#1f4e79";

/** What stands until an admin saves settings: the deployment's config. */
export const defaultSettings = (config: Pick<Config, "SUPPLIER_NAME" | "TIME_ZONE">): Settings => ({
  supplierName: config.SUPPLIER_NAME,
  timeZone: config.TIME_ZONE,
  accentColour: defaultAccent,
  logo: null,
  footerAddress: null,
  reminderDays: [4, 11, 19],
  senderName: null,
  replyTo: null,
  signature: null,
  retentionMonths: 36,
});

const known = new WeakMap<Ctx, Settings>();

/** Spares the actions of one request the settings that were read with its session; null: none were ever saved. */
export function noteSettings(ctx: Ctx, saved: Settings | null): Settings {
  const settings = saved ?? defaultSettings(ctx.config);
  known.set(ctx, settings);
  return settings;
}

/** The saved settings, or the defaults. */
export const loadSettings = async (ctx: Ctx): Promise<Settings> =>
  known.get(ctx) ?? (await findSettings(ctx.db)) ?? defaultSettings(ctx.config);

/** Saves the settings; what is left out stays. The audit says which changed, and not to what. */
export async function changeSettings(ctx: StaffCtx, change: Partial<Settings>): Promise<void> {
  known.delete(ctx);
  const before = await loadSettings(ctx);
  const after = { ...before, ...change };
  const changed = (Object.keys(after) as (keyof Settings)[]).filter(
    (key) => String(after[key]) !== String(before[key]),
  );
  if (changed.length === 0) return;
  await updateSettings(ctx.db, after, {
    at: ctx.now,
    actor: ctx.actor.id,
    action: "settings.changed",
    subjectType: "settings",
    subjectId: "1",
    detail: { changed },
  });
}
