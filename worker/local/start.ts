import { join } from "node:path";
import { setInterval } from "node:timers";
import { buildAll } from "./build.ts";
import { prepareDatabase } from "./database.ts";
import { linesOf } from "./lines.ts";
import { whenParentEnds } from "./parent.ts";
import { isFree } from "./port.ts";
import { quietly, startRuntime } from "./runtime.ts";
import { localSettings } from "./settings.ts";
import { openState, saveState, stateFolder } from "./state.ts";

const minute = 60_000;

/** The run on one machine: build, migrate, fill once, serve, sweep each minute, until Ctrl-C. */
async function start(): Promise<void> {
  process.chdir(join(import.meta.dirname, "../.."));
  Object.assign(process.env, quietly);
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const empty = process.argv.includes("--empty");
  const folder = stateFolder(empty);
  const state = openState(folder);
  const settings = localSettings(state, baseUrl, empty);

  const [starting] = await Promise.all([
    prepareDatabase({ folder, settings, starting: state.starting, empty }),
    buildAll(process.argv.includes("--watch")),
  ]);
  saveState(folder, { ...state, starting });

  const runtime = await startRuntime({ folder, port, settings });
  let asked = false;
  const stop = () => {
    asked = true;
    runtime.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  whenParentEnds(stop);
  const sweeps = setInterval(() => void sweep(baseUrl), minute);

  for (const line of await linesOf(state, starting, baseUrl)) console.log(line);
  const code = await runtime.ended;
  clearInterval(sweeps);
  process.exit(asked ? 0 : code);
}

async function freePort(): Promise<number> {
  const port = Number(process.env.PORT ?? "8787");
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is \`${process.env.PORT}\`: choose a number between 1 and 65535.`);
  if (!(await isFree(port)))
    throw new Error(
      `Port ${port} is in use, perhaps by another start. Stop that one, or choose a port: \`PORT=${port + 1} npm start\`.`,
    );
  return port;
}

/** The local runtime fires no cron triggers of its own. */
async function sweep(baseUrl: string): Promise<void> {
  try {
    await fetch(`${baseUrl}/cdn-cgi/handler/scheduled?time=${Date.now()}`);
  } catch {
    console.error("The sweeps of this minute could not be started.");
  }
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
