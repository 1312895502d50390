import { createMiddleware } from "hono/factory";
import type { App } from "../context.ts";

const staffPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** For a staff page that shows pages of ours in frames. */
export const framing =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/** A mail has its styles inline; in its frame it runs and fetches nothing. */
export const mailInFrame =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups";

/** For a staff page inside such a frame: it posts nowhere. */
export const pageInFrame = staffPolicy
  .replace("form-action 'self'", "form-action 'none'")
  .replace("frame-ancestors 'none'", "frame-ancestors 'self'");

/** On every answer. A page with a policy of its own (the respondent's, with hashes) sets it before this runs. */
export const securityHeaders = createMiddleware<App>(async (c, next) => {
  await next();
  const headers = c.res.headers;
  const setMissing = (name: string, value: string) => headers.has(name) || headers.set(name, value);
  setMissing("Content-Security-Policy", staffPolicy);
  setMissing("Cache-Control", "no-store");
  headers.set("Referrer-Policy", "same-origin");
  headers.set("X-Content-Type-Options", "nosniff");
  setMissing("X-Frame-Options", "DENY");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
  headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
});
