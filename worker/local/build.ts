import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { build, type InlineConfig } from "vite";
import type { describeApi } from "../routes/api/openapi.ts";

const dist = join(import.meta.dirname, "../../web/dist");
const web = { configFile: "web/vite.config.ts" };
const worker = { configFile: "worker/vite.config.ts" };
const kinds = { public: web, inline: { ...web, mode: "inline" }, worker };

/** Builds style, scripts, and the Worker around them; when watching, again whatever is saved. */
export async function buildAll(watch = false): Promise<void> {
  forProduction();
  for (const [folder, kind] of Object.entries(kinds)) {
    const made = join(dist, `${folder}-${process.pid}`);
    try {
      await build({ ...kind, build: { outDir: made } });
      if (folder === "public") await writeDescription(made);
      putInPlace(made, join(dist, folder));
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  }
  if (watch)
    for (const kind of Object.values(kinds))
      await build({ ...kind, build: { watch: {}, emptyOutDir: false } });
}

/** Another start may be serving what is there: only what has changed is written, and each file at once. */
function putInPlace(made: string, folder: string): void {
  const files = filesIn(made);
  for (const file of files) {
    const [from, to] = [join(made, file), join(folder, file)];
    if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) continue;
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  }
  for (const file of filesIn(folder)) if (!files.includes(file)) rmSync(join(folder, file));
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

/** Builds the Worker alone, around what `web/dist` holds, and gives its files: nothing is written. */
export async function buildWorker(): Promise<{ name: string; code: string }[]> {
  forProduction();
  const made = await build({ ...worker, build: { write: false } });
  if (!("output" in made)) throw new Error("The Worker could not be built.");
  return made.output.flatMap((file) =>
    file.type === "chunk" ? [{ name: file.fileName, code: file.code }] : [],
  );
}

/** The description of the API, where a request for it finds it without the Worker. */
async function writeDescription(folder: string): Promise<void> {
  const code = await bundle("worker/routes/api/openapi.ts");
  const made = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    describeApi: typeof describeApi;
  };
  mkdirSync(`${folder}/api/v1`, { recursive: true });
  writeFileSync(`${folder}/api/v1/openapi.json`, JSON.stringify(made.describeApi()));
}

/** A part of the Worker with all that it imports, as one text to run at once. */
export async function bundle(entry: string): Promise<string> {
  const config: InlineConfig = {
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["workerd", "worker", "module"] },
    ssr: { noExternal: true, target: "webworker" },
    build: {
      ssr: entry,
      write: false,
      rolldownOptions: { external: /^(node|cloudflare):/, output: { codeSplitting: false } },
    },
  };
  const [made] = [await build(config)].flat();
  if (!made || !("output" in made)) throw new Error(`${entry} could not be built.`);
  return made.output[0].code;
}

/** Tests build too, and what is built does not depend on who builds it. */
function forProduction(): void {
  process.env["NODE_ENV"] = "production";
}

/** Set for a wrangler that runs beside a build: it would build once more before it begins. */
export const built = { CLEARGRADE_BUILT: "1" };

if (import.meta.main && process.env["CLEARGRADE_BUILT"] !== built.CLEARGRADE_BUILT)
  await buildAll();
