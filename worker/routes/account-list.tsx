import { renderPage } from "#web/document.tsx";
import { AccountList } from "#web/pages/accounts/list.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import {
  exportAccounts,
  overviewAccounts,
  readAccountChoices,
} from "../domain/account/actions-list.ts";
import { AccountQuery } from "../domain/account/list-schema.ts";
import { answerCsv } from "../middleware/csv.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const pageLength = 50;

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
  });
