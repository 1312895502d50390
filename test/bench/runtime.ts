import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { build } from "vite";
import { root, type Bundle } from "./bundle.ts";
import { clientOf, type Client } from "./load.ts";
import { runtimePids } from "./process.ts";

export const secrets = {
  TOKEN_SECRET: "bench-token-secret-bench-token-secret-0",
  AUTH_SECRET: "bench-auth-secret-bench-auth-secret-000",
  SEALING_SECRET: "bench-sealing-secret-bench-sealing-000",
};
export const settings = {
  ...secrets,
  BASE_URL: "http://bench.example",
  ADMIN_EMAIL: "admin@example.com",
  MAIL_FROM: "feedback@example.com",
  SUPPLIER_NAME: "Bench",
  TIME_ZONE: "Europe/Berlin",
  RESEND_WEBHOOK_SECRET: "whsec_YmVuY2gtd2ViaG9vay1zZWNyZXQ=",
  LOCAL: "1",
};

const unlimited = { namespace_id: "0", simple: { limit: 1_000_000_000, period: 60 as const } };

export type Runtime = { db: D1Database; client: Client; stop: () => Promise<void> };
export type Module = { type: "ESModule" | "Text"; path: string; contents: string };

/** A runtime of its own for one Worker, with an empty database and nothing between it and the requests. */
export async function startRuntime(modules: Module[]): Promise<Runtime> {
  const others = runtimePids();
  const runtime = new Miniflare({
    ...convertV4MiniflareOptions({
      modules,
      modulesRoot: "/",
      compatibilityDate: "2026-10-01",
      compatibilityFlags: ["nodejs_compat", "new_module_registry"],
      bindings: settings,
      d1Databases: { DB: "bench" },
      kvNamespaces: ["KEYS"],
      queueProducers: { MAIL: "bench" },
      ratelimits: { RESPONDENT_LIMIT: unlimited, API_LIMIT: unlimited },
    }),
    logRequests: false,
    enableDevRegistry: false,
  });
  const base = await runtime.ready;
  const pid = runtimePids().find((one) => !others.includes(one))!;
  const client = clientOf(base, pid);
  const stop = async () => {
    client.close();
    await runtime.dispose();
  };
  return { db: await runtime.getD1Database("DB"), client, stop };
}

/** The bundle as modules, behind a file of this folder that stands in front of it. */
export function modulesOf({ files }: Bundle): Module[] {
  const contents = readFileSync(join(root, "test/bench/front.js"), "utf8");
  const modules = files.map(({ name, content }) => ({
    type: name.endsWith(".mjs") ? ("ESModule" as const) : ("Text" as const),
    path: `/${name}`,
    contents: content.toString("utf8"),
  }));
  return [{ type: "ESModule", path: "/front.js", contents }, ...modules];
}

export async function bareModules(): Promise<Module[]> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, target: "webworker" },
    build: { ssr: join(root, "test/bench/bare.ts"), write: false, minify: true },
  });
  const [bundle] = [built].flat();
  if (!bundle || !("output" in bundle)) throw new Error("The bare Worker could not be built.");
  return [{ type: "ESModule", path: "/bare.js", contents: bundle.output[0].code }];
}

/** Applies every migration. */
export async function migrate(db: D1Database): Promise<void> {
  const folder = join(root, "db/migrations");
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .toSorted()) {
    const statements = readFileSync(join(folder, name), "utf8").split("--> statement-breakpoint");
    await db.batch(statements.map((statement) => db.prepare(statement)));
  }
}
