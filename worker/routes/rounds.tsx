import { Hono } from "hono";
import * as z from "zod";
import { renderPage } from "#web/document.tsx";
import { ChooseAccount } from "#web/pages/rounds/choose-account.tsx";
import { ChooseKind } from "#web/pages/rounds/choose-kind.tsx";
import { RoundList } from "#web/pages/rounds/list.tsx";
import { paths } from "#web/paths.ts";
import { Tier } from "../domain/contact/schema.ts";
import { listRounds, requireAccount, searchAccounts } from "../domain/round/actions.ts";
import { startRound, submitSelfGrade } from "../domain/round/actions-form.ts";
import { submitClose, submitDecision, submitLaunch } from "../domain/round/actions-form-step.ts";
import { sendTest } from "../domain/round/actions-launch.ts";
import { text } from "../domain/round/body-rules.ts";
import { readGradeFields } from "../domain/round/form-rules.ts";
import { RoundKind, RoundStatus } from "../domain/round/schema.ts";
import { accepted, type Refusal } from "../errors.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";
import { validate } from "../middleware/validate.ts";
import { backToRound, showRound } from "./round-page.tsx";

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
    if (account) {
      const chosen = await requireAccount(ctx, account);
      const children = <ChooseKind account={chosen} kind={kind} />;
      return c.html(renderPage({ frame, title: "New round", children }));
    }
    const found = await searchAccounts(ctx, q, mostAccounts + 1);
    const accounts = found.slice(0, mostAccounts);
    const children = (
      <ChooseAccount accounts={accounts} search={q} more={found.length > mostAccounts} />
    );
    return c.html(renderPage({ frame, title: "New round", children }));
  })
  .post("/rounds", sameOrigin, requireStaff, validate("form", About), async (c) => {
    const { round } = accepted(await startRound(c.var.ctx, c.req.valid("form")));
    return c.redirect(`${paths.round(round.id)}?done=made`, 303);
  })
  .get("/rounds/:id", requireStaff, (c) => showRound(c))
  .post("/rounds/:id/self-grade", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody({ all: true });
    const given = await submitSelfGrade(c.var.ctx, c.req.param("id"), body);
    return given.ok
      ? backToRound(c, "graded")
      : showRound(c, given, { grade: readGradeFields(body) });
  })
  .post("/rounds/:id/test", sameOrigin, requireStaff, validate("form", TestForm), async (c) => {
    const sent = await sendTest(c.var.ctx, c.req.param("id"), c.req.valid("form").tier);
    return sent.ok ? backToRound(c, "test") : showRound(c, sent);
  })
  .post("/rounds/:id/launch", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody();
    const launched = await submitLaunch(c.var.ctx, c.req.param("id"), body);
    if (launched.ok) return backToRound(c, "launched");
    return showRound(c, launched, { explanation: text(body, "explanation") });
  })
  .post("/rounds/:id/close", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody();
    const closed = await submitClose(c.var.ctx, c.req.param("id"), body);
    if (closed.ok) return backToRound(c, "closed");
    return showRound(c, closed, { closeReason: text(body, "closeReason") });
  })
  .post("/rounds/:id/nominations", sameOrigin, requireStaff, async (c) => {
    const body = await c.req.parseBody();
    const decided = await submitDecision(c.var.ctx, c.req.param("id"), body);
    if (decided.ok) return backToRound(c, decided.status);
    const typed = { invitationId: text(body, "invitationId"), reason: text(body, "reason") };
    return showRound(c, decided, needsReason(decided) ? { nomination: typed } : {});
  });

/** Where the way out is to write down why. */
const needsReason = ({ reason }: Refusal) => reason === "throttled" || reason === "invalid";
