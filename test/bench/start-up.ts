import { readFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "./load.ts";
import { cpuOf } from "./process.ts";
import { startRuntime, type Module } from "./runtime.ts";

/** Many, because a process takes a third more at one time than at another. */
const turns = 11;
const unknown = { method: "GET" as const, path: "/s/too-short" };

const emptyModules = (): Module[] => [
  {
    type: "ESModule",
    path: "/empty.js",
    contents: readFileSync(join(import.meta.dirname, "empty.js"), "utf8"),
  },
];

/** Processor time of a runtime from its start to its first answer, in ms. */
async function firstAnswer(modules: Module[]): Promise<number> {
  const { client, stop } = await startRuntime(modules);
  await client.send(unknown, 404);
  const cpu = cpuOf(client.pid);
  await stop();
  return cpu;
}

/** What starting the Worker costs beyond starting an empty one, up to a first answer that asks D1 nothing. */
export async function measureStartUp(modules: Module[]): Promise<number> {
  const differences: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const empty = await firstAnswer(emptyModules());
    differences.push((await firstAnswer(modules)) - empty);
  }
  return median(differences);
}
