import { createMiddleware } from "hono/factory";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses a state change that another site's page sent with our cookie. Every browser says where a POST comes
 * from, by `Origin` or `Sec-Fetch-Site`; what says neither is a program that holds the cookie itself.
 */
export const sameOrigin = createMiddleware<App>(async (c, next) => {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site") ?? "same-origin";
  const foreign =
    (origin !== undefined && origin !== new URL(c.req.url).origin) ||
    !["same-origin", "none"].includes(site);
  if (foreign && !safeMethods.includes(c.req.method))
    throw new AppError("forbidden", "This form was sent from another site and was not accepted.");
  await next();
});
