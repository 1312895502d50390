import { findOptOutPage, insertOptOut } from "#db/queries/opt-out.ts";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { defaultSettings } from "../setting/actions.ts";
import type { Settings } from "../setting/schema.ts";

export type OptOutPage = { email: string; settings: Settings };

/** Whose address this link takes off every list. Throws not_found when it is nobody's. Changes nothing. */
export async function openOptOut(ctx: Ctx, token: string): Promise<OptOutPage> {
  const hash = /^[\w-]{22}$/.test(token) ? await ctx.tokens.hash(token) : null;
  const found = hash && (await findOptOutPage(ctx.db, hash));
  if (!found) throw new AppError("not_found", "Nobody has this link.");
  return { ...found, settings: found.settings ?? defaultSettings(ctx.config) };
}

/** Stops all mail to this person at once and for ever. Done twice it is done. */
export async function optOut(ctx: Ctx, token: string): Promise<OptOutPage> {
  const page = await openOptOut(ctx, token);
  await insertOptOut(ctx.db, await ctx.tokens.hashAddress(page.email), ctx.now);
  return page;
}
