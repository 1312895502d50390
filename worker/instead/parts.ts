// Parts of libraries that are not in the Worker, by where their files stand in `node_modules`. Each has to be met when the
// Worker is built, so that these lists end with the need for them.

/** better-auth also signs in through social networks and by password, verifies addresses, and has pages for all that. */
const otherWaysIn = [
  "better-auth/dist/api/routes/account.mjs",
  "better-auth/dist/api/routes/callback.mjs",
  "better-auth/dist/api/routes/email-verification.mjs",
  "better-auth/dist/api/routes/error.mjs",
  "better-auth/dist/api/routes/ok.mjs",
  "better-auth/dist/api/routes/password.mjs",
  "@better-auth/utils/dist/password.node.mjs",
];

/** JWTs and ciphers are for a cache of sessions in cookies, which is off. */
const cookieCache = [
  "@noble/ciphers/chacha.js",
  "@noble/ciphers/utils.js",
  "@noble/hashes/hkdf.js",
  "@noble/hashes/sha2.js",
  "better-auth/dist/cookies/jwt.mjs",
  "better-auth/dist/crypto/jwt.mjs",
];

/** Our routes call better-auth's functions: it answers no request of its own, and describes nothing. */
const ownRouter = [
  "better-call/dist/openapi.mjs",
  "better-call/dist/router.mjs",
  "better-call/dist/to-response.mjs",
];

/** Queries here are spelled as selections and joins: none goes along relations. */
const relations = ["drizzle-orm/relations.js", "drizzle-orm/sqlite-core/query-builders/query.js"];

/** The description of the API is made by the build. */
const jsonSchema = ["zod/v4/core/json-schema-processors.js"];

/** Whoever calls one of their functions all the same gets an error. */
export const refused = [...otherWaysIn, ...cookieCache, ...ownRouter, ...relations, ...jsonSchema];

/** The same for what is made first and called later: then it gives an error. */
export const absent = [
  "zod/v4/core/to-json-schema.js",
  "better-auth/dist/api/routes/sign-in.mjs",
  "better-auth/dist/api/routes/sign-up.mjs",
  "better-auth/dist/api/routes/update-session.mjs",
  "better-auth/dist/api/routes/update-user.mjs",
];

/** These have a file of this folder in their place, which says why. */
export const replaced: Record<string, string> = {
  "@better-auth/core/dist/social-providers/index.mjs": "better-auth.ts",
  "@better-auth/memory-adapter/dist/index.mjs": "better-auth.ts",
  "@better-auth/telemetry/dist/index.mjs": "better-auth.ts",
  "@better-auth/core/dist/db/database-index.mjs": "better-auth.ts",
  "@better-auth/core/dist/env/color-depth.mjs": "better-auth.ts",
  "better-auth/dist/api/rate-limiter/index.mjs": "better-auth.ts",
  "@stablelib/base64/lib/base64.js": "standardwebhooks.ts",
  "fast-sha256/sha256.js": "standardwebhooks.ts",
  "zod/v4/core/memoizer.js": "zod.ts",
};

/**
 * Of these, less is left: of Resend's API we send mails and check what its webhook tells; drizzle's dialect puts no
 * query along relations together; no text is asked to be an emoji, a token or an id of some kind.
 */
export const trimmed: Record<string, (code: string) => string> = {
  "zod/v4/classic/schemas.js": (code) =>
    code.replaceAll(
      /^ {4}(?!email|url)\w+\(params\) \{\n {8}return this\.check\(core\._\w+\(Zod\w+, params\)\);\n {4}\},\n/gm,
      "",
    ),
  "drizzle-orm/sqlite-core/dialect.js": (code) =>
    code.replace(/\n  buildRelationalQuery\([\s\S]*?\n  \}(?=\n)/, ""),
  "resend/dist/index.mjs": (code) =>
    code.replaceAll(/this\.(?!emails|batch|webhooks)\w+ = new [\w$]+\((this|resend)\);/g, ""),
};
