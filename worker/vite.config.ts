import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";

const root = join(import.meta.dirname, "..");
const outside = "/node_modules/";

/**
 * Parts of libraries that nothing here calls, and what stands in their place; the files in `unused` say why. Parts of a
 * library come under their path in it, whole libraries under their name. Each must be met, so that the list ends with
 * the need for it.
 */
const unused: Record<string, string[]> = {
  "better-auth.ts": [
    "@better-auth/core/social-providers",
    "@better-auth/memory-adapter",
    "@better-auth/telemetry",
    "@better-auth/utils/password",
    "@noble/ciphers/chacha.js",
    "@noble/ciphers/utils.js",
    "@noble/hashes/hkdf.js",
    "@noble/hashes/sha2.js",
    "better-auth/dist/api/rate-limiter/index.mjs",
    "better-auth/dist/api/routes/account.mjs",
    "better-auth/dist/api/routes/callback.mjs",
    "better-auth/dist/api/routes/email-verification.mjs",
    "better-auth/dist/api/routes/error.mjs",
    "better-auth/dist/api/routes/ok.mjs",
    "better-auth/dist/api/routes/password.mjs",
    "better-auth/dist/api/routes/sign-in.mjs",
    "better-auth/dist/api/routes/sign-up.mjs",
    "better-auth/dist/api/routes/update-session.mjs",
    "better-auth/dist/api/routes/update-user.mjs",
    "better-call/dist/openapi.mjs",
    "jose",
    "jose/errors",
    "rou3",
  ],
  "postal-mime.ts": ["postal-mime"],
};

const replacements = new Map(
  Object.entries(unused).flatMap(([file, parts]) =>
    parts.map((part) => [part, join(import.meta.dirname, "unused", file)] as const),
  ),
);

const leaveOut: Plugin = {
  name: "leave-out-unused",
  enforce: "pre",
  async resolveId(source, importer) {
    const whole = replacements.get(source);
    if (whole || !importer?.includes(outside) || !source.startsWith(".")) return whole ?? null;
    const file = join(importer, "..", source).split(outside).at(-1)!;
    return replacements.get(file) ?? null;
  },
};

/** Style and script of the respondent's page are text in the Worker. */
const asText: Plugin = {
  name: "as-text",
  enforce: "pre",
  async resolveId(source, importer) {
    if (!/\.(css|txt)$/.test(source)) return null;
    const file = await this.resolve(source, importer, { skipSelf: true });
    // With an ending of its own, so that vite takes style for text as well.
    return file && `\0${file.id}.text`;
  },
  load(id) {
    if (!id.startsWith("\0") || !id.endsWith(".text")) return null;
    const file = id.slice(1, -".text".length);
    this.addWatchFile(file);
    return `export default ${JSON.stringify(readFileSync(file, "utf8"))}`;
  },
};

/** The Worker as it is deployed. What is behind an `import()` is a file of its own: the runtime reads it when it is called. */
export default defineConfig({
  root,
  logLevel: "warn",
  publicDir: false,
  plugins: [leaveOut, asText],
  resolve: { conditions: ["workerd", "worker", "browser", "module"] },
  ssr: {
    noExternal: true,
    target: "webworker",
    resolve: { conditions: ["workerd", "worker", "browser", "module"] },
  },
  build: {
    ssr: "worker/index.ts",
    outDir: "web/dist/worker",
    emptyOutDir: true,
    target: "es2024",
    minify: true,
    rolldownOptions: {
      // What is exported beside the surface, the runtime would take for more of it.
      preserveEntrySignatures: "strict",
      external: [/^(node|cloudflare):/, "crypto"],
      treeshake: { manualPureFunctions: ["z"] },
      output: {
        codeSplitting: {
          groups: [
            { name: "front", test: /\/worker\/front\.ts$/, priority: 2 },
            { name: "app", test: /\/worker\/app\.ts$/, priority: 1 },
          ],
        },
        entryFileNames: "[name].mjs",
        chunkFileNames: "[name].mjs",
      },
    },
  },
});
