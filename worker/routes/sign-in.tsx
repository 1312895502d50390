import { renderPage } from "#web/document.tsx";
import { SignInLinkPage, SpentLinkPage } from "#web/pages/sign-in/link.tsx";
import { SignInPage, SignInSentPage } from "#web/pages/sign-in/sign-in.tsx";
import { paths } from "#web/paths.ts";
import type { Context } from "hono";
import { Hono } from "hono";
import type { VNode } from "preact";
import type { App } from "../context.ts";
import { closeSession, findSignedInStaff } from "../domain/session/actions.ts";
import { admitSignIn } from "../domain/session/actions-limit.ts";
import { requestSignInLink, signInByLink } from "../domain/session/actions-link.ts";
import { safePath } from "../domain/session/rules.ts";
import { SignInRequest } from "../domain/session/schema.ts";
import { publicFrame } from "../middleware/frame.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { readForm, textOf } from "../middleware/form.ts";

const page = async (
  c: Context<App>,
  title: string,
  children: VNode,
  status: 200 | 410 | 422 = 200,
) => c.html(renderPage({ frame: await publicFrame(c), title, children }), status);

export const signInRoutes = new Hono<App>()
  .get("/sign-in", async (c) => {
    const to = safePath(c.req.query("to"));
    const local = c.var.ctx.config.LOCAL === "1";
    if (c.req.query("sent") !== undefined)
      return page(c, "Look into your mail", <SignInSentPage local={local} />);
    if (await findSignedInStaff(c.var.ctx, c.req.raw.headers)) return c.redirect(to, 303);
    return page(c, "Sign in", <SignInPage to={to} local={local} />);
  })
  .post("/sign-in", sameOrigin, async (c) => {
    const form = await readForm(c);
    const { data, error } = SignInRequest.safeParse(form);
    if (error) {
      const errors = [{ field: "email", message: "This is not an email address." }];
      const props = { email: textOf(form, "email"), to: safePath(textOf(form, "to")), errors };
      return page(c, "Sign in", <SignInPage {...props} />, 422);
    }
    await admitSignIn(c.var.ctx, data.email, c.req.header("cf-connecting-ip"));
    c.executionCtx.waitUntil(requestSignInLink(c.var.ctx, data));
    return c.redirect(`${paths.signIn}?sent`, 303);
  })
  .get("/sign-in/:token", (c) => {
    const props = { action: c.req.path, to: safePath(c.req.query("to")) };
    return page(c, "Sign in", <SignInLinkPage {...props} />);
  })
  .post("/sign-in/:token", sameOrigin, async (c) => {
    const to = safePath(textOf(await readForm(c), "to"));
    const cookies = await signInByLink(c.var.ctx, c.req.param("token"), c.req.raw.headers);
    if (!cookies) return page(c, "This link has ended", <SpentLinkPage to={to} />, 410);
    for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
    return c.redirect(to, 303);
  })
  .post("/sign-out", sameOrigin, async (c) => {
    const cookies = await closeSession(c.var.ctx, c.req.raw.headers);
    for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
    return c.redirect(paths.signIn, 303);
  });
