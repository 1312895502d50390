import { Hono } from "hono";
import { renderPage } from "#web/document.tsx";
import { HomePage } from "#web/pages/home/home.tsx";
import { findToday } from "../domain/home/actions.ts";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

export const homeRoutes = new Hono<StaffApp>().get("/", requireStaff, async (c) => {
  const { ctx, frame } = c.var;
  const today = await findToday(ctx, frame.timeZone);
  const props = { today, now: ctx.now, timeZone: frame.timeZone, role: ctx.actor.role };
  return c.html(renderPage({ frame, title: "Today", children: <HomePage {...props} /> }));
});
