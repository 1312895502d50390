import { renderPage } from "#web/document.tsx";
import { FailedMessages } from "#web/pages/messages/failed.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import { findFailed, retryFailed } from "../domain/message/actions-failed.ts";
import { readForm, textOf } from "../middleware/form.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireRole, requireStaff, type StaffApp } from "../middleware/staff.ts";

const pageLength = 50;

/** Mail that was given up: admins see it and have it sent once more. */
export const messageRoutes = new Hono<StaffApp>()
  .use("/messages", requireStaff, requireRole("admin"))
  .use("/messages/*", requireStaff, requireRole("admin"), sameOrigin)
  .get("/messages", async (c) => {
    const { ctx, frame } = c.var;
    const cursor = c.req.query("cursor");
    const found = await findFailed(ctx, { cursor, limit: pageLength });
    const retried = c.req.query("done") === "retried";
    const props = { ...found, paged: cursor !== undefined, retried, timeZone: frame.timeZone };
    const children = <FailedMessages {...props} />;
    return c.html(renderPage({ frame, title: "Mail that could not be sent", children }));
  })
  .post("/messages/retry", async (c) => {
    const form = await readForm(c);
    const id = textOf(form, "id");
    if (id || form["all"]) await retryFailed(c.var.ctx, id || null);
    return c.redirect(`${paths.messages}?done=retried`, 303);
  });
