import * as z from "zod";

// In the place of parts of better-auth (see `wrangler.toml`): sign-in through social networks, which nobody here
// uses, telemetry, which is off, a store in memory, and the JWTs and ciphers that only those and a cookie cache
// need. Without them the Worker is 40 kB lighter; who calls them all the same is refused by an error.

export const socialProviders = {};
export const SocialProviderListEnum = z.string();

export const createTelemetry = async () => ({ publish: async () => {} });

export const memoryAdapter = () => null;

const unused = (): never => {
  throw new Error("This part of better-auth is not in the Worker: see worker/auth-unused.ts.");
};
export {
  unused as EncryptJWT,
  unused as SignJWT,
  unused as UnsecuredJWT,
  unused as base64url,
  unused as calculateJwkThumbprint,
  unused as createLocalJWKSet,
  unused as decodeProtectedHeader,
  unused as errors,
  unused as importJWK,
  unused as importPKCS8,
  unused as jwtDecrypt,
  unused as jwtVerify,
  unused as JWTExpired,
  unused as bytesToHex,
  unused as hexToBytes,
  unused as managedNonce,
  unused as utf8ToBytes,
  unused as xchacha20poly1305,
};
