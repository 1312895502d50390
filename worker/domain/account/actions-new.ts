import { insertAccount, listResponsible } from "#db/queries/account.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { StaffCtx } from "../../context.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { mayHold } from "../staff/rules.ts";
import { foldName, reachOf } from "./rules.ts";
import type { NewAccount } from "./schema.ts";

/** An independent administrator sees rounds, not accounts. */
function refuseOutsiders({ actor }: StaffCtx): void {
  if (actor.role === "independent_administrator")
    throw new AppError("forbidden", "Your role does not include accounts.");
}

/** Whom a new account may be given to; null where it can only be one's own. */
export async function listHolders(ctx: StaffCtx) {
  refuseOutsiders(ctx);
  if (reachOf(ctx.actor) !== "all") return null;
  return (await listStaff(ctx.db)).filter(mayHold).map(({ id, name }) => ({ id, name }));
}

/**
 * Adds an account. Who does not reach all accounts becomes its account manager, whatever is asked for. Refusals:
 * `invalid` (unknown account manager), `name_taken`.
 */
export async function addAccount(
  ctx: StaffCtx,
  { name, accountManagerId }: NewAccount,
): Promise<Outcome<{ id: string }>> {
  refuseOutsiders(ctx);
  const holder = reachOf(ctx.actor) === "all" ? (accountManagerId ?? null) : ctx.actor.id;
  if (holder !== null && (await listResponsible(ctx.db, [holder])).length === 0)
    return fault("accountManagerId", "The account manager may not hold accounts, or has left.");
  const id = ctx.newId();
  const row = { id, name, nameFolded: foldName(name), accountManagerId: holder };
  const subject = { subjectType: "account", subjectId: id };
  const audit = { at: ctx.now, actor: ctx.actor.id, action: "account.added", ...subject };
  if (await insertAccount(ctx.db, row, audit)) return { ok: true, id };
  return fault("name", "There is an account of this name already.", "name_taken");
}

const fault = (field: string, message: string, reason = "invalid") =>
  refuse(reason, message, [{ field, message }]);
