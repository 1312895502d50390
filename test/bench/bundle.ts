import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

export const root = join(import.meta.dirname, "../..");
export const results = join(root, "test/.results");

/** The Worker as it would be deployed, one entry for each file; what it weighs is what has to be loaded. */
export type Bundle = { files: { name: string; content: Buffer }[]; gzipBytes: number };

/** Bundles what `web/dist` holds now. */
export function bundleWorker(): Bundle {
  const folder = join(results, "bundle");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const wrangler = createRequire(import.meta.url).resolve("wrangler");
  execFileSync(process.execPath, [wrangler, "deploy", "--dry-run", `--outdir=${folder}`], {
    cwd: root,
    env: { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const files = readdirSync(folder)
    .filter((name) => !/\.(map|md)$/.test(name))
    .map((name) => ({ name, content: readFileSync(join(folder, name)) }));
  return { files, gzipBytes: gzipSync(Buffer.concat(files.map(({ content }) => content))).length };
}
