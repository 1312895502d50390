import { renderPage } from "#web/document.tsx";
import { SignInLinkPage, SpentLinkPage } from "#web/pages/sign-in/link.tsx";
import { NotSignedInPage, ToProviderPage } from "#web/pages/sign-in/provider.tsx";
import { SignInPage, SignInSentPage } from "#web/pages/sign-in/sign-in.tsx";
import { paths } from "#web/paths.ts";
import type { Context } from "hono";
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { VNode } from "preact";
import type { App } from "../context.ts";
import { closeSession, findSignedInStaff } from "../domain/session/actions.ts";
import { admitSignIn } from "../domain/session/actions-limit.ts";
import { beginOidc, finishOidc, ownClient } from "../domain/session/actions-oidc.ts";
import { requestSignInLink, signInByLink } from "../domain/session/actions-link.ts";
import { safePath, signInMinutes } from "../domain/session/rules.ts";
import { SignInRequest } from "../domain/session/schema.ts";
import type { Refusal } from "../errors.ts";
import { publicFrame } from "../middleware/frame.ts";
import { sameOrigin } from "../middleware/origin.ts";
import { readForm, textOf } from "../middleware/form.ts";
import { clientOf } from "../oidc.ts";

const page = async (
  c: Context<App>,
  title: string,
  children: VNode,
  status: 200 | 403 | 410 | 422 | 502 = 200,
) => c.html(renderPage({ frame: await publicFrame(c), title, children }), status);

const providerOf = (c: Context<App>) => clientOf(c.var.ctx.config)?.label;
const refusalStatus: Record<string, 410 | 502> = { ended: 410, provider: 502 };
const notSignedIn = (c: Context<App>, { reason, message }: Refusal) =>
  page(c, "Not signed in", <NotSignedInPage message={message} />, refusalStatus[reason] ?? 403);

/** What a browser holds between leaving for the identity provider and coming back. */
const begunCookie = (c: Context<App>) => {
  const secure = c.var.ctx.config.BASE_URL.startsWith("https:");
  const options = { secure, httpOnly: true, sameSite: "Lax", path: "/" } as const;
  return { name: secure ? "__Host-oidc" : "oidc", options };
};

export const signInRoutes = new Hono<App>()
  .get("/sign-in", async (c) => {
    const to = safePath(c.req.query("to"));
    const local = c.var.ctx.config.LOCAL === "1";
    if (c.req.query("sent") !== undefined)
      return page(c, "Look into your mail", <SignInSentPage local={local} />);
    if (await findSignedInStaff(c.var.ctx, c.req.raw.headers)) return c.redirect(to, 303);
    const provider = providerOf(c);
    return page(c, "Sign in", <SignInPage to={to} local={local} provider={provider} />);
  })
  .post("/sign-in", sameOrigin, async (c) => {
    const form = await readForm(c);
    const { data, error } = SignInRequest.safeParse(form);
    if (error) {
      const errors = [
        {
          field: "email",
          message: "This must look like name@example.com, with one @ and no spaces.",
        },
      ];
      const to = safePath(textOf(form, "to"));
      const props = { email: textOf(form, "email"), to, errors, provider: providerOf(c) };
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
  .post(paths.oidc, sameOrigin, async (c) => {
    const { label } = ownClient(c.var.ctx);
    const to = safePath(textOf(await readForm(c), "to"));
    const outcome = await beginOidc(c.var.ctx, to, c.req.header("cf-connecting-ip"));
    if (!outcome.ok) return notSignedIn(c, outcome);
    const { name, options } = begunCookie(c);
    setCookie(c, name, outcome.begun, { ...options, maxAge: 60 * signInMinutes });
    // A redirect of a form would need every address the provider may lead on to in our policy.
    c.header("Refresh", `0; url=${outcome.url}`);
    return page(c, "Sign in", <ToProviderPage label={label} url={outcome.url} />);
  })
  .get(paths.oidcCallback, async (c) => {
    const { name, options } = begunCookie(c);
    const begun = getCookie(c, name);
    const outcome = await finishOidc(c.var.ctx, begun, c.req.query(), c.req.raw.headers);
    if (begun !== undefined) deleteCookie(c, name, options);
    if (!outcome.ok) return notSignedIn(c, outcome);
    for (const cookie of outcome.cookies) c.header("Set-Cookie", cookie, { append: true });
    return c.redirect(outcome.to, 303);
  })
  .post("/sign-out", sameOrigin, async (c) => {
    const cookies = await closeSession(c.var.ctx, c.req.raw.headers);
    for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
    return c.redirect(paths.signIn, 303);
  });
