import {
  findActiveToken,
  insertToken,
  listTokens,
  updateRevoked,
  type NewToken as TokenRow,
} from "#db/queries/token.ts";
import type { Ctx, StaffActor, StaffCtx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import type { NewToken } from "./schema.ts";

/** Whose token this is. Null: unknown, revoked, or its holder was deactivated. */
export async function findTokenHolder(
  ctx: Ctx,
  token: string,
): Promise<(StaffActor & { tokenId: string }) | null> {
  const found = await findActiveToken(ctx.db, await ctx.tokens.hash(token));
  return found ? { kind: "staff", ...found } : null;
}

/** A fresh token and the row that keeps its hash; the token itself is kept nowhere. */
export async function mintToken(
  ctx: Ctx,
  wanted: NewToken,
): Promise<{ token: string; row: TokenRow }> {
  const token = `cg_${ctx.newId()}${ctx.newId()}`;
  const tokenHash = await ctx.tokens.hash(token);
  return { token, row: { id: ctx.newId(), ...wanted, tokenHash, createdAt: ctx.now } };
}

/** Makes a token that acts as a member of staff; this is the only time it can be read. Admins only. */
export async function createToken(ctx: StaffCtx, wanted: NewToken): Promise<{ token: string }> {
  const { token, row } = await mintToken(ctx, wanted);
  const { staffId, scope, name } = wanted;
  const audit = auditOf(ctx, "token.created", row.id, { staffId, scope, name });
  if (!(await insertToken(ctx.db, row, audit)))
    throw new AppError("not_found", "There is no such active member of staff.");
  return { token };
}

/** Revokes a token at once. One that is revoked already stays so. Admins only. */
export async function revokeToken(ctx: StaffCtx, id: string): Promise<void> {
  await updateRevoked(ctx.db, id, auditOf(ctx, "token.revoked", id, {}));
}

/** All tokens, those that work first. */
export const findTokens = (ctx: StaffCtx) => listTokens(ctx.db);

const auditOf = (
  ctx: StaffCtx,
  action: string,
  subjectId: string,
  detail: Record<string, unknown>,
) => ({ at: ctx.now, actor: ctx.actor.id, action, subjectType: "token", subjectId, detail });
