import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { insteadOfParts } from "./instead/plugin.ts";

const root = join(import.meta.dirname, "..");
const conditions = ["workerd", "worker", "browser", "module"];

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

/** The Worker as it is deployed: what is behind an `import()` is in a file that the runtime reads when it comes to it. */
export default defineConfig({
  root,
  logLevel: "warn",
  publicDir: false,
  plugins: [insteadOfParts(), asText],
  resolve: { conditions },
  ssr: { noExternal: true, target: "webworker", resolve: { conditions } },
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
      // To make a schema changes nothing: one that nobody asks for is left out.
      treeshake: { manualPureFunctions: ["z"], propertyReadSideEffects: false },
      output: {
        // Each with all it imports that is not in one before. More files than these would weigh more: what they share has names.
        codeSplitting: {
          groups: [
            { name: "front", test: /\/worker\/front\.ts$/, priority: 3 },
            { name: "app", test: /\/worker\/(app|jobs\/(mail|sweeps))\.ts$/, priority: 2 },
            { name: "auth", test: /\/worker\/auth\.ts$/, priority: 1 },
          ],
        },
        entryFileNames: "[name].mjs",
        chunkFileNames: "[name].mjs",
      },
    },
  },
});
