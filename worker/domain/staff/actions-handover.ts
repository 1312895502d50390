import { updateHandedOver, type Heirs } from "#db/queries/handover.ts";
import type { StaffCtx } from "../../context.ts";
import type { Outcome } from "../../errors.ts";
import { findStaffMember } from "./actions.ts";
import { heirFault } from "./actions-heirs.ts";

/** Hands all accounts of a person to others, in one gesture. Refusal: `invalid`, by field. */
export async function handOverAccounts(
  ctx: StaffCtx,
  id: string,
  heirs: Heirs,
): Promise<Outcome<object>> {
  await findStaffMember(ctx, id);
  const fault = await heirFault(ctx, id, heirs);
  if (fault) return fault;
  await updateHandedOver(ctx.db, { from: id, heirs, actor: ctx.actor.id, at: ctx.now });
  return { ok: true };
}
