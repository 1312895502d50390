import * as z from "zod";

/** What we need of a provider's description of itself (OpenID Connect Discovery 1.0). */
export const Provider = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
export type Provider = z.infer<typeof Provider>;

/** What a provider says of an address; where it does not say whether it has verified it, its word is taken. */
export const Address = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().trim().toLowerCase().optional(),
  /** Some providers say it in words. */
  email_verified: z.union([z.boolean(), z.string()]).optional(),
});
export type Address = z.infer<typeof Address>;

export const Claims = Address.extend({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  exp: z.number(),
  nonce: z.string(),
});
export type Claims = z.infer<typeof Claims>;

/** Clocks of two houses differ. */
const leeway = 60;

/**
 * Why a token does not prove to us who somebody is, by the name of the claim that is wrong (OpenID Connect Core
 * 3.1.3.7); null when it does.
 */
export function distrust(
  { iss, aud, azp, exp, nonce }: Claims,
  expected: { issuer: string; clientId: string; nonce: string; now: Date },
): string | null {
  const audience = [aud].flat();
  if (iss !== expected.issuer) return "issuer";
  if (!audience.includes(expected.clientId)) return "audience";
  // A token for several says for which of them it was made.
  if ((audience.length > 1 || azp !== undefined) && azp !== expected.clientId) return "audience";
  if (exp + leeway <= expected.now.getTime() / 1000) return "expiry";
  return nonce === expected.nonce ? null : "nonce";
}

/** Why nobody was signed in, to whom it happened; `label` is what we call the provider. */
export const notSignedIn = {
  ended: () =>
    "This sign-in was begun in another browser or more than ten minutes ago, or it is over already. Begin again here.",
  denied: (label: string) => `It was cancelled or refused at ${label}.`,
  provider: (label: string) =>
    `The answer of ${label} did not arrive or did not prove who you are. If it stays so, tell whoever looks after your deployment: the log says what was wrong.`,
  unverified: (label: string) => `Your address is not verified at ${label}.`,
  unknown: (label: string) =>
    `Nobody has access with the address that you have at ${label}. An admin can invite you.`,
  another: (label: string) =>
    `You are known here with another account of ${label}. An admin who deactivates you and lets you in again makes room for this one.`,
} satisfies Record<string, (label: string) => string>;
