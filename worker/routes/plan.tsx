import { renderPage } from "#web/document.tsx";
import { ActionPage } from "#web/pages/plan/action.tsx";
import { PlanPage } from "#web/pages/plan/plan.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import * as z from "zod";
import { exportPlan, placeOf, readLine, readPlan } from "../domain/action/actions-page.ts";
import { changeAction, createAction } from "../domain/action/actions.ts";
import { changeFromForm, lineLabels } from "../domain/action/form-rules.ts";
import { ActionChange, NewAction } from "../domain/action/schema.ts";
import { decideSuggestion, requireSuggestion } from "../domain/suggestion/actions.ts";
import { SuggestionDecision } from "../domain/suggestion/schema.ts";
import type { Refusal } from "../errors.ts";
import { answerCsv } from "../middleware/csv.ts";
import { faultsOf, readForm, refusalErrors, type Form } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const PlanQuery = z.object({
  edit: z.string().max(64).optional(),
  decide: z.string().max(64).optional(),
  saved: z.string().optional(),
});

const decisionLabels = {
  ...lineLabels,
  actionId: "The line",
  reason: "The reason",
  intent: "The decision",
};

type Sent = { form: Form; errors: FieldError[]; status: 200 | 409 | 422; stale: boolean };
const nothingSent: Sent = { form: {}, errors: [], status: 200, stale: false };

export const planRoutes = new Hono<StaffApp>()
  .get("/accounts/:id/plan", requireStaff, validate("query", PlanQuery), async (c) =>
    planPage(c, c.req.param("id"), c.req.valid("query"), nothingSent),
  )
  .get("/accounts/:id/plan.csv", requireStaff, async (c) =>
    answerCsv(c, "action-plan.csv", await exportPlan(c.var.ctx, c.req.param("id"))),
  )
  .post("/accounts/:id/plan", requireStaff, sameOrigin, async (c) => {
    const accountId = c.req.param("id");
    const form = await readForm(c);
    const wanted = NewAction.safeParse(changeFromForm(form));
    if (!wanted.success)
      return planPage(c, accountId, { edit: "new" }, faulty(form, wanted.error, lineLabels));
    const added = await createAction(c.var.ctx, accountId, wanted.data);
    if (!added.ok) return planPage(c, accountId, { edit: "new" }, refused(form, added));
    return c.redirect(savedAt(accountId, added.action.id), 303);
  })
  .get("/actions/:id", requireStaff, validate("query", PlanQuery), async (c) => {
    const id = c.req.param("id");
    const { inReach, accountId } = await placeOf(c.var.ctx, id);
    if (inReach) return c.redirect(paths.planLine(accountId, id));
    return linePage(c, id, nothingSent);
  })
  .post("/actions/:id", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const version = Number(form["version"]);
    const wanted = ActionChange.safeParse({ ...changeFromForm(form), version });
    if (!wanted.success) return linePage(c, id, faulty(form, wanted.error, lineLabels));
    const { inReach, accountId } = await placeOf(c.var.ctx, id);
    const changed = await changeAction(c.var.ctx, id, wanted.data);
    if (!changed.ok) return linePage(c, id, refused(form, changed));
    return c.redirect(inReach ? savedAt(accountId, id) : `${paths.action(id)}?saved=1`, 303);
  })
  .post("/suggestions/:id", requireStaff, sameOrigin, async (c) => {
    const id = c.req.param("id");
    const form = await readForm(c);
    const { accountId } = await requireSuggestion(c.var.ctx, id);
    const wanted = SuggestionDecision.safeParse(form);
    if (!wanted.success)
      return planPage(c, accountId, { decide: id }, faulty(form, wanted.error, decisionLabels));
    const decided = await decideSuggestion(c.var.ctx, id, wanted.data);
    if (!decided.ok) return planPage(c, accountId, { decide: id }, refused(form, decided));
    if (decided.actionId && wanted.data.intent === "accept")
      return c.redirect(paths.planLine(accountId, decided.actionId), 303);
    return c.redirect(savedAt(accountId, decided.actionId), 303);
  });

const savedAt = (accountId: string, actionId: string | null) =>
  `${paths.plan(accountId)}?saved=1${actionId ? `#action-${actionId}` : "#suggestions"}`;

const faulty = (form: Form, error: z.ZodError, labels: Record<string, string>): Sent => ({
  form,
  errors: faultsOf(error, labels),
  status: 422,
  stale: false,
});

const refused = (form: Form, refusal: Refusal): Sent => ({
  form,
  errors: refusalErrors(refusal),
  status: refusal.reason === "invalid" ? 422 : 409,
  stale: refusal.reason === "stale",
});

type Opened = {
  edit?: string | undefined;
  decide?: string | undefined;
  saved?: string | undefined;
};

/** The plan, with one line or one suggestion open, and in it what was sent if it was not accepted. */
async function planPage(c: Context<StaffApp>, accountId: string, opened: Opened, sent: Sent) {
  const { ctx, frame } = c.var;
  const plan = await readPlan(ctx, accountId);
  const { edit, decide, saved } = opened;
  const known = edit === "new" || plan.actions.some(({ id }) => id === edit);
  const line = edit && known ? await readLine(ctx, accountId, edit === "new" ? null : edit) : null;
  const { form: typed, errors, stale, status } = sent;
  const view = {
    plan,
    writing: line && { line, typed, errors, stale },
    deciding: decide ? { id: decide, typed, errors } : null,
    saved: status === 200 && saved !== undefined,
    timeZone: frame.timeZone,
  };
  const title = `Action plan of ${plan.account.name}`;
  return c.html(renderPage({ frame, title, children: <PlanPage {...view} /> }), status);
}

/** One line: within its plan, or by itself for an owner who reaches no more. */
async function linePage(c: Context<StaffApp>, id: string, sent: Sent) {
  const { ctx, frame } = c.var;
  const { inReach, accountId, accountName } = await placeOf(ctx, id);
  if (inReach) return planPage(c, accountId, { edit: id }, sent);
  const { form: typed, errors, stale, status } = sent;
  const line = await readLine(ctx, accountId, id);
  const saved = status === 200 && c.req.query("saved") !== undefined;
  const view = { writing: { line, typed, errors, stale }, accountId, accountName, saved };
  const children = <ActionPage {...view} timeZone={frame.timeZone} />;
  return c.html(renderPage({ frame, title: line.action?.title ?? "Action", children }), status);
}
