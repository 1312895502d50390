import { renderPage } from "#web/document.tsx";
import { AccountList } from "#web/pages/accounts/list.tsx";
import { NewAccountPage } from "#web/pages/accounts/new.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import {
  exportAccounts,
  overviewAccounts,
  readAccountChoices,
} from "../domain/account/actions-list.ts";
import { addAccount, listHolders } from "../domain/account/actions-new.ts";
import { AccountQuery } from "../domain/account/list-schema.ts";
import { NewAccount } from "../domain/account/schema.ts";
import { answerCsv } from "../middleware/csv.ts";
import { faultsOf, readForm, refusalErrors, textOf, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const pageLength = 50;
const labels = { name: "The name", accountManagerId: "The account manager" };

export const accountListRoutes = new Hono<StaffApp>()
  .get(paths.accounts, requireStaff, validate("query", AccountQuery), async (c) => {
    const { filter, cursor } = c.req.valid("query");
    const { ctx, frame } = c.var;
    const [found, choices] = await Promise.all([
      overviewAccounts(ctx, filter, { cursor, limit: pageLength }),
      readAccountChoices(ctx),
    ]);
    const mayAdd = ctx.actor.role !== "independent_administrator";
    const view = { filter, choices, paged: cursor !== undefined, mayAdd, timeZone: frame.timeZone };
    const children = <AccountList {...found} {...view} />;
    return c.html(renderPage({ frame, title: "Accounts", children }));
  })
  .get(paths.accountsCsv, requireStaff, validate("query", AccountQuery), async (c) => {
    const csv = await exportAccounts(c.var.ctx, c.req.valid("query").filter);
    return answerCsv(c, "accounts.csv", csv);
  })
  .get(paths.newAccount, requireStaff, (c) => newPage(c))
  .post(paths.accounts, requireStaff, sameOrigin, async (c) => {
    const form = await readForm(c);
    const wanted = NewAccount.safeParse(form);
    if (!wanted.success) return newPage(c, form, faultsOf(wanted.error, labels));
    const added = await addAccount(c.var.ctx, wanted.data);
    if (!added.ok) return newPage(c, form, refusalErrors(added));
    return c.redirect(`${paths.account(added.id)}?saved=1`, 303);
  });

async function newPage(c: Context<StaffApp>, form: Form = {}, errors: FieldError[] = []) {
  const holders = await listHolders(c.var.ctx);
  const typed = { name: textOf(form, "name"), accountManagerId: textOf(form, "accountManagerId") };
  const children = <NewAccountPage {...{ holders, typed, errors }} />;
  const page = renderPage({ frame: c.var.frame, title: "Add an account", children });
  return c.html(page, errors.length > 0 ? 422 : 200);
}
