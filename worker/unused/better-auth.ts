import * as z from "zod";

// In the place of parts of better-auth (see `worker/vite.config.ts`): sign-in through social networks and by password,
// accounts, verification of addresses and all the pages about them, which nobody here uses; telemetry, which is off;
// a store in memory; and the JWTs and ciphers that only those and a cookie cache need. Without them the Worker is
// 70 kB lighter; who calls them all the same is refused by an error.

export const socialProviders = {};
export const SocialProviderListEnum = z.string();

export const createTelemetry = async () => ({ publish: async () => {} });

export const memoryAdapter = () => null;

/** Off by our settings, but asked on every request. */
export const onRequestRateLimit = async () => undefined;

const unused = (): never => {
  throw new Error(
    "This part of better-auth is not in the Worker: see worker/unused/better-auth.ts.",
  );
};
/** What makes an endpoint at the start; the endpoint is unused. */
const absent = () => unused;

export {
  absent as signInEmail,
  absent as signInSocial,
  absent as signUpEmail,
  absent as updateSession,
  absent as updateUser,
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
  unused as accountInfo,
  unused as getAccessToken,
  unused as linkSocialAccount,
  unused as listUserAccounts,
  unused as refreshToken,
  unused as unlinkAccount,
  unused as callbackOAuth,
  unused as changeEmail,
  unused as changePassword,
  unused as deleteUser,
  unused as deleteUserCallback,
  unused as setPassword,
  unused as error,
  unused as ok,
  unused as requestPasswordReset,
  unused as requestPasswordResetCallback,
  unused as resetPassword,
  unused as verifyPassword,
  unused as createEmailVerificationToken,
  unused as sendVerificationEmail,
  unused as sendVerificationEmailFn,
  unused as verifyEmail,
  unused as generator,
  unused as getHTML,
  unused as hashPassword,
  unused as hkdf,
  unused as sha256,
  unused as addRoute,
  unused as createRouter,
  unused as findAllRoutes,
  unused as findRoute,
};
