import { renderPage } from "#web/document.tsx";
import { AccountPage } from "#web/pages/accounts/account.tsx";
import { AccountEditPage } from "#web/pages/accounts/edit.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import * as z from "zod";
import { overviewConversations } from "../domain/conversation/actions.ts";
import { readAccount, readAccountForm, saveAccountForm } from "../domain/account/actions-page.ts";
import {
  accountFields,
  changeFromFields,
  type AccountFields,
} from "../domain/account/form-rules.ts";
import { AccountChange } from "../domain/account/schema.ts";
import { findReference } from "../domain/reference/actions.ts";
import { faultsOf, readForm, refusalErrors, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const PageQuery = z.object({
  contacts: z.coerce.number().int().min(1).max(100_000).catch(1),
  saved: z.string().optional(),
});

const labels: Record<keyof AccountFields, string> = {
  name: "The name",
  parentId: "The parent account",
  accountManagerId: "The account manager",
  sponsorId: "The sponsor",
  country: "The country",
  segment: "The segment",
  annualRevenue: "The annual revenue",
  currency: "The currency",
  matter: "The matter",
  matterObservation: "The observation",
  services: "One of the services",
  servicesInUse: "One of the services in use",
  competitors: "One of the competitors",
  cadenceMonths: "The number of months",
  preferredMonth: "The month",
  timeZone: "The time zone",
};

export const accountRoutes = new Hono<StaffApp>()
  .get("/accounts/:id", requireStaff, validate("query", PageQuery), async (c) => {
    const { contacts, saved } = c.req.valid("query");
    const { ctx, frame } = c.var;
    const { timeZone } = frame;
    const page = await readAccount(ctx, c.req.param("id"), { page: contacts, timeZone });
    const { id } = page.account;
    const [conversations, reference] = await Promise.all([
      overviewConversations(ctx, id, timeZone),
      findReference(ctx, id),
    ]);
    const view = { page, conversations, reference, saved: saved !== undefined, timeZone };
    return c.html(
      renderPage({ frame, title: page.account.name, children: <AccountPage {...view} /> }),
    );
  })
  .get("/accounts/:id/edit", requireStaff, async (c) => editPage(c, c.req.param("id")))
  .post("/accounts/:id/edit", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const typed = fieldsOf(await readForm(c));
    const change = AccountChange.safeParse(changeFromFields(typed));
    if (!change.success) return editPage(c, id, typed, faultsOf(change.error, labels));
    const parent = typed.parentId ?? "";
    const saved = await saveAccountForm(c.var.ctx, id, { ...change.data, parent });
    if (!saved.ok) return editPage(c, id, typed, refusalErrors(saved));
    return c.redirect(`${paths.account(id)}?saved=1`, 303);
  });

const fieldsOf = (form: Form): Partial<AccountFields> =>
  Object.fromEntries(
    Object.entries(form).filter(
      ([name, value]) => Object.hasOwn(labels, name) && typeof value === "string",
    ),
  );

/** The form, with what is on record, or with what was typed and why it was not saved. */
async function editPage(
  c: Context<StaffApp>,
  id: string,
  typed: Partial<AccountFields> = {},
  errors: FieldError[] = [],
) {
  const form = await readAccountForm(c.var.ctx, id);
  const values = { ...accountFields(form.account, form.parent), ...typed };
  const children = <AccountEditPage form={form} values={values} errors={errors} />;
  const title = `Details of ${form.account.name}`;
  const page = renderPage({ frame: c.var.frame, title, children });
  return c.html(page, errors.length > 0 ? 422 : 200);
}
