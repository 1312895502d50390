import { findSettings } from "#db/queries/setting.ts";
import type { Ctx } from "../../context.ts";
import type { Config } from "../../env.ts";
import type { Settings } from "./schema.ts";

export const defaultAccent = "#1f4e79";

/** What stands until an admin saves settings: the deployment's config. */
export const defaultSettings = (config: Config): Settings => ({
  supplierName: config.SUPPLIER_NAME,
  timeZone: config.TIME_ZONE,
  accentColour: defaultAccent,
  logo: null,
  footerAddress: null,
});

/** The saved settings, or the defaults. */
export async function loadSettings(ctx: Ctx): Promise<Settings> {
  return (await findSettings(ctx.db)) ?? defaultSettings(ctx.config);
}
