import { renderPage } from "#web/document.tsx";
import { PortfolioPage } from "#web/pages/portfolio/portfolio.tsx";
import { moverSheet, portfolioLines, portfolioSheets } from "#web/sheets/portfolio.ts";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import { readPortfolio } from "../domain/portfolio/actions.ts";
import { exportPortfolio, readPortfolioLines } from "../domain/portfolio/actions-export.ts";
import { PortfolioQuery } from "../domain/portfolio/schema.ts";
import { csvDay, writeCsv } from "../csv.ts";
import { answerCsv, answerXlsx } from "../middleware/csv.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const dayOf =
  ({ timeZone }: { timeZone: string }) =>
  (date: Date | null) =>
    csvDay(date, timeZone);

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
  })
  .get(paths.portfolioXlsx, requireStaff, validate("query", PortfolioQuery), async (c) => {
    const { ctx, frame } = c.var;
    const read = await readPortfolioLines(ctx, c.req.valid("query"), frame.timeZone);
    const { portfolio, filter, accounts } = read;
    const lines = portfolioLines(portfolio, filter.weighted);
    return answerXlsx(
      c,
      "portfolio.xlsx",
      lines,
      portfolioSheets(portfolio, accounts, dayOf(frame)),
    );
  })
  .get(paths.moversCsv, requireStaff, validate("query", PortfolioQuery), async (c) => {
    const { ctx, frame } = c.var;
    const { portfolio } = await readPortfolio(ctx, c.req.valid("query"), frame.timeZone);
    const { columns, rows } = moverSheet(portfolio, dayOf(frame));
    const titles = columns.map(({ title }) => title);
    return answerCsv(c, "movers.csv", writeCsv(titles, rows));
  });
