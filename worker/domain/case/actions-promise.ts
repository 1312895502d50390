import { createAction } from "#db/queries/action.ts";
import type { StaffCtx } from "../../context.ts";
import type { Outcome } from "../../errors.ts";
import { auditOf, prepareAction } from "../action/actions.ts";
import type { NewAction } from "../action/schema.ts";
import { requireCase } from "./actions.ts";

/**
 * Turns a case into a line of its account's plan. What the client wrote is not carried over, and from a case that is
 * kept from the account manager comes an action that is kept from them too. Refusals: those of `prepareAction`.
 */
export async function promiseFromCase(
  ctx: StaffCtx,
  caseId: string,
  sent: NewAction,
): Promise<Outcome<{ actionId: string }>> {
  const { accountId, roundId, walled } = await requireCase(ctx, caseId);
  const prepared = await prepareAction(ctx, accountId, sent, { roundId, caseId, walled });
  if (!prepared.ok) return prepared;
  const { id } = prepared.row;
  await createAction(ctx.db, prepared.row, auditOf(ctx, id, "action.added"));
  return { ok: true, actionId: id };
}
