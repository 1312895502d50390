import { renderPage } from "#web/document.tsx";
import { ComparisonPage } from "#web/pages/accounts/comparison.tsx";
import { HistoryPage } from "#web/pages/accounts/history.tsx";
import { Hono } from "hono";
import { readComparison, readHistory } from "../domain/account/actions-history.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

export const accountHistoryRoutes = new Hono<StaffApp>()
  .get("/accounts/:id/history", requireStaff, async (c) => {
    const { ctx, frame } = c.var;
    const history = await readHistory(ctx, c.req.param("id"));
    const title = `${history.account.name}, year by year`;
    const children = <HistoryPage history={history} timeZone={frame.timeZone} />;
    return c.html(renderPage({ frame, title, children }));
  })
  .get("/accounts/:id/comparison", requireStaff, async (c) => {
    const { ctx, frame } = c.var;
    const { timeZone } = frame;
    const comparison = await readComparison(ctx, c.req.param("id"), timeZone);
    const title = `${comparison.account.name} among other accounts`;
    const children = <ComparisonPage comparison={comparison} timeZone={timeZone} />;
    return c.html(renderPage({ frame, title, children }));
  });
