import { Hono } from "hono";
import * as z from "zod";
import { exportResponses, readReport } from "../../domain/reports/actions-read.ts";
import { Audience, Report } from "../../domain/reports/schema.ts";
import { accepted } from "../../errors.ts";
import type { ApiApp } from "../../middleware/api.ts";
import { validate } from "../../middleware/validate.ts";
import { ok, type Endpoint } from "./endpoint.ts";

const ReportQuery = z.object({ audience: Audience.default("leader") });

export const reportApi = new Hono<ApiApp>()
  .get("/rounds/:id/report", validate("query", ReportQuery), async (c) => {
    const { audience } = c.req.valid("query");
    const { report } = accepted(await readReport(c.var.ctx, c.req.param("id"), audience));
    return c.json(report);
  })
  .get("/rounds/:id/responses.csv", async (c) => {
    const { csv, fileName } = accepted(await exportResponses(c.var.ctx, c.req.param("id")));
    c.header("Content-Disposition", `attachment; filename="${fileName}"`);
    return c.body(csv, 200, { "Content-Type": "text/csv; charset=utf-8" });
  });

export const reportEndpoints: Endpoint[] = [
  {
    method: "get",
    path: "/rounds/{id}/report",
    summary: "What a closed round says, as one audience may see it",
    query: ReportQuery,
    response: ok(Report),
    refusals: ["round_open", "round_cancelled"],
  },
  {
    method: "get",
    path: "/rounds/{id}/responses.csv",
    summary: "The answers of a closed named round, one line a response",
    response: { status: 200, type: "text/csv" },
    refusals: ["round_open", "round_cancelled", "confidential_round"],
  },
];
