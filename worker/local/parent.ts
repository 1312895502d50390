import { readFileSync } from "node:fs";

const everySoOften = 500;

/**
 * Calls `end` when the process that started this one is gone, or npm above it. Whoever stops npm alone would
 * otherwise leave the runtime behind, holding the port.
 */
export function whenParentEnds(end: () => void): void {
  const before = startedBy();
  const timer = setInterval(() => {
    if (startedBy() === before) return;
    clearInterval(timer);
    end();
  }, everySoOften);
  timer.unref();
}

/** npm puts a shell between itself and us, which outlives it; /proc tells, where there is one. */
function startedBy(): string {
  const parent = String(process.ppid);
  if (process.env.npm_lifecycle_event === undefined) return parent;
  try {
    const status = readFileSync(`/proc/${parent}/status`, "utf8");
    return `${parent} ${/^PPid:\s*(\d+)/m.exec(status)?.[1]}`;
  } catch {
    return parent;
  }
}
