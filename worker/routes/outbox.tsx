import { Hono } from "hono";
import { renderPage } from "#web/document.tsx";
import { OutboxPage } from "#web/pages/outbox/list.tsx";
import { OutboxMessagePage } from "#web/pages/outbox/message.tsx";
import { findOutbox, findOutboxMessage } from "../domain/message/actions.ts";
import { publicFrame } from "../middleware/frame.ts";
import type { App } from "../context.ts";

const pageLength = 50;

const own = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; ";
const showing = `${own}frame-src 'self'; base-uri 'none'; frame-ancestors 'none'`;
// The mail in its frame: inline styles as mail needs them, no script, nothing fetched.
const shown =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** The mail of a local run; elsewhere these addresses do not exist. */
export const outboxRoutes = new Hono<App>()
  .get("/outbox", async (c) => {
    const cursor = c.req.query("cursor");
    const found = await findOutbox(c.var.ctx, { cursor, limit: pageLength });
    const frame = await publicFrame(c);
    const leaves = c.var.ctx.config.RESEND_API_KEY !== undefined;
    const page = <OutboxPage {...found} leaves={leaves} timeZone={frame.timeZone} />;
    return c.html(renderPage({ frame, title: "Outbox", children: page }));
  })
  .get("/outbox/:id", async (c) => {
    const message = await findOutboxMessage(c.var.ctx, c.req.param("id"));
    const frame = await publicFrame(c);
    const page = <OutboxMessagePage message={message} timeZone={frame.timeZone} />;
    c.header("Content-Security-Policy", showing);
    return c.html(renderPage({ frame, title: message.subject, children: page }));
  })
  .get("/outbox/:id/html", async (c) => {
    const { html } = await findOutboxMessage(c.var.ctx, c.req.param("id"));
    c.header("Content-Security-Policy", shown);
    return c.html(html.replace("<head>", '<head><base target="_blank">'));
  });
