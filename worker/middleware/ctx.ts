import { createMiddleware } from "hono/factory";
import { createCtx, type App } from "../context.ts";

/** Everyone is a respondent until a session or an API token says otherwise. */
export const provideCtx = createMiddleware<App>(async (c, next) => {
  c.set("ctx", createCtx(c.env, { kind: "respondent" }));
  await next();
});
