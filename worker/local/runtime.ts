import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { built } from "./build.ts";
import { settingLines } from "./settings.ts";

const patience = 60_000;
const goodbye = 5_000;

/** What keeps wrangler off the network and from asking questions. */
export const quietly = {
  CI: "1",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  X_LOCAL_EXPLORER: "false",
  X_LOCAL_OBSERVABILITY: "false",
};

export type Runtime = { ended: Promise<number>; stop(): void };

/** Starts `wrangler dev` and waits until it answers. */
export async function startRuntime(input: {
  folder: string;
  port: number;
  settings: Record<string, string>;
}): Promise<Runtime> {
  const envFile = `${input.folder}/settings.env`;
  writeFileSync(envFile, settingLines(input.settings), { mode: 0o600 });
  const child = spawn(process.execPath, argumentsFor(input, envFile), {
    env: { ...process.env, ...quietly, ...built },
    // Nothing is read from the keyboard: Ctrl-C reaches us and we end the runtime.
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = once(child, "exit").then(([code]) => (typeof code === "number" ? code : 1));
  const runtime = {
    ended,
    stop() {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), goodbye).unref();
    },
  };
  await answers(`http://localhost:${input.port}/`, ended);
  return runtime;
}

function argumentsFor(input: { folder: string; port: number }, envFile: string): string[] {
  return [
    `--import=${new URL("end-with-parent.ts", import.meta.url).href}`,
    createRequire(import.meta.url).resolve("wrangler"),
    "dev",
    "--local",
    "--ip=localhost",
    `--port=${input.port}`,
    "--inspector-port=0",
    `--env-file=${envFile}`,
    `--persist-to=${input.folder}`,
    "--show-interactive-dev-session=false",
    "--log-level=error",
  ];
}

/** Waits for the first answer of any kind, which also loads the Worker's code. */
async function answers(url: string, ended: Promise<number>): Promise<void> {
  const gone = ended.then(() => "ended" as const);
  for (const begun = performance.now(); performance.now() - begun < patience; await wait(50)) {
    const listening = fetch(url, { redirect: "manual" }).then(
      () => "answered" as const,
      () => "silent" as const,
    );
    const state = await Promise.race([listening, gone]);
    if (state === "answered") return;
    if (state === "ended")
      throw new Error("The local runtime ended before it answered. Its message is above.");
  }
  throw new Error("The local runtime did not answer within a minute.");
}
