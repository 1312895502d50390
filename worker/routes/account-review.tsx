import { renderPage } from "#web/document.tsx";
import { ReviewPage } from "#web/pages/review/review.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import { readReview, saveReview } from "../domain/account/actions-review.ts";
import { ReviewNotes } from "../domain/account/review-schema.ts";
import { faultsOf, readForm, textOf, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

const labels = {
  heldOn: "The day",
  notes: "The notes",
  decisions: "The decisions",
  actions: "The actions",
};

export const accountReviewRoutes = new Hono<StaffApp>()
  .get("/accounts/:id/review", requireStaff, async (c) =>
    reviewPage(c, c.req.param("id"), { form: {}, errors: [], status: 200 }),
  )
  .post("/accounts/:id/review", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const notes = ReviewNotes.safeParse(notesFrom(form));
    if (!notes.success)
      return reviewPage(c, id, { form, errors: faultsOf(notes.error, labels), status: 422 });
    const saved = await saveReview(c.var.ctx, id, notes.data);
    if (saved.ok) return c.redirect(`${paths.accountReview(id)}?saved=1`, 303);
    const errors = [{ field: "notes", message: saved.message }];
    return reviewPage(c, id, { form, errors, status: 409 });
  });

const notesFrom = (form: Form) => ({
  id: textOf(form, "id"),
  version: Number(textOf(form, "version") || "NaN"),
  heldOn: textOf(form, "heldOn"),
  notes: textOf(form, "notes"),
  decisions: textOf(form, "decisions"),
  actions: textOf(form, "actions"),
});

type Sent = { form: Form; errors: FieldError[]; status: 200 | 409 | 422 };

async function reviewPage(c: Context<StaffApp>, id: string, { form, errors, status }: Sent) {
  const { ctx, frame } = c.var;
  const { timeZone } = frame;
  const review = await readReview(ctx, id, timeZone);
  const saved = status === 200 && c.req.query("saved") !== undefined;
  const edited = textOf(form, "id") || c.req.query("edit");
  const view = { review, edited, typed: form, errors, stale: status === 409, saved, timeZone };
  const title = `Review of ${review.account.name}`;
  return c.html(renderPage({ frame, title, children: <ReviewPage {...view} /> }), status);
}
