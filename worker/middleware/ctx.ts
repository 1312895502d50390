import { createMiddleware } from "hono/factory";
import { createCtx, type App } from "../context.ts";

/**
 * Everyone is a respondent until a session or an API token says otherwise. Their mail is woken after they have their
 * answer: the rows are written by then, and the sweep wakes what a lost call would have.
 */
export const provideCtx = createMiddleware<App>(async (c, next) => {
  const ctx = createCtx(c.env, { kind: "respondent" });
  const wake = async (ids: string[]) => c.executionCtx.waitUntil(ctx.mail.wake(ids));
  c.set("ctx", { ...ctx, mail: { wake } });
  await next();
});
