import * as queries from "#db/queries/staff.ts";
import type { Heirs } from "#db/queries/handover.ts";
import { messageRow } from "#db/queries/message.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { csvDay, writeCsv } from "../../csv.ts";
import { pageOf, readPosition, type Listed } from "../../cursor.ts";
import { AppError, invalid, refuse, type Outcome } from "../../errors.ts";
import { loadSettings } from "../setting/actions.ts";
import { mintToken } from "../token/actions.ts";
import { heirFault } from "./actions-heirs.ts";
import { makesCircle, roleNames } from "./rules.ts";
import type { NewStaff, Staff, StaffChange } from "./schema.ts";

type StaffRow = queries.StaffRow;

/** A member of staff as the API shows it. */
export const viewStaff = (row: StaffRow): Staff => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  lineManagerId: row.lineManagerId,
  phone: row.phone,
  createdAt: row.createdAt.toISOString(),
  deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
});

/** Everybody of ours, by name. */
export const findStaff = (ctx: StaffCtx): Promise<StaffRow[]> => queries.listStaff(ctx.db);

/** The same for programs, a page at a time. `nextCursor` is null on the last page. */
export async function findStaffPage(ctx: StaffCtx, { cursor, limit }: Listed) {
  if (ctx.actor.role === "independent_administrator")
    throw new AppError("forbidden", "Independent administrators do not see who else works here.");
  const after = readPosition(cursor);
  const rows = await queries.listStaffPage(ctx.db, { after, limit: limit + 1 });
  const { page, nextCursor } = pageOf(rows, limit, ({ name, id }) => [name, id]);
  return { staff: page.map(viewStaff), nextCursor };
}

/** Everybody of ours as CSV. */
export async function exportStaff(ctx: StaffCtx): Promise<string> {
  const [staff, { timeZone }] = await Promise.all([findStaff(ctx), loadSettings(ctx)]);
  const nameOf = (id: string | null) => staff.find((one) => one.id === id)?.name ?? "";
  return writeCsv(
    ["Name", "Email", "Role", "Line manager", "Phone", "Since", "Deactivated"],
    staff.map((one) => [
      one.name,
      one.email,
      roleNames[one.role],
      nameOf(one.lineManagerId),
      one.phone ?? "",
      csvDay(one.createdAt, timeZone),
      csvDay(one.deactivatedAt, timeZone),
    ]),
  );
}

/** One person with the accounts that are theirs to look after. */
export async function findStaffMember(ctx: StaffCtx, id: string) {
  const [person, accounts] = await Promise.all([
    queries.findStaff(ctx.db, id),
    queries.listAccountsOf(ctx.db, id),
  ]);
  if (!person) throw new AppError("not_found", "There is no such member of staff.");
  return { person, accounts };
}

/** ADMIN_EMAIL becomes an admin as long as there is no staff at all. Running it again changes nothing. */
export async function ensureFirstAdmin(ctx: Ctx): Promise<void> {
  const id = ctx.newId();
  const email = ctx.config.ADMIN_EMAIL.toLowerCase();
  const row = { id, name: "Administrator", email, role: "admin" as const };
  const entry = { actor: "system", action: "staff.first_admin", subjectType: "staff" };
  await queries.insertFirstStaff(
    ctx.db,
    { ...row, createdAt: ctx.now, updatedAt: ctx.now },
    { at: ctx.now, subjectId: id, ...entry },
  );
}

/**
 * Adds a person and mails them where to sign in. With `withToken` they also get an API token, which can be read
 * in the answer and never again. Refusals: `email_taken`, `invalid` (the line manager).
 */
export async function inviteStaff(
  ctx: StaffCtx,
  wanted: NewStaff,
  { withToken }: { withToken: boolean },
): Promise<Outcome<{ staff: StaffRow; token: string | null }>> {
  const id = ctx.newId();
  const fault = lineFault(await queries.listStaff(ctx.db), id, wanted.lineManagerId ?? null);
  if (fault) return fault;
  const minted = withToken
    ? await mintToken(ctx, { staffId: id, name: "API", scope: "write" })
    : null;
  const mail = messageRow(
    { id: `staff-invited/${id}`, kind: "staff_invited", recipient: wanted.email, staffId: id },
    ctx.now,
  );
  const added = await queries.insertStaff(ctx.db, {
    row: { id, ...wanted, createdAt: ctx.now, updatedAt: ctx.now },
    mail,
    audit: auditOf(ctx, "staff.invited", id, { role: wanted.role, withToken }),
    token: minted?.row ?? null,
  });
  if (!added) return refuse("email_taken", "Somebody of yours has this address already.");
  // The row is written; a queue that cannot be reached only delays the mail until the next sweep.
  await ctx.mail.wake([mail.id]).catch(() => undefined);
  const staff = (await queries.findStaff(ctx.db, id))!;
  return { ok: true, staff, token: minted?.token ?? null };
}

/** Changes a person's name, role, line manager and phone. Refusals: `invalid` (the line manager),
 * `line_manager_circle`, `last_admin`, `deactivated`. */
export async function changeStaff(
  ctx: StaffCtx,
  id: string,
  change: StaffChange,
): Promise<Outcome<object>> {
  const staff = await queries.listStaff(ctx.db);
  const person = staff.find((one) => one.id === id);
  if (!person) throw new AppError("not_found", "There is no such member of staff.");
  const lineManagerId = change.lineManagerId ?? null;
  const fault = lineFault(staff, id, lineManagerId, person.lineManagerId);
  if (fault) return fault;
  const { name, role, phone = null } = change;
  const changed = await queries.updateStaff(
    ctx.db,
    id,
    { name, role, lineManagerId, phone },
    auditOf(ctx, "staff.changed", id, {
      role: [person.role, role],
      lineManagerId: [person.lineManagerId, lineManagerId],
    }),
  );
  return changed ? { ok: true } : whyNot(person);
}

/**
 * Ends a person's access: sessions and tokens at once. Their accounts go to the heirs; without one they stay.
 * Refusals: `yourself`, `invalid` (an heir), `last_admin`, `deactivated`.
 */
export async function deactivateStaff(
  ctx: StaffCtx,
  id: string,
  heirs: Heirs,
): Promise<Outcome<object>> {
  const { person } = await findStaffMember(ctx, id);
  if (id === ctx.actor.id)
    return refuse("yourself", "You cannot deactivate yourself. Ask another admin to do it.");
  const fault = await heirFault(ctx, id, heirs);
  if (fault) return fault;
  const audit = auditOf(ctx, "staff.deactivated", id, {});
  return (await queries.updateDeactivated(ctx.db, id, heirs, audit))
    ? { ok: true }
    : whyNot(person);
}

/** Lets a deactivated person sign in again. One who is active stays so. */
export async function reactivateStaff(ctx: StaffCtx, id: string): Promise<void> {
  await findStaffMember(ctx, id);
  await queries.updateReactivated(ctx.db, id, auditOf(ctx, "staff.reactivated", id, {}));
}

const whyNot = ({ deactivatedAt }: StaffRow) =>
  deactivatedAt
    ? refuse("deactivated", "This person is deactivated. Reactivate them first.")
    : refuse("last_admin", "This is the only admin. Make somebody else an admin first.");

/** What is wrong with a line manager. One who was it already may stay, even deactivated. */
function lineFault(staff: StaffRow[], id: string, chosen: string | null, before?: string | null) {
  if (chosen === null) return null;
  const found = staff.find((person) => person.id === chosen);
  if (!found || (found.deactivatedAt && chosen !== before))
    return invalid("lineManagerId", "The line manager is no active member of staff.");
  if (makesCircle(staff, id, chosen))
    return refuse(
      "line_manager_circle",
      `${found.name} reports to this person, so the line would run in a circle.`,
    );
  return null;
}

const auditOf = (
  ctx: StaffCtx,
  action: string,
  subjectId: string,
  detail: Record<string, unknown>,
) => ({ at: ctx.now, actor: ctx.actor.id, action, subjectType: "staff", subjectId, detail });
