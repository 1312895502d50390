import { renderPage } from "#web/document.tsx";
import { ImportPage } from "#web/pages/imports/import.tsx";
import { ImportList } from "#web/pages/imports/list.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import {
  applyImport,
  exportRejected,
  listOwnImports,
  previewImport,
  readOwnImport,
} from "../domain/import/actions-preview.ts";
import { readForm } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

export const importRoutes = new Hono<StaffApp>()
  .get(paths.imports, requireStaff, (c) => uploadPage(c))
  .post(paths.imports, requireStaff, sameOrigin, async (c) => {
    const { file } = await readForm(c);
    if (!(file instanceof File) || file.name === "")
      return uploadPage(c, [{ field: "file", message: "Choose a file." }]);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const made = await previewImport(c.var.ctx, { name: file.name, bytes });
    if (made.ok) return c.redirect(paths.import(made.id), 303);
    const status = made.reason === "unsupported" ? 415 : 422;
    return uploadPage(c, [{ field: "file", message: made.message }], status);
  })
  .get("/imports/:id", requireStaff, async (c) => {
    const { ctx, frame } = c.var;
    const found = await readOwnImport(ctx, c.req.param("id"));
    const children = <ImportPage found={found} timeZone={frame.timeZone} />;
    const title = `Import of ${found.fileName}`;
    return c.html(renderPage({ frame, title, islands: ["import"], children }));
  })
  .post("/imports/:id/apply", requireStaff, sameOrigin, async (c) => {
    const importId = c.req.param("id");
    const byScript = c.req.header("accept") === "application/json";
    const progress = await applyImport(c.var.ctx, { importId, all: !byScript });
    return byScript ? c.json(progress) : c.redirect(paths.import(importId), 303);
  })
  .get("/imports/:id/rejected.csv", requireStaff, async (c) => {
    const csv = await exportRejected(c.var.ctx, c.req.param("id"));
    c.header("Content-Disposition", 'attachment; filename="rejected-lines.csv"');
    return c.body(csv, 200, { "Content-Type": "text/csv; charset=utf-8" });
  });

async function uploadPage(
  c: Context<StaffApp>,
  errors: FieldError[] = [],
  status: 200 | 415 | 422 = errors.length > 0 ? 422 : 200,
) {
  const { ctx, frame } = c.var;
  const imports = await listOwnImports(ctx);
  const children = <ImportList imports={imports} errors={errors} timeZone={frame.timeZone} />;
  return c.html(renderPage({ frame, title: "Import contacts", children }), status);
}
