import { renderPage } from "#web/document.tsx";
import { SessionsPage } from "#web/pages/session/sessions.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import { closeSession } from "../domain/session/actions.ts";
import { listOwnSessions, signOutEverywhere } from "../domain/session/actions-own.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

/** Everybody's own page about their access. */
export const sessionRoutes = new Hono<StaffApp>()
  .get(paths.sessions, requireStaff, async (c) => {
    const { ctx, frame } = c.var;
    const sessions = await listOwnSessions(ctx);
    const view = { email: ctx.actor.email, sessions, timeZone: frame.timeZone };
    const title = "Where you are signed in";
    return c.html(renderPage({ frame, title, children: <SessionsPage {...view} /> }));
  })
  .post(paths.sessionsEnd, requireStaff, sameOrigin, async (c) => {
    await signOutEverywhere(c.var.ctx);
    const cookies = await closeSession(c.var.ctx, c.req.raw.headers);
    // What prolonged the session on the way here is void.
    c.header("Set-Cookie", undefined);
    for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
    return c.redirect(paths.signIn, 303);
  });
