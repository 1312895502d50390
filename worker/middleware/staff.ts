import type { Frame } from "#web/document.tsx";
import { getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { createCtx, type StaffCtx, type App } from "../context.ts";
import { noteSettings } from "../domain/setting/actions.ts";
import { findSignedInStaff } from "../domain/session/actions.ts";
import { paths } from "#web/paths.ts";
import { AppError } from "../errors.ts";
import { readNearby } from "../replicas.ts";

export type StaffApp = App & { Variables: { ctx: StaffCtx; frame: Frame } };

/** Lets signed-in staff through, with their frame; sends everyone else to sign in. */
export const requireStaff = createMiddleware<StaffApp>(async (c, next) => {
  const signedIn = await findSignedInStaff(c.var.ctx, c.req.raw.headers);
  if (!signedIn) {
    if (isRead(c.req.method))
      return c.redirect(`${paths.signIn}?to=${encodeURIComponent(c.req.path)}`);
    throw new AppError("unauthenticated", "You are signed out. Sign in and send this again.");
  }
  for (const cookie of signedIn.cookies) c.header("Set-Cookie", cookie, { append: true });
  // Who may come in was asked of the original; what they look at may come from a copy.
  const nearby = readNearby(c.env, { seen: getCookie(c, "seen"), writes: !isRead(c.req.method) });
  const ctx = { ...createCtx(c.env, signedIn.actor), ...(nearby && { db: nearby.db }) } as StaffCtx;
  const settings = noteSettings(ctx, signedIn.settings);
  c.set("ctx", ctx);
  c.set("frame", {
    supplierName: settings.supplierName,
    timeZone: settings.timeZone,
    path: c.req.path,
    viewer: { name: signedIn.actor.name, role: signedIn.actor.role },
    local: ctx.config.LOCAL === "1",
  });
  await next();
  const bookmark = nearby?.bookmark();
  if (bookmark) setCookie(c, "seen", bookmark, { ...kept, secure: isSecure(ctx) });
  return undefined;
});

const isRead = (method: string) => method === "GET" || method === "HEAD";
/** Copies are seconds behind; what somebody did ten minutes ago they have heard of. */
const kept = { httpOnly: true, sameSite: "Lax", path: "/", maxAge: 600 } as const;
const isSecure = ({ config }: StaffCtx) => config.BASE_URL.startsWith("https:");

/** For pages of one role only. */
export const requireRole = (...roles: StaffCtx["actor"]["role"][]) =>
  createMiddleware<StaffApp>(async (c, next) => {
    if (!roles.includes(c.var.ctx.actor.role))
      throw new AppError("forbidden", "Your role does not include this page.");
    await next();
  });
