import { Hono, type Context } from "hono";
import * as z from "zod";
import { renderPage } from "#web/document.tsx";
import { ChooseAccount } from "#web/pages/rounds/choose-account.tsx";
import { RoundForm } from "#web/pages/rounds/form.tsx";
import { RoundList } from "#web/pages/rounds/list.tsx";
import { RoundPage, type Typed } from "#web/pages/rounds/round.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Tier } from "../domain/contact/schema.ts";
import { listRounds, searchAccounts } from "../domain/round/actions.ts";
import {
  editForm,
  startForm,
  submitNewRound,
  submitRoundChange,
  submitSelfGrade,
  type RoundForm as Form,
} from "../domain/round/actions-form.ts";
import {
  submitCancel,
  submitClose,
  submitDecision,
  submitLaunch,
} from "../domain/round/actions-form-step.ts";
import { sendTest } from "../domain/round/actions-launch.ts";
import { viewRoundPage } from "../domain/round/actions-page.ts";
import { readGradeFields, readRoundFields, text } from "../domain/round/form-rules.ts";
import { RoundKind, RoundStatus } from "../domain/round/schema.ts";
import { accepted, type Refusal } from "../errors.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";

const id = z.string().max(64);
const ListQuery = z.object({
  status: RoundStatus.optional().catch(undefined),
  cursor: z.string().max(500).optional(),
});
const NewQuery = z.object({
  account: id.optional(),
  kind: RoundKind.catch("satisfaction"),
  q: z.string().max(200).default(""),
});
const About = z.object({ accountId: id, kind: RoundKind });
const TestForm = z.object({ tier: Tier });

const perPage = 100;
const mostAccounts = 50;

type StaffContext = Context<StaffApp, string>;

function showForm(c: StaffContext, form: Form, errors: FieldError[] = []) {
  const title = form.roundId ? "Change the round" : "New round";
  const { frame } = c.var;
  const children = <RoundForm form={form} errors={errors} timeZone={frame.timeZone} />;
  return c.html(renderPage({ frame, title, children }), errors.length > 0 ? 422 : 200);
}

async function showRound(c: StaffContext, refusal?: Refusal, typed: Typed = {}) {
  const { ctx, frame } = c.var;
  const view = await viewRoundPage(ctx, c.req.param("id")!);
  const props = {
    view,
    typed,
    errors: refusal ? errorsOf(refusal) : [],
    done: c.req.query("done"),
    viewerEmail: ctx.actor.email,
    timeZone: frame.timeZone,
  };
  const title = `${view.round.name}, ${view.account.name}`;
  const status = refusal ? (refusal.reason === "invalid" ? 422 : 409) : 200;
  return c.html(renderPage({ frame, title, children: <RoundPage {...props} /> }), status);
}

/** A refusal beside its fields, or as one sentence. */
const errorsOf = ({ reason, message, details }: Refusal): FieldError[] =>
  reason === "invalid" ? (details as FieldError[]) : [{ field: "", message }];

const back = (c: StaffContext, done: string) =>
  c.redirect(`${paths.round(c.req.param("id")!)}?done=${done}`, 303);

export const roundRoutes = new Hono<StaffApp>()
  .get("/rounds", requireStaff, validate("query", ListQuery), async (c) => {
    const { ctx, frame } = c.var;
    const query = c.req.valid("query");
    const found = await listRounds(ctx, { ...query, limit: perPage });
    const mayCreate = ctx.actor.role !== "independent_administrator";
    const { timeZone } = frame;
    const children = <RoundList {...found} status={query.status} {...{ mayCreate, timeZone }} />;
    return c.html(renderPage({ frame, title: "Rounds", children }));
  })
  .get("/rounds/new", requireStaff, validate("query", NewQuery), async (c) => {
    const { ctx, frame } = c.var;
    const { account, kind, q } = c.req.valid("query");
    if (account) return showForm(c, await startForm(ctx, account, kind));
    const found = await searchAccounts(ctx, q, mostAccounts + 1);
    const accounts = found.slice(0, mostAccounts);
    const children = (
      <ChooseAccount accounts={accounts} search={q} more={found.length > mostAccounts} />
    );
    return c.html(renderPage({ frame, title: "New round", children }));
  })
  .post("/rounds", sameOrigin, requireStaff, validate("form", About), async (c) => {
    const { accountId, kind } = c.req.valid("form");
    const body = await c.req.parseBody({ all: true });
    const made = await submitNewRound(c.var.ctx, { accountId, kind }, body);
    if (made.ok) return c.redirect(paths.round(made.round.id), 303);
    const form = await startForm(c.var.ctx, accountId, kind, readRoundFields(body));
    return showForm(c, form, errorsOf(made));
  })
  .get("/rounds/:id", requireStaff, (c) => showRound(c))
  .get("/rounds/:id/edit", requireStaff, async (c) =>
    showForm(c, accepted(await editForm(c.var.ctx, c.req.param("id"))).form),
  )
  .post("/rounds/:id/edit", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody({ all: true });
    const changed = await submitRoundChange(c.var.ctx, c.req.param("id"), body);
    if (changed.ok) return back(c, "saved");
    const typed = readRoundFields(body);
    const { form } = accepted(await editForm(c.var.ctx, c.req.param("id"), typed));
    return showForm(c, form, errorsOf(changed));
  })
  .post("/rounds/:id/self-grade", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody({ all: true });
    const given = await submitSelfGrade(c.var.ctx, c.req.param("id"), body);
    return given.ok ? back(c, "graded") : showRound(c, given, { grade: readGradeFields(body) });
  })
  .post("/rounds/:id/test", sameOrigin, requireStaff, validate("form", TestForm), async (c) => {
    const sent = await sendTest(c.var.ctx, c.req.param("id"), c.req.valid("form").tier);
    return sent.ok ? back(c, "test") : showRound(c, sent);
  })
  .post("/rounds/:id/launch", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody();
    const launched = await submitLaunch(c.var.ctx, c.req.param("id"), body);
    if (launched.ok) return back(c, "launched");
    return showRound(c, launched, { explanation: text(body, "explanation") });
  })
  .post("/rounds/:id/close", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody();
    const closed = await submitClose(c.var.ctx, c.req.param("id"), body);
    if (closed.ok) return back(c, "closed");
    return showRound(c, closed, { closeReason: text(body, "closeReason") });
  })
  .post("/rounds/:id/cancel", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody();
    const ended = await submitCancel(c.var.ctx, c.req.param("id"), body);
    if (ended.ok) return back(c, "cancelled");
    return showRound(c, ended, { cancelReason: text(body, "cancelReason") });
  })
  .post("/rounds/:id/nominations", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody();
    const decided = await submitDecision(c.var.ctx, c.req.param("id"), body);
    if (decided.ok) return back(c, decided.status);
    const typed = { invitationId: text(body, "invitationId"), reason: text(body, "reason") };
    return showRound(c, decided, needsReason(decided) ? { nomination: typed } : {});
  });

/** Where the way out is to write down why. */
const needsReason = ({ reason }: Refusal) => reason === "throttled" || reason === "invalid";
