import { renderPage } from "#web/document.tsx";
import { emptyValues, type StaffValues } from "#web/pages/staff/fields.tsx";
import { StaffPage } from "#web/pages/staff/list.tsx";
import { DeactivatePage } from "#web/pages/staff/handover.tsx";
import { StaffMemberPage } from "#web/pages/staff/member.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import type { Context } from "hono";
import { Hono } from "hono";
import {
  changeStaff,
  deactivateStaff,
  exportStaff,
  findStaff,
  findStaffMember,
  inviteStaff,
  reactivateStaff,
} from "../domain/staff/actions.ts";
import { handOverAccounts } from "../domain/staff/actions-handover.ts";
import { listHeirs } from "../domain/staff/actions-heirs.ts";
import { isActive } from "../domain/staff/rules.ts";
import { NewStaff, StaffChange } from "../domain/staff/schema.ts";
import type { Refusal } from "../errors.ts";
import { answerCsv } from "../middleware/csv.ts";
import { faultsOf, readForm, refusalErrors, textOf, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireRole, requireStaff, type StaffApp } from "../middleware/staff.ts";

const labels = {
  name: "The name",
  email: "The email address",
  role: "The role",
  lineManagerId: "The line manager",
  phone: "The phone number",
};
const fields = Object.keys(labels) as (keyof StaffValues)[];
const fieldOfRefusal: Record<string, string> = {
  email_taken: "email",
  invalid: "lineManagerId",
  line_manager_circle: "lineManagerId",
  last_admin: "role",
};

const typed = (form: Form): StaffValues =>
  Object.fromEntries(fields.map((field) => [field, textOf(form, field)])) as StaffValues;
const refused = ({ reason, message }: Refusal): FieldError[] => [
  { field: fieldOfRefusal[reason] ?? "", message },
];

type Said = { values?: StaffValues; errors?: FieldError[] };

async function listPage(c: Context<StaffApp>, { values = emptyValues, errors = [] }: Said = {}) {
  const { ctx, frame } = c.var;
  const invited = c.req.query("done") === "invited" && errors.length === 0;
  const props = { staff: await findStaff(ctx), values, errors, invited };
  const html = renderPage({ frame, title: "Staff", children: <StaffPage {...props} /> });
  return c.html(html, errors.length > 0 ? 422 : 200);
}

async function memberPage(c: Context<StaffApp>, id: string, { values, errors = [] }: Said = {}) {
  const { ctx, frame } = c.var;
  const { person, accounts } = await findStaffMember(ctx, id);
  const staff = await findStaff(ctx);
  const onRecord = {
    ...person,
    lineManagerId: person.lineManagerId ?? "",
    phone: person.phone ?? "",
  };
  const props = {
    person,
    accounts,
    others: staff.filter((one) => one.id !== id && isActive(one)),
    heirs: await listHeirs(ctx, id),
    values: values ?? onRecord,
    errors,
    saved: c.req.query("done") === "saved" && errors.length === 0,
    isOneself: id === ctx.actor.id,
    timeZone: frame.timeZone,
  };
  const html = renderPage({ frame, title: person.name, children: <StaffMemberPage {...props} /> });
  return c.html(html, errors.length > 0 ? 422 : 200);
}

const heirsOf = (form: Form) => ({
  managerId: textOf(form, "managerId") || null,
  sponsorId: textOf(form, "sponsorId") || null,
});

async function deactivatePage(
  c: Context<StaffApp>,
  id: string,
  form: Form = {},
  errors: FieldError[] = [],
) {
  const { ctx, frame } = c.var;
  const { person, accounts } = await findStaffMember(ctx, id);
  const values = { managerId: textOf(form, "managerId"), sponsorId: textOf(form, "sponsorId") };
  const props = { person, accounts, heirs: await listHeirs(ctx, id), values, errors };
  const title = `Deactivate ${person.name}?`;
  const html = renderPage({ frame, title, children: <DeactivatePage {...props} /> });
  return c.html(html, errors.length > 0 ? 422 : 200);
}

export const staffRoutes = new Hono<StaffApp>()
  .use("/staff", requireStaff, requireRole("admin"), sameOrigin)
  .use("/staff/*", requireStaff, requireRole("admin"), sameOrigin)
  .get("/staff", (c) => listPage(c))
  .get(paths.staffCsv, requireStaff, requireRole("admin"), async (c) =>
    answerCsv(c, "staff.csv", await exportStaff(c.var.ctx)),
  )
  .post("/staff", async (c) => {
    const form = await readForm(c);
    const { data, error } = NewStaff.safeParse(form);
    if (error) return listPage(c, { values: typed(form), errors: faultsOf(error, labels) });
    const invited = await inviteStaff(c.var.ctx, data, { withToken: false });
    if (!invited.ok) return listPage(c, { values: typed(form), errors: refused(invited) });
    return c.redirect(`${paths.staff}?done=invited`, 303);
  })
  .get("/staff/:id", (c) => memberPage(c, c.req.param("id")))
  .post("/staff/:id", async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const { data, error } = StaffChange.safeParse(form);
    if (error) return memberPage(c, id, { values: typed(form), errors: faultsOf(error, labels) });
    const changed = await changeStaff(c.var.ctx, id, data);
    if (!changed.ok) return memberPage(c, id, { values: typed(form), errors: refused(changed) });
    return c.redirect(`${paths.staffMember(id)}?done=saved`, 303);
  })
  .get("/staff/:id/deactivate", (c) => deactivatePage(c, c.req.param("id")))
  .post("/staff/:id/deactivate", async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const ended = await deactivateStaff(c.var.ctx, id, heirsOf(form));
    if (!ended.ok && ended.reason !== "deactivated")
      return deactivatePage(c, id, form, refusalErrors(ended));
    return c.redirect(`${paths.staffMember(id)}?done=saved`, 303);
  })
  .post("/staff/:id/handover", async (c) => {
    const id = c.req.param("id");
    const handed = await handOverAccounts(c.var.ctx, id, heirsOf(await readForm(c)));
    if (!handed.ok) return memberPage(c, id, { errors: refusalErrors(handed) });
    return c.redirect(`${paths.staffMember(id)}?done=saved`, 303);
  })
  .post("/staff/:id/reactivate", async (c) => {
    const id = c.req.param("id");
    await reactivateStaff(c.var.ctx, id);
    return c.redirect(`${paths.staffMember(id)}?done=saved`, 303);
  });
