import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { createCtx, type StaffCtx, type App } from "../context.ts";
import { networkOf } from "../domain/session/rules.ts";
import { findTokenHolder } from "../domain/token/actions.ts";
import { AppError } from "../errors.ts";
import { perMinute } from "./pace.ts";

export type ApiApp = App & { Variables: { ctx: StaffCtx } };

/** Bearer token → the staff member it belongs to. A read token refuses everything but GET and HEAD. */
export const requireToken = createMiddleware<ApiApp>(async (c, next) => {
  const token = /^Bearer +([\w-]{10,200})$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const actor = token && (await findTokenHolder(c.var.ctx, token));
  if (!actor) {
    // Held against the place it came from: who has a good token there is not held back by another's guesses.
    const place = networkOf(c.req.header("cf-connecting-ip") ?? "");
    if (token) await limit(c, `place ${place}`, "Wrong tokens were sent from here");
    c.header("WWW-Authenticate", "Bearer");
    throw new AppError(
      "unauthenticated",
      "Send a valid API token as `Authorization: Bearer TOKEN`.",
    );
  }
  await limit(c, actor.tokenId, "This token made requests");
  if (actor.scope === "read" && !["GET", "HEAD"].includes(c.req.method))
    throw new AppError("forbidden", "This token may only read.");
  c.set("ctx", createCtx(c.env, actor) as StaffCtx);
  await next();
});

const askedThisMinute = perMinute();

/** Holds a key to so many requests a minute as is configured (600). */
async function limit(c: Context<ApiApp>, key: string, what: string): Promise<void> {
  const { config, now } = c.var.ctx;
  const tooOften = askedThisMinute(key, now) > config.API_PER_MINUTE;
  if (tooOften || !(await c.env.API_LIMIT.limit({ key })).success)
    throw new AppError(
      "rate_limited",
      `${what} more than ${config.API_PER_MINUTE} times within a minute.`,
    );
}

/**
 * Bodies are JSON, and say so: without a type the validators would take one for no body at all. A call may come
 * without any, whatever type it claims; the import alone takes CSV and checks that itself.
 */
export const requireJson = createMiddleware<ApiApp>(async (c, next) => {
  const isJson = /^application\/(\w+\+)?json\s*(;|$)/i.test(c.req.header("content-type") ?? "");
  const isImport = c.req.path.endsWith("/contacts/import");
  if (!isJson && !isImport && c.req.raw.body && (await c.req.text()) !== "")
    throw new AppError("unsupported", "Send the body as `Content-Type: application/json`.");
  await next();
});
