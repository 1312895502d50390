import { renderPage } from "#web/document.tsx";
import { WebhookPage } from "#web/pages/webhooks/endpoint.tsx";
import { WebhooksPage, type WebhookValues } from "#web/pages/webhooks/list.tsx";
import { paths } from "#web/paths.ts";
import type { FieldError } from "#web/ui/notice.tsx";
import type { Context } from "hono";
import { Hono } from "hono";
import * as webhooks from "../domain/webhook/actions.ts";
import { eventTypes } from "../domain/webhook/rules.ts";
import { NewWebhook } from "../domain/webhook/schema.ts";
import { faultsOf, readForm, textOf } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireRole, requireStaff, type StaffApp } from "../middleware/staff.ts";

const labels = { url: "The address", events: "The events" };
const pageLength = 50;

type Said = { values?: WebhookValues; errors?: FieldError[] };

async function listPage(c: Context<StaffApp>, { values, errors = [] }: Said = {}) {
  const { ctx, frame } = c.var;
  const props = {
    endpoints: await webhooks.findEndpoints(ctx),
    values: values ?? { url: "", events: eventTypes },
    errors,
    deleted: c.req.query("done") === "deleted" && errors.length === 0,
    timeZone: frame.timeZone,
  };
  const html = renderPage({ frame, title: "Webhooks", children: <WebhooksPage {...props} /> });
  return c.html(html, errors.length > 0 ? 422 : 200);
}

async function endpointPage(c: Context<StaffApp>, id: string, secret: string | null = null) {
  const { ctx, frame } = c.var;
  const cursor = c.req.query("cursor");
  const endpoint = await webhooks.findEndpoint(ctx, id);
  const props = {
    endpoint,
    ...(await webhooks.findDeliveries(ctx, id, { cursor, limit: pageLength })),
    paged: cursor !== undefined,
    secret,
    done: c.req.query("done"),
    now: ctx.now,
    timeZone: frame.timeZone,
  };
  return c.html(renderPage({ frame, title: "Webhook", children: <WebhookPage {...props} /> }));
}

/** Other systems that are told of what happens. Admins only. */
export const webhookRoutes = new Hono<StaffApp>()
  .use("/webhooks", requireStaff, requireRole("admin"), sameOrigin)
  .use("/webhooks/*", requireStaff, requireRole("admin"), sameOrigin)
  .get("/webhooks", (c) => listPage(c))
  .post("/webhooks", async (c) => {
    const form = await readForm(c);
    const events = eventTypes.filter((type) => form[type] !== undefined);
    const values = { url: textOf(form, "url"), events };
    const { data, error } = NewWebhook.safeParse(values);
    if (error) return listPage(c, { values, errors: faultsOf(error, labels) });
    const added = await webhooks.addEndpoint(c.var.ctx, data);
    if (added.ok) return endpointPage(c, added.id, added.secret);
    return listPage(c, { values, errors: [{ field: "url", message: added.message }] });
  })
  .get("/webhooks/:id", (c) => endpointPage(c, c.req.param("id")))
  .post("/webhooks/:id/status", async (c) => {
    const id = c.req.param("id");
    const status = textOf(await readForm(c), "status") === "active" ? "active" : "paused";
    await webhooks.setEndpointStatus(c.var.ctx, id, status);
    return c.redirect(`${paths.webhook(id)}?done=${status}`, 303);
  })
  .post("/webhooks/:id/rotate", async (c) => {
    const { endpoint, secret } = await webhooks.rotateSecret(c.var.ctx, c.req.param("id"));
    return endpointPage(c, endpoint.id, secret);
  })
  .post("/webhooks/:id/delete", async (c) => {
    await webhooks.removeEndpoint(c.var.ctx, c.req.param("id"));
    return c.redirect(`${paths.webhooks}?done=deleted`, 303);
  })
  .post("/webhooks/:id/send-again", async (c) => {
    const id = c.req.param("id");
    await webhooks.sendAgain(c.var.ctx, id, textOf(await readForm(c), "eventId"));
    return c.redirect(`${paths.webhook(id)}?done=again`, 303);
  });
