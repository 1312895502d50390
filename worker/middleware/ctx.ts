import { createMiddleware } from "hono/factory";
import type { App } from "../app.ts";
import { createCtx } from "../context.ts";

/** Everyone is a respondent until a session or an API token says otherwise. */
export const provideCtx = createMiddleware<App>(async (c, next) => {
  c.set("ctx", createCtx(c.env, { kind: "respondent" }));
  await next();
});
