import { Hono } from "hono";
import * as z from "zod";
import { renderPage } from "#web/document.tsx";
import { BriefPage } from "#web/pages/reports/brief.tsx";
import { ReportPage } from "#web/pages/reports/report.tsx";
import { reportLines, reportSheets } from "#web/sheets/report.ts";
import { findOpenLines } from "../domain/action/actions-page.ts";
import { exportResponses, readReport } from "../domain/reports/actions-read.ts";
import { Audience } from "../domain/reports/schema.ts";
import { accepted } from "../errors.ts";
import { answerXlsx } from "../middleware/csv.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const ReportQuery = z.object({
  audience: Audience.optional(),
  q: z.string().trim().max(100).default(""),
  part: z.coerce.number().int().min(1).max(1000).default(1),
});

export const reportRoutes = new Hono<StaffApp>()
  .get("/rounds/:id/report", requireStaff, validate("query", ReportQuery), async (c) => {
    const { ctx, frame } = c.var;
    const { audience, q, part } = c.req.valid("query");
    const { ok: _ok, ...read } = accepted(await readReport(ctx, c.req.param("id"), audience));
    const title = `Report: ${read.report.round.accountName}`;
    const mayShare = ctx.actor.role !== "independent_administrator";
    const shown = { search: q, part, mayShare, timeZone: frame.timeZone };
    const children = <ReportPage {...read} {...shown} />;
    return c.html(renderPage({ frame, title, children }));
  })
  .get("/rounds/:id/report.xlsx", requireStaff, validate("query", ReportQuery), async (c) => {
    const { audience } = c.req.valid("query");
    const { report } = accepted(await readReport(c.var.ctx, c.req.param("id"), audience));
    const fileName = `report-${report.round.id}-${report.audience}.xlsx`;
    return answerXlsx(c, fileName, reportLines(report), reportSheets(report));
  })
  .get("/rounds/:id/brief", requireStaff, async (c) => {
    const { ctx, frame } = c.var;
    // The account manager's view for everybody: the page lies on a table where that person sits.
    const { report } = accepted(await readReport(ctx, c.req.param("id"), "account_manager"));
    const title = `Brief: ${report.round.accountName}`;
    const actions = await findOpenLines(ctx, report.round.accountId);
    const children = <BriefPage {...{ report, actions }} timeZone={frame.timeZone} />;
    return c.html(renderPage({ frame, title, children }));
  })
  .get("/rounds/:id/responses.csv", requireStaff, async (c) => {
    const { csv, fileName } = accepted(await exportResponses(c.var.ctx, c.req.param("id")));
    c.header("Content-Disposition", `attachment; filename="${fileName}"`);
    return c.body(csv, 200, { "Content-Type": "text/csv; charset=utf-8" });
  });
