import type { Ctx } from "#worker/context.ts";
import { localApiToken } from "#worker/local/keys.ts";
import type { StartingPoints } from "#worker/local/state.ts";
import { apiToken, staff } from "../schema.ts";

/** An admin and a token of theirs: what a run without demo data begins with. */
export async function loadEmpty(ctx: Ctx): Promise<StartingPoints> {
  const admin = ctx.newId();
  await ctx.db.batch([
    ctx.db.insert(staff).values({
      id: admin,
      name: "Administrator",
      email: ctx.config.ADMIN_EMAIL,
      role: "admin",
      createdAt: ctx.now,
      updatedAt: ctx.now,
    }),
    ctx.db.insert(apiToken).values({
      id: ctx.newId(),
      staffId: admin,
      name: "Printed at start",
      tokenHash: await ctx.tokens.hash(await localApiToken(ctx.tokens)),
      scope: "write",
      createdAt: ctx.now,
    }),
  ]);
  return { admin };
}

export const loadDemo = loadEmpty;
