import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestProject } from "vitest/node";

/** What `npm start` prints, line by line, and the browser to look at it with. */
export type Product = {
  baseUrl: string;
  /** "Sign in as leader" → URL. */
  links: Record<string, string>;
  apiToken: string;
  chromium: string;
};

declare module "vitest" {
  interface ProvidedContext {
    product: Product;
  }
}

const root = new URL("../..", import.meta.url).pathname;
const patience = 100_000;

/** Starts the product the way a user does, on a free port with a database of its own, and stops it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium();
  const state = mkdtempSync(join(tmpdir(), "cleargrade-"));
  const child = spawn(process.execPath, ["worker/local/start.ts"], {
    cwd: root,
    env: { ...process.env, PORT: String(await freePort()), CLEARGRADE_STATE: state },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = async () => {
    await end(child);
    rmSync(state, { recursive: true, force: true });
  };
  try {
    project.provide("product", { ...(await readLinks(child)), chromium });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** Reads `Title: URL` lines until `Ready on URL`, and keeps reading afterwards so that the pipes never fill up. */
function readLinks(child: ChildProcess): Promise<Omit<Product, "chromium">> {
  const links: Record<string, string> = {};
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`The product did not start.\n${said.join("\n")}`));
    const late = setTimeout(fail, patience);
    child.once("exit", fail);
    createInterface({ input: child.stderr! }).on("line", (line) => said.push(line));
    createInterface({ input: child.stdout! }).on("line", (line) => {
      said.push(line);
      const [, title, value] = /^([A-Z][\w ]+): (\S+)$/.exec(line) ?? [];
      if (title && value) links[title] = value;
      const baseUrl = /^Ready on (\S+)$/.exec(line)?.[1];
      if (!baseUrl) return;
      clearTimeout(late);
      resolve({ baseUrl, links, apiToken: links["API token"] ?? "" });
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

function findChromium(): string {
  const given = process.env.CHROME_PATH;
  if (given && existsSync(given)) return given;
  const found = names.map(onPath).find(Boolean) ?? places.find((place) => existsSync(place));
  if (found) return found;
  throw new Error(
    "The browser tests need Chromium or Chrome and found none. Install one (on Debian: apt-get install chromium), " +
      "or set CHROME_PATH to its program file.",
  );
}

function onPath(name: string): string | undefined {
  try {
    return execFileSync("which", [name], { encoding: "utf8", stdio: "pipe" }).trim() || undefined;
  } catch {
    return undefined;
  }
}
