import type { StaffCtx } from "../../context.ts";
import { previewSettings } from "../../mail/preview.ts";
import { loadSettings } from "./actions.ts";
import type { Settings, SettingsChange } from "./schema.ts";

/** The settings as they would be with this change. Nothing is saved. */
export const settingsWith = async (ctx: StaffCtx, change: SettingsChange): Promise<Settings> => ({
  ...(await loadSettings(ctx)),
  ...(change as Partial<Settings>),
});

/** An invitation as it would leave with this change, as HTML. */
export async function previewMail(ctx: StaffCtx, change: SettingsChange): Promise<string> {
  return (await previewSettings(ctx, await settingsWith(ctx, change))).html;
}
