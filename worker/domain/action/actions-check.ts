import { findCounterpart, listManagers } from "#db/queries/action.ts";
import { findManagement } from "#db/queries/report.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { StaffCtx } from "../../context.ts";
import { invalid, type Refusal } from "../../errors.ts";
import { walledArea } from "../reports/area-rules.ts";
import { mayHold } from "../staff/rules.ts";
import type { NewAction } from "./schema.ts";

type Named = Pick<NewAction, "ownerId" | "counterpartId" | "dueOn" | "area" | "measure">;

/** What only the database or the calendar can say against what is written into an action; null when nothing. */
export async function faultIn(
  ctx: StaffCtx,
  accountId: string,
  { ownerId, counterpartId, dueOn, area, measure }: Named,
  { walled, today }: { walled: boolean; today: string },
): Promise<Refusal | null> {
  if (dueOn && dueOn < today)
    return invalid("dueOn", "The due date lies in the past. Choose today or a day to come.");
  if (area === walledArea && (await isBehindWall(ctx, accountId)))
    return invalid("area", "What is about the account manager is for the line manager to promise.");
  if (measure?.area === walledArea && !walled)
    return invalid("measure", "Measure by another area: this one is for the line manager only.");
  if (ownerId && !(await listOwners(ctx, accountId, walled)).some(({ id }) => id === ownerId))
    return invalid("ownerId", "The owner is not one of our active people. Choose somebody else.");
  if (counterpartId && !(await findCounterpart(ctx.db, accountId, counterpartId)))
    return invalid("counterpartId", "The counterpart is not at this client, or has left.");
  return null;
}

/** Whether the actor manages the account or ever did. */
export async function isBehindWall(ctx: StaffCtx, accountId: string): Promise<boolean> {
  const management = await findManagement(ctx.db, accountId, ctx.actor.id);
  const { id } = ctx.actor;
  return management?.accountManagerId === id || management?.viewerManaged === id;
}

/** Who may keep a promise: active staff; of what is walled, only those who never managed the account. */
export async function listOwners(ctx: StaffCtx, accountId: string, walled: boolean) {
  const behind: string[] = walled ? await listManagers(ctx.db, accountId) : [];
  const staff = await listStaff(ctx.db);
  return staff.filter((one) => mayHold(one) && !behind.includes(one.id));
}
