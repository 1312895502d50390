import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildWorker } from "#worker/local/build.ts";

export const root = join(import.meta.dirname, "../..");
export const results = join(root, "test/.results");

/** The Worker as it would be deployed, file by file; its weight is counted as `wrangler deploy` counts it. */
export type Bundle = { files: { name: string; content: Buffer }[]; gzipBytes: number };

/** Builds the Worker around what `web/dist` holds now. */
export async function bundleWorker(): Promise<Bundle> {
  const built = await buildWorker();
  const files = built.map(({ name, code }) => ({ name, content: Buffer.from(code) }));
  return { files, gzipBytes: gzipSync(Buffer.concat(files.map(({ content }) => content))).length };
}
