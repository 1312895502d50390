import { findActiveToken } from "#db/queries/token.ts";
import type { Ctx, StaffActor } from "../../context.ts";

/** Whose token this is. Null: unknown, revoked, or its holder was deactivated. */
export async function findTokenHolder(
  ctx: Ctx,
  token: string,
): Promise<(StaffActor & { tokenId: string }) | null> {
  const found = await findActiveToken(ctx.db, await ctx.tokens.hash(token));
  return found ? { kind: "staff", ...found } : null;
}
