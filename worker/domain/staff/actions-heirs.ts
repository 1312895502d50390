import { listResponsible } from "#db/queries/account.ts";
import type { Heirs } from "#db/queries/handover.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { StaffCtx } from "../../context.ts";
import { invalid, type Refusal } from "../../errors.ts";
import { mayHold } from "./rules.ts";

/** Everybody else who may hold accounts, by name. */
export async function listHeirs(ctx: StaffCtx, id: string) {
  return (await listStaff(ctx.db)).filter((one) => one.id !== id && mayHold(one));
}

/** What is wrong with those who are to take over: `invalid`, by field. Null: nothing. */
export async function heirFault(ctx: StaffCtx, id: string, heirs: Heirs): Promise<Refusal | null> {
  const named = Object.entries(heirs).filter(([, heir]) => heir !== null) as [string, string][];
  if (named.length === 0) return null;
  const known = await listResponsible(
    ctx.db,
    named.map(([, heir]) => heir),
  );
  const wrong = named.find(([, heir]) => heir === id || !known.includes(heir));
  if (!wrong) return null;
  const message = "Choose an active colleague who may hold accounts.";
  return invalid(wrong[0], message);
}
