import { Hono } from "hono";
import type { App } from "../context.ts";
import { recordDelivery } from "../domain/message/actions-delivery.ts";
import { openReport } from "../mail/webhook.ts";

/** What our mail provider tells us. Its signature is what lets it in. */
export const hookRoutes = new Hono<App>().post("/hooks/resend", async (c) => {
  const report = openReport(c.var.ctx.config, await c.req.text(), c.req.raw.headers);
  await recordDelivery(c.var.ctx, report);
  return c.body(null, 204);
});
