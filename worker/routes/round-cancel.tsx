import { renderPage } from "#web/document.tsx";
import { CancelPage } from "#web/pages/rounds/cancel.tsx";
import { paths } from "#web/paths.ts";
import { Hono, type Context } from "hono";
import { submitCancel } from "../domain/round/actions-form-step.ts";
import { viewRoundPage } from "../domain/round/actions-page.ts";
import { text } from "../domain/round/body-rules.ts";
import { AppError, type Refusal } from "../errors.ts";
import { refusalErrors } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { backToRound } from "./round-page.tsx";

const path = "/rounds/:id/cancel";

export const roundCancelRoutes = new Hono<StaffApp>()
  .get(path, requireStaff, (c) => cancelPage(c))
  .post(path, sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody();
    const ended = await submitCancel(c.var.ctx, c.req.param("id"), body);
    if (ended.ok) return backToRound(c, "cancelled");
    return cancelPage(c, ended, text(body, "cancelReason"));
  });

async function cancelPage(c: Context<StaffApp, typeof path>, refusal?: Refusal, reason = "") {
  const view = await viewRoundPage(c.var.ctx, c.req.param("id"));
  const { status } = view.round;
  if (status === "closed" || status === "cancelled") return c.redirect(paths.round(view.round.id));
  if (!view.mayCancel) throw new AppError("forbidden", "Leaders and admins cancel rounds.");
  const errors = refusal ? refusalErrors(refusal) : [];
  const children = <CancelPage view={view} reason={reason} errors={errors} />;
  const title = `Cancel ${view.round.name}?`;
  const answer = refusal ? (refusal.reason === "invalid" ? 422 : 409) : 200;
  return c.html(renderPage({ frame: c.var.frame, title, children }), answer);
}
