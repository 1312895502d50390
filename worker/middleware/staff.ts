import type { Frame } from "#web/document.tsx";
import { createMiddleware } from "hono/factory";
import { createCtx, type StaffCtx, type App } from "../context.ts";
import { loadSettings } from "../domain/setting/actions.ts";
import { findSignedInStaff } from "../domain/session/actions.ts";
import { paths } from "#web/paths.ts";
import { AppError } from "../errors.ts";

export type StaffApp = App & { Variables: { ctx: StaffCtx; frame: Frame } };

/** Lets signed-in staff through, with their frame; sends everyone else to sign in. */
export const requireStaff = createMiddleware<StaffApp>(async (c, next) => {
  const signedIn = await findSignedInStaff(c.var.ctx, c.req.raw.headers);
  if (!signedIn) {
    if (c.req.method === "GET")
      return c.redirect(`${paths.signIn}?to=${encodeURIComponent(c.req.path)}`);
    throw new AppError("unauthenticated", "You are signed out. Sign in and send this again.");
  }
  for (const cookie of signedIn.cookies) c.header("Set-Cookie", cookie, { append: true });
  const ctx = createCtx(c.env, signedIn.actor) as StaffCtx;
  const settings = await loadSettings(ctx);
  c.set("ctx", ctx);
  c.set("frame", {
    supplierName: settings.supplierName,
    timeZone: settings.timeZone,
    path: c.req.path,
    viewer: { name: signedIn.actor.name, role: signedIn.actor.role },
    local: ctx.config.LOCAL === "1",
  });
  return next();
});

/** For pages of one role only. */
export const requireRole = (...roles: StaffCtx["actor"]["role"][]) =>
  createMiddleware<StaffApp>(async (c, next) => {
    if (!roles.includes(c.var.ctx.actor.role))
      throw new AppError("forbidden", "Your role does not include this page.");
    await next();
  });
