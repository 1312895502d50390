import * as z from "zod";
import { isTimeZone } from "./domain/setting/rules.ts";
import { AppError } from "./errors.ts";

export type Env = Omit<Cloudflare.Env, "MAIL"> & { MAIL: Queue<MailJob> };

/** What travels through the queue: the ids of message rows, nothing of their content. */
export type MailJob = {
  ids: string[];
  /** When they were woken: a sweep may be told a later instant than the clock's. */
  at?: number;
};

/** How often, as a whole number in a text. */
const limit = z.coerce.number().int().min(1).max(1e6);
const text = z.string().min(1);
const secret = z.string().min(32, "needs at least 32 characters");

const Config = z
  .object({
    BASE_URL: z.url().transform((url) => url.replace(/\/+$/, "")),
    ADMIN_EMAIL: z.email(),
    MAIL_FROM: z
      .string()
      .regex(/^[^<>\r\n]+ <[^<>\s@]+@[^<>\s@]+>$|^[^<>\s@]+@[^<>\s@]+$/, "is not `Name <address>`"),
    SUPPLIER_NAME: text,
    TIME_ZONE: z.string().refine(isTimeZone, "is not an IANA time zone"),
    TOKEN_SECRET: secret,
    AUTH_SECRET: secret,
    /** Wraps the private keys of confidential rounds; only those ask for it. */
    SEALING_SECRET: secret.optional(),
    RESEND_API_KEY: text.optional(),
    RESEND_BASE_URL: z.url().optional(),
    /** Sign-in links asked for in a quarter of an hour: for one address, and from one place (an office may share one). */
    SIGN_IN_PER_ADDRESS: limit.default(5),
    SIGN_IN_PER_IP: limit.default(50),
    /** Requests a minute for one private link. What is sent off is never held back. */
    LINK_PER_MINUTE: limit.default(120),
    /** Requests a minute with one API token, and wrong tokens a minute from one place. */
    API_PER_MINUTE: limit.default(600),
    /** Signs what Resend reports of our mail; without it nothing is taken in. */
    RESEND_WEBHOOK_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/, "does not look like whsec_…")
      .optional(),
    /** The identity provider (OpenID Connect) that staff may sign in with: the first three or none. */
    OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
    OIDC_CLIENT_ID: text.optional(),
    OIDC_CLIENT_SECRET: text.optional(),
    /** What its button and pages call it. */
    OIDC_LABEL: text.max(60).default("your identity provider"),
    /** "1" on a run on one machine only: opens the outbox and the reusable sign-in links. */
    LOCAL: z.literal("1").optional(),
  })
  .refine((config) => config.LOCAL === "1" || config.RESEND_API_KEY !== undefined, {
    path: ["RESEND_API_KEY"],
    message: "is missing: without it no mail leaves",
  })
  .refine(
    ({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }) =>
      new Set([OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET].map((one) => one === undefined))
        .size === 1,
    { path: ["OIDC_ISSUER"], message: "goes with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET" },
  )
  .refine((config) => config.LOCAL === "1" || !config.OIDC_ISSUER?.startsWith("http:"), {
    path: ["OIDC_ISSUER"],
    message: "is not https",
  });

export type Config = z.infer<typeof Config>;

const parsed = new WeakMap<object, Config>();

/** Config of this deployment, checked at the first request. A missing or bad value names itself and stops. */
export function configOf(env: Env): Config {
  const known = parsed.get(env);
  if (known) return known;
  const result = Config.safeParse(env);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new AppError("misconfigured", `This deployment is not set up. ${faults.join("; ")}.`);
  }
  parsed.set(env, result.data);
  return result.data;
}
