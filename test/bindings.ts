import { env as bound } from "cloudflare:workers";
import type { Env, MailJob } from "#worker/env.ts";

/** What test/vitest.config.ts binds beside what wrangler.toml names, and what a deployment may have been given. */
type Bindings = Env & {
  ATTACK: string;
  LIFE_PEOPLE: string;
  MIGRATIONS: { name: string; queries: string[] }[];
  LOCAL?: string | undefined;
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_CLIENT_SECRET?: string | undefined;
  OIDC_LABEL?: string;
  RESEND_API_KEY?: string;
  RESEND_BASE_URL?: string;
  RESEND_WEBHOOK_SECRET?: string;
  SEALING_SECRET?: string | undefined;
};
export type Overrides = Partial<Omit<Bindings, "MAIL">> & {
  MAIL?: { send: (job: MailJob) => Promise<void> };
};

export const env = bound as Bindings; // -- The generated types know wrangler.toml only.

/** Of what is tried in many ways, `npm run attack` tries all. */
export const long = env.ATTACK === "1";

/** The bindings of a deployment that is set up otherwise. */
export const bindings = (overrides: Overrides): Env => ({ ...env, ...overrides }) as Bindings; // -- Of a queue the Worker knows how to send.
