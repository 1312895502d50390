import { readdirSync, readFileSync } from "node:fs";

const nanoseconds = 1e6;

/** Processor time that a process has used so far, all its threads together, in ms. */
export function cpuOf(pid: number): number {
  let sum = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`))
    sum += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
  return sum / nanoseconds;
}

/** The runtimes that this process has started. */
export const runtimePids = (): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [, command, parent] =
          /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
        return command === "workerd" && Number(parent) === process.pid;
      } catch {
        return false; // It has ended meanwhile.
      }
    })
    .map(Number);
