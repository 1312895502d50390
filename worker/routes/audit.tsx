import { renderPage } from "#web/document.tsx";
import { AuditPage } from "#web/pages/audit/list.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import { exportAudit, listActors, readAudit } from "../domain/audit/actions.ts";
import { AuditQuery } from "../domain/audit/schema.ts";
import { answerCsv } from "../middleware/csv.ts";
import { requireRole, requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const pageLength = 50;
const forAdmins = requireRole("admin");

export const auditRoutes = new Hono<StaffApp>()
  .get(paths.audit, requireStaff, forAdmins, validate("query", AuditQuery), async (c) => {
    const { cursor, ...filter } = c.req.valid("query");
    const { ctx, frame } = c.var;
    const [found, actors] = await Promise.all([
      readAudit(ctx, filter, { cursor, limit: pageLength }),
      listActors(ctx),
    ]);
    const view = { filter, actors, paged: cursor !== undefined, timeZone: frame.timeZone };
    const children = <AuditPage {...found} {...view} />;
    return c.html(renderPage({ frame, title: "Audit log", children }));
  })
  .get(paths.auditCsv, requireStaff, forAdmins, validate("query", AuditQuery), async (c) => {
    const { cursor: _, ...filter } = c.req.valid("query");
    return answerCsv(c, "audit-log.csv", await exportAudit(c.var.ctx, filter));
  });
