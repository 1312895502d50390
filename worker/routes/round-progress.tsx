import { Hono, type Context } from "hono";
import { renderPage } from "#web/document.tsx";
import { ProgressPage } from "#web/pages/rounds/progress.tsx";
import type { TypedSteering } from "#web/pages/rounds/progress-forms.tsx";
import { paths } from "#web/paths.ts";
import { exportSilent, viewProgress } from "../domain/round/actions-progress.ts";
import { addRecipient, moveDeadline, resendCorrected } from "../domain/round/actions-running.ts";
import { Ending } from "../domain/round/schema.ts";
import { accepted, refuse, type Refusal } from "../errors.ts";
import { faultsOf, readForm, refusalErrors, textOf } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

async function page(
  c: Context<StaffApp, string>,
  { refusal, typed = {} }: { refusal?: Refusal; typed?: TypedSteering } = {},
) {
  const { ctx, frame } = c.var;
  const { progress } = accepted(await viewProgress(ctx, c.req.param("id")!, c.req.query("cursor")));
  const props = {
    progress,
    typed,
    errors: refusal ? refusalErrors(refusal) : [],
    done: c.req.query("done"),
    timeZone: frame.timeZone,
  };
  const title = `${progress.round.name}: how it goes`;
  const status = refusal ? (refusal.reason === "invalid" ? 422 : 409) : 200;
  return c.html(renderPage({ frame, title, children: <ProgressPage {...props} /> }), status);
}

const back = (c: Context<StaffApp, string>, done: string) =>
  c.redirect(`${paths.roundProgress(c.req.param("id")!)}?done=${done}`, 303);

export const roundProgressRoutes = new Hono<StaffApp>()
  .get("/rounds/:id/progress", requireStaff, (c) => page(c))
  .get("/rounds/:id/progress/silent.csv", requireStaff, async (c) => {
    const { csv, fileName } = accepted(await exportSilent(c.var.ctx, c.req.param("id")));
    c.header("Content-Disposition", `attachment; filename="${fileName}"`);
    return c.body(csv, 200, { "Content-Type": "text/csv; charset=utf-8" });
  })
  .post("/rounds/:id/progress/deadline", sameOrigin, requireStaff, async (c) => {
    const closesAt = textOf(await readForm(c), "closesAt");
    const moved = await moveDeadline(c.var.ctx, c.req.param("id"), { closesAt });
    return moved.ok ? back(c, "deadline") : page(c, { refusal: moved, typed: { closesAt } });
  })
  .post("/rounds/:id/progress/recipients", sameOrigin, requireStaff, async (c) => {
    const form = await readForm(c);
    const [recipient, written] = [textOf(form, "recipient"), textOf(form, "reason")];
    const { data, error } = Ending.safeParse({ reason: written });
    const isWritten = written.trim() !== "";
    const added =
      isWritten && error
        ? refuse("invalid", faultsOf(error, { reason: "The reason" })[0]!.message)
        : await addRecipient(c.var.ctx, c.req.param("id"), { recipient, ...data });
    if (added.ok) return back(c, "recipient");
    const needsReason = added.reason === "throttled" || isWritten;
    return page(c, {
      refusal: added,
      typed: { addition: { recipient, reason: written, needsReason } },
    });
  })
  .post("/rounds/:id/progress/resend", sameOrigin, requireStaff, async (c) => {
    const invitationId = textOf(await readForm(c), "invitationId") || null;
    const sent = await resendCorrected(c.var.ctx, c.req.param("id"), invitationId);
    return sent.ok ? back(c, "resent") : page(c, { refusal: sent });
  });
