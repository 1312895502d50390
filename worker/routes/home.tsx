import { Hono } from "hono";
import { renderPage } from "#web/document.tsx";
import { HomePage } from "#web/pages/home/home.tsx";
import { requireStaff, type StaffApp } from "../middleware/staff.ts";

export const homeRoutes = new Hono<StaffApp>().get("/", requireStaff, (c) =>
  c.html(
    renderPage({
      frame: c.var.frame,
      title: "Home",
      children: <HomePage viewer={c.var.ctx.actor.name} />,
    }),
  ),
);
