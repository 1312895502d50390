import { renderPage } from "#web/document.tsx";
import { ClientPage, clientTitle } from "#web/pages/client/client.tsx";
import { PlanWithClientPage } from "#web/pages/plan/with-client.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import { Hono, type Context } from "hono";
import {
  previewPlan,
  resolveReply,
  revokePlanLink,
  sendPlan,
  viewAgreement,
} from "../domain/agreement/actions.ts";
import { PlanRecipients } from "../domain/agreement/schema.ts";
import { refusalErrors } from "../middleware/form.ts";
import { framing } from "../middleware/headers.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { answerWithLetter, readForm } from "../middleware/respondent.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

type Staff = Context<StaffApp, string>;
type Again = { chosen: string[]; errors: FieldError[] };

async function page(c: Staff, again?: Again) {
  const { ctx, frame } = c.var;
  const view = await viewAgreement(ctx, c.req.param("id")!);
  const { chosen = null, errors = [] } = again ?? {};
  const props = { view, chosen, errors, done: c.req.query("done"), timeZone: frame.timeZone };
  c.header("Content-Security-Policy", framing);
  const title = `The plan and the client: ${view.account.name}`;
  const children = <PlanWithClientPage {...props} />;
  return c.html(renderPage({ frame, title, children }), again ? 422 : 200);
}

const back = (c: Staff, done: string) =>
  c.redirect(`${paths.planClient(c.req.param("id")!)}?done=${done}`, 303);

/** The plan put to the client, for staff. The client's side of it is in `client-page.tsx`. */
export const agreementRoutes = new Hono<StaffApp>()
  .get("/accounts/:id/plan/client", requireStaff, (c) => page(c))
  .get("/accounts/:id/plan/client/page", requireStaff, async (c) => {
    const { settings, view } = await previewPlan(c.var.ctx, c.req.param("id"));
    const children = <ClientPage view={view} />;
    return answerWithLetter(c, { settings, title: clientTitle(view), children, inFrame: true });
  })
  .post("/accounts/:id/plan/client", sameOrigin, requireStaff, async (c) => {
    const chosen = (await readForm(c)).get("contactIds") ?? [];
    const parsed = PlanRecipients.safeParse(chosen);
    const message = "Choose at least one contact, and no more than twenty.";
    if (!parsed.success) return page(c, { chosen, errors: [{ field: "", message }] });
    const sent = await sendPlan(c.var.ctx, c.req.param("id"), parsed.data);
    return sent.ok ? back(c, "sent") : page(c, { chosen, errors: refusalErrors(sent) });
  })
  .post("/accounts/:id/plan/client/links/:linkId/revoke", sameOrigin, requireStaff, async (c) => {
    await revokePlanLink(c.var.ctx, c.req.param("id"), c.req.param("linkId"));
    return back(c, "revoked");
  })
  .post(
    "/accounts/:id/plan/client/replies/:replyId/resolve",
    sameOrigin,
    requireStaff,
    async (c) => {
      await resolveReply(c.var.ctx, c.req.param("id"), c.req.param("replyId"));
      return back(c, "resolved");
    },
  );
