import { renderPage } from "#web/document.tsx";
import { MergeChoicePage, MergePage } from "#web/pages/contacts/merge.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import { mergeContacts, previewMerge, readMergeChoice } from "../domain/contact/actions-merge.ts";
import { readForm, refusalErrors, textOf } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

export const contactMergeRoutes = new Hono<StaffApp>()
  .get("/contacts/:id/merge", requireStaff, async (c) => {
    const into = c.req.query("into");
    if (into) return mergePage(c, into);
    const choice = await readMergeChoice(c.var.ctx, c.req.param("id"));
    const children = <MergeChoicePage choice={choice} />;
    return c.html(renderPage({ frame: c.var.frame, title: "Merge two records", children }));
  })
  .post("/contacts/:id/merge", requireStaff, sameOrigin, async (c) => {
    const into = textOf(await readForm(c), "into");
    const merged = await mergeContacts(c.var.ctx, c.req.param("id"), into);
    if (!merged.ok) return mergePage(c, into, refusalErrors(merged));
    return c.redirect(`${paths.contact(into)}?saved=1`, 303);
  });

async function mergePage(
  c: Context<StaffApp, "/contacts/:id/merge">,
  into: string,
  errors: FieldError[] = [],
) {
  const preview = await previewMerge(c.var.ctx, c.req.param("id"), into);
  const children = <MergePage preview={preview} errors={errors} />;
  const page = renderPage({ frame: c.var.frame, title: "Merge two records", children });
  return c.html(page, errors.length > 0 ? 409 : 200);
}
