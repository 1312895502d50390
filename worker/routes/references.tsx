import { renderPage } from "#web/document.tsx";
import { ReferencePage } from "#web/pages/references/account.tsx";
import { ReferencesPage } from "#web/pages/references/list.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import * as z from "zod";
import {
  answerReference,
  askReference,
  listReferences,
  readReference,
} from "../domain/reference/actions.ts";
import { AnswerChange, NewReferenceAsk } from "../domain/reference/schema.ts";
import { faultsOf, readForm, refusalErrors, textOf, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

const Done = z.enum(["asked", "answered"]).nullable().catch(null);

const askLabels = { contactId: "The contact", text: "The mail" };
const answerLabels = { answer: "The answer", laterOn: "The day", note: "The note" };

export const referenceRoutes = new Hono<StaffApp>()
  .get(paths.references, requireStaff, async (c) => {
    const { ctx, frame } = c.var;
    const found = await listReferences(ctx);
    const children = <ReferencesPage {...found} timeZone={frame.timeZone} />;
    return c.html(renderPage({ frame, title: "References", children }));
  })
  .get("/accounts/:id/reference", requireStaff, async (c) => referencePage(c, c.req.param("id")))
  .post("/accounts/:id/reference", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const fields = { contactId: textOf(form, "contactId"), text: textOf(form, "text") };
    const sent = NewReferenceAsk.safeParse(fields);
    if (!sent.success) return referencePage(c, id, form, faultsOf(sent.error, askLabels));
    const asked = await askReference(c.var.ctx, id, sent.data);
    if (!asked.ok) return referencePage(c, id, form, refusalErrors(asked));
    return c.redirect(`${paths.reference(id)}?done=asked`, 303);
  })
  .post("/accounts/:id/reference/answer", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const sent = AnswerChange.safeParse(answerFrom(form));
    if (!sent.success) return referencePage(c, id, form, faultsOf(sent.error, answerLabels));
    const kept = await answerReference(c.var.ctx, id, textOf(form, "askId"), sent.data);
    if (!kept.ok) return referencePage(c, id, form, refusalErrors(kept));
    return c.redirect(`${paths.reference(id)}?done=answered`, 303);
  });

const answerFrom = (form: Form) => ({
  version: Number(textOf(form, "version") || "NaN"),
  answer: textOf(form, "answer"),
  laterOn: textOf(form, "laterOn"),
  note: textOf(form, "note"),
});

async function referencePage(
  c: Context<StaffApp>,
  id: string,
  typed: Form = {},
  errors: FieldError[] = [],
) {
  const { ctx, frame } = c.var;
  const page = await readReference(ctx, id);
  const done = errors.length === 0 ? Done.parse(c.req.query("done") ?? null) : null;
  const view = { page, typed, errors, done, timeZone: frame.timeZone };
  const title = `Reference: ${page.account.name}`;
  const html = renderPage({ frame, title, children: <ReferencePage {...view} /> });
  return c.html(html, errors.length > 0 ? 422 : 200);
}
