import { build } from "vite";

const web = [
  { configFile: "web/vite.config.ts" },
  { configFile: "web/vite.config.ts", mode: "inline" },
];
const worker = { configFile: "worker/vite.config.ts" };

/** Builds style, scripts, and the Worker around them; when watching, again whatever is saved. */
export async function buildAll(watch = false): Promise<void> {
  forProduction();
  const kinds = [...web, worker];
  for (const kind of kinds) await build(kind);
  if (watch) for (const kind of kinds) await build({ ...kind, build: { watch: {} } });
}

/** Builds the Worker alone, around what `web/dist` holds, into a folder of the caller's. Gives its files. */
export async function buildWorker(outDir: string): Promise<{ name: string; code: string }[]> {
  forProduction();
  const built = await build({ ...worker, build: { outDir } });
  if (!("output" in built)) throw new Error("The Worker could not be built.");
  return built.output.flatMap((file) =>
    file.type === "chunk" ? [{ name: file.fileName, code: file.code }] : [],
  );
}

/** Tests build too, and what is built does not depend on who builds it. */
function forProduction(): void {
  process.env["NODE_ENV"] = "production";
}

/** Set for a wrangler that runs beside a build: it would build once more before it begins. */
export const built = { CLEARGRADE_BUILT: "1" };

if (import.meta.main && process.env["CLEARGRADE_BUILT"] !== built.CLEARGRADE_BUILT)
  await buildAll();
