import { Buffer } from "node:buffer";

/**
 * What a token may open: one person's survey, or the record of a conversation with them, their page about a report or plan, a report's team view, the page
 * that stops all mail, a staff member's test page or calendar, an API, a session (once, by mail; or again and again, in a local run).
 * `attempt` opens nothing: it is what too many tries are counted under. `oidc` proves that a browser has begun to sign in with the identity
 * provider, `identity` names an account there. `sealed` opens nothing: it is where sealed answers are kept, known again only by who sends them again.
 * `sent` opens nothing: under it we note outside of the database what went out. `record` is the id of what there is
 * one of for a round or account and a person: made again, it is the same, and so are its links.
 */
type TokenKind =
  | "survey"
  | "opt-out"
  | "conversation"
  | "client"
  | "sealed"
  | "sent"
  | "record"
  | "share"
  | "test"
  | "webhook-event"
  | "calendar"
  | "api"
  | "sign-in"
  | "local-sign-in"
  | "oidc"
  | "identity"
  | "attempt";

/** Tokens are derived, never stored; the database keeps their hash. */
export type Tokens = {
  /** 22 base64url characters (128 bits) of HMAC-SHA-256(TOKEN_SECRET, kind|id|version). */
  make(kind: TokenKind, id: string, version?: number): Promise<string>;
  /** SHA-256 of a token, base64url: what is looked up. */
  hash(token: string): Promise<string>;
  /** Keyed hash of an email address: survives erasure without saying who it was. */
  hashAddress(address: string): Promise<string>;
  /** The secret that signs what a webhook is told, as Standard Webhooks writes it: `whsec_` and 32 bytes in base64. */
  signingSecret(endpointId: string, version: number): Promise<string>;
};

const encoder = new TextEncoder();
const toText = (buffer: ArrayBuffer, bytes = buffer.byteLength) =>
  Buffer.from(buffer, 0, bytes).toString("base64url");

const keys = new Map<string, Promise<CryptoKey>>();

function hmacKey(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known) return known;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  keys.set(secret, key);
  return key;
}

export function createTokens(secret: string): Tokens {
  const sign = async (value: string) =>
    crypto.subtle.sign("HMAC", await hmacKey(secret), encoder.encode(value));
  return {
    make: async (kind, id, version = 1) => toText(await sign(`${kind}|${id}|${version}`), 16),
    hash: async (token) => toText(await crypto.subtle.digest("SHA-256", encoder.encode(token))),
    hashAddress: async (address) => toText(await sign(`address|${address.trim().toLowerCase()}`)),
    signingSecret: async (endpointId, version) =>
      `whsec_${Buffer.from(await sign(`webhook|${endpointId}|${version}`)).toString("base64")}`,
  };
}
