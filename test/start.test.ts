import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const state = mkdtempSync(join(tmpdir(), "cleargrade-start-"));
const running = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of running) await stop(child);
  rmSync(state, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

type Start = { child: ChildProcess; lines: string[]; ended: Promise<number | null> };

/** Starts, and waits until it says that it is ready or ends. */
async function start(port: number, ...flags: string[]): Promise<Start> {
  const child = spawn(process.execPath, ["worker/local/start.ts", ...flags], {
    cwd: root,
    env: { ...process.env, PORT: String(port), CLEARGRADE_STATE: state },
  });
  running.add(child);
  let said = "";
  const ended = once(child, "exit").then(([code]: (number | null)[]) => code ?? null);
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("Ready on ")) resolve();
      });
  });
  await Promise.race([ready, ended]);
  return { child, lines: said.trim().split("\n"), ended };
}

async function stop(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

const titlesOf = (lines: string[]) => lines.map((line) => /^[^:]+(?=: )|^Ready on/.exec(line)?.[0]);
const everything = [
  "Respond as a user",
  "Respond as a manager",
  "Respond as a board member",
  "Respond in an annual review",
  "Sign in as account manager",
  "Sign in as leader",
  "Sign in as admin",
  "Read the plan as the client",
  "Outbox",
  "API token",
  "Ready on",
];

test(
  "a start prints a line for everything, holds its port, and begins again with the same links",
  {
    timeout: 300_000,
  },
  async () => {
    const port = await freePort();
    const first = await start(port);
    expect(titlesOf(first.lines)).toEqual(everything);
    expect(first.lines.at(-1)).toBe(`Ready on http://localhost:${port}`);
    const survey = first.lines[0]!.split(": ")[1]!;
    expect((await fetch(survey)).status).toBe(200);
    const sweep = `http://localhost:${port}/cdn-cgi/handler/scheduled?time=${Date.now()}`;
    expect((await fetch(sweep)).status).toBe(200);

    const second = await start(port);
    expect(await second.ended).toBe(1);
    expect(second.lines.join()).toMatch(/^Port \d+ is in use/);

    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    const again = await start(port);
    expect(again.lines).toEqual(first.lines);

    const served = ["worker/index.mjs", "public/api/v1/openapi.json", "assets.json"];
    const written = () => served.map((file) => statSync(join(root, "web/dist", file)).mtimeMs);
    const before = written();
    const empty = await start(await freePort(), "--empty");
    expect(titlesOf(empty.lines)).toEqual(["Sign in as admin", "Outbox", "API token", "Ready on"]);
    expect(written(), "what the start beside it serves").toEqual(before);
    const description = `http://localhost:${port}/api/v1/openapi.json`;
    expect((await fetch(description)).status).toBe(200);
  },
);
