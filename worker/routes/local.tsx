import { renderPage } from "#web/document.tsx";
import { SignInLinkPage } from "#web/pages/sign-in/link.tsx";
import { paths } from "#web/paths.ts";
import { Hono } from "hono";
import type { App } from "../context.ts";
import { findLocalStaff, signInLocally } from "../domain/session/actions-link.ts";
import { publicFrame } from "../middleware/frame.ts";
import { sameOrigin } from "../middleware/origin.ts";

/** Reusable sign-in links of a local run, as `npm start` prints them; elsewhere they do not exist. */
export const localRoutes = new Hono<App>()
  .get("/local/sign-in/:key", async (c) => {
    const { name } = await findLocalStaff(c.var.ctx, c.req.param("key"));
    const children = <SignInLinkPage action={c.req.path} to={paths.home} name={name} />;
    return c.html(renderPage({ frame: await publicFrame(c), title: "Sign in", children }));
  })
  .post("/local/sign-in/:key", sameOrigin, async (c) => {
    const cookies = await signInLocally(c.var.ctx, c.req.param("key"), c.req.raw.headers);
    for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
    return c.redirect(paths.home, 303);
  });
