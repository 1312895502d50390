import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";

const root = `${import.meta.dirname}/..`;
const read = (name: string) => readFileSync(`${root}/${name}`, "utf8");

type Locked = { version?: string; integrity?: string; hasInstallScript?: boolean };
type Manifest = {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};
const manifest = JSON.parse(read("package.json")) as Manifest; // -- Our own file, read by npm in this form.
const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> }; // -- The same.
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

test("every dependency is pinned to one version, and the lock file has that one, by its hash", () => {
  const loose = wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  const others = wanted.filter(
    ([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version,
  );
  const unproven = packages.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"));
  expect({ loose, others, unproven }).toEqual({ loose: [], others: [], unproven: [] });
});

test("what is shipped stands on few packages", () => {
  expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(14);
});

test("nothing runs at its installation but what is named", () => {
  const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = new Set(running.map(([path]) => path.split("node_modules/").at(-1)));
  expect(names).toEqual(new Set(Object.keys(manifest.allowScripts)));
});

test("the README gives a reason for every dependency, and for none that is gone", () => {
  const table =
    /^## What it stands on$([^]*?)(?=^## |$(?![^]))/m.exec(read("README.md"))?.[1] ?? "";
  const rows = [...table.matchAll(/^\| (?!package |---)([^|]+) \| ([^|]+) \|$/gm)];
  const reasoned = rows.filter(([, , reason]) => reason!.trim().length > 10);
  const named = reasoned.flatMap(([, names]) => names!.split(",").map((name) => name.trim()));
  expect(new Set(named)).toEqual(new Set(wanted.map(([name]) => name)));
});

type Advisory = { name: string; severity: string; title: string; url: string };
/** A package, and what is wrong with it, or by name the package that makes it so. */
type Package = { via: (string | Advisory)[] };
type Audit = { asked: true; found: Advisory[] } | { asked: false; why: string };

/** What the registry knows against the packages of the lock file, or why it could not be asked. */
async function audit(flags: string[]): Promise<Audit> {
  const patience = ["--fetch-retries=0", "--fetch-timeout=20000"];
  const said = await new Promise<string>((resolve) => {
    const options = { cwd: root, maxBuffer: 2 ** 26 };
    // It ends with an error both when it has found something and when it could not ask.
    execFile("npm", ["audit", "--json", ...patience, ...flags], options, (error, stdout) =>
      resolve(stdout || JSON.stringify({ message: error?.message ?? "npm said nothing" })),
    );
  });
  type Report = { vulnerabilities?: Record<string, Package>; message?: string };
  const report = JSON.parse(said) as Report; // -- npm's form.
  if (!report.vulnerabilities)
    return { asked: false, why: report.message ?? "its answer was not understood" };
  const reasons = Object.values(report.vulnerabilities).flatMap(({ via }) => via);
  return { asked: true, found: reasons.filter((one) => typeof one !== "string") };
}

// A tool of ours that a package could also use counts as optional.
const shipped = async (flags: string[] = []) => audit(["--omit=dev", "--omit=optional", ...flags]);
const grave = ({ severity }: Advisory) => ["high", "critical"].includes(severity);

/** Says aloud that nothing was learnt: an audit that did not take place is not one that found nothing. */
function judge(result: Audit, counts: (found: Advisory) => boolean): string[] {
  if (result.asked)
    return result.found
      .filter(counts)
      .map(({ name, severity, title, url }) => `${name}, ${severity}: ${title} ${url}`);
  console.error(
    `NOT AUDITED: the registry could not be asked about known vulnerabilities (${result.why}).`,
  );
  return [];
}

test("nothing that is shipped has a known vulnerability, where the registry answers", async () => {
  expect(judge(await shipped(), () => true)).toEqual([]);
}, 60_000);

test("no tool of ours has a grave known vulnerability, where the registry answers", async () => {
  expect(judge(await audit([]), grave)).toEqual([]);
}, 60_000);

/** A registry that knows of one vulnerability in each of two packages, or answers everything with this status. */
async function withRegistry<T>(status: number, ask: (flags: string[]) => Promise<T>): Promise<T> {
  const server = createServer((incoming, outgoing) => {
    const known = incoming.method === "POST" && status === 200;
    const one = { id: 1, url: "https://advisories.example/1", title: "A hole", cwe: [] };
    const about = { ...one, vulnerable_versions: "<1000", cvss: { score: 0, vectorString: null } };
    const advisories = {
      hono: [{ ...about, severity: "low" }],
      vitest: [{ ...about, severity: "moderate" }],
      vite: [{ ...about, severity: "critical" }],
    };
    outgoing.writeHead(known ? 200 : status === 200 ? 404 : status, {
      "content-type": "application/json",
    });
    outgoing.end(known ? JSON.stringify(advisories) : "{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // -- It listens on a port.
  return ask(["--registry", `http://127.0.0.1:${port}`]).finally(() => server.close());
}

test("a registry that knows of a vulnerability is heard: of any in what is shipped, of grave ones in tools", async () => {
  const [own, all] = await withRegistry(200, async (flags) => [
    await shipped(flags),
    await audit(flags),
  ]);
  expect(judge(own, () => true)).toEqual(["hono, low: A hole https://advisories.example/1"]);
  expect(judge(all, grave)).toEqual(["vite, critical: A hole https://advisories.example/1"]);
}, 60_000);

test("a registry that does not answer fails nothing, and is said to have said nothing", async () => {
  const refusing = await withRegistry(405, shipped);
  expect(refusing).toMatchObject({ asked: false, why: expect.stringContaining("405") as string });
  const absent = await shipped(["--registry", "http://127.0.0.1:9"]);
  expect(absent).toMatchObject({ asked: false, why: expect.stringContaining("failed") as string });
}, 60_000);
