import { renderPage } from "#web/document.tsx";
import { PortfolioPage } from "#web/pages/portfolio/portfolio.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import { exportPortfolio, readPortfolio } from "../domain/portfolio/actions.ts";
import { PortfolioQuery } from "../domain/portfolio/schema.ts";
import { answerCsv } from "../middleware/csv.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

export const portfolioRoutes = new Hono<StaffApp>()
  .get(paths.portfolio, requireStaff, validate("query", PortfolioQuery), async (c) => {
    const { ctx, frame } = c.var;
    const found = await readPortfolio(ctx, c.req.valid("query"), frame.timeZone);
    const children = <PortfolioPage {...found} timeZone={frame.timeZone} />;
    return c.html(renderPage({ frame, title: "Portfolio", children }));
  })
  .get(paths.portfolioCsv, requireStaff, validate("query", PortfolioQuery), async (c) => {
    const { ctx, frame } = c.var;
    const csv = await exportPortfolio(ctx, c.req.valid("query"), frame.timeZone);
    return answerCsv(c, "portfolio.csv", csv);
  });
