import * as tables from "#db/schema.ts";
import { betterAuth } from "better-auth/minimal";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { magicLink } from "better-auth/plugins/magic-link";
import type { Ctx } from "./context.ts";
import { idleSeconds, renewalSeconds, signInMinutes } from "./domain/session/rules.ts";

const signInLinkLifetime = signInMinutes * 60;

/** Called with nothing but the fact: the link itself is derived again when its mail is sent. */
type Deliver = (email: string) => Promise<void>;

/**
 * better-auth, held to one way in: a link by mail, made by us, opened by a button. `token` is the next
 * link's token; its hash is all that is stored.
 */
export function createAuth(ctx: Ctx, link?: { token: string; deliver: Deliver }) {
  const secure = ctx.config.BASE_URL.startsWith("https:");
  return betterAuth({
    appName: "Cleargrade",
    baseURL: ctx.config.BASE_URL,
    basePath: "/auth",
    secret: ctx.config.AUTH_SECRET,
    database: drizzleAdapter(ctx.db, {
      provider: "sqlite",
      schema: {
        user: tables.staff,
        session: tables.session,
        account: tables.credential,
        verification: tables.verification,
      },
    }),
    user: {
      additionalFields: {
        role: { type: "string", required: true, input: false },
        deactivatedAt: { type: "date", required: false, input: false },
      },
    },
    session: { expiresIn: idleSeconds, updateAge: renewalSeconds },
    plugins: [
      magicLink({
        expiresIn: signInLinkLifetime,
        disableSignUp: true,
        storeToken: "hashed",
        generateToken: () => link?.token ?? ctx.newId(),
        sendMagicLink: ({ email }) => link?.deliver(email),
      }),
    ],
    // Both would sign somebody in on a GET or answer in a way that tells known from unknown addresses.
    disabledPaths: ["/magic-link/verify", "/sign-in/magic-link"],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      database: { generateId: () => ctx.newId() },
      // Names with a prefix of its own would not be `__Host-`; the cookie is secure by its attributes.
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: secure ? "__Host-session" : "session",
          attributes: { secure, httpOnly: true, sameSite: "lax", path: "/" },
        },
      },
    },
  });
}
