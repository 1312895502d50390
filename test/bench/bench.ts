import { execSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import type { Miniflare } from "miniflare";
import { bundleWorker, results, root, type Bundle } from "./bundle.ts";
import { clientOf, median, rateOf, type Call, type Client } from "./load.ts";
import { bareModules, migrate, modulesOf, startRuntime } from "./runtime.ts";
import { checkSpam } from "./spam.ts";
import { seedRound, type Seeded } from "./seed.ts";

const rounds = 7;
const reads = 300;
const writes = 150;
const warmup = 100;
/** What a content network uses on the fly. */
const quality = 5;

type Row = { figure: string; value: string; aim: string };

/** Prints one table and writes the same as JSON to `test/.results/`. */
async function bench(): Promise<void> {
  execSync("npm run --silent build", { cwd: root, stdio: "inherit" });
  const bundle = bundleWorker();
  const speeds = await measureSpeed(bundle);
  const pages = await measurePages(bundle);
  const spam = await checkSpam();
  const rows: Row[] = [
    { figure: "survey GET against bare GET", value: ratio(speeds.get), aim: "≥ 0.60" },
    { figure: "survey submit against bare write", value: ratio(speeds.submit), aim: "≥ 0.40" },
    ...pages,
    { figure: "mail, SpamAssassin's rules of content", value: spamWords(spam), aim: "none hit" },
    { figure: "Worker, gzip", value: kilobytes(bundle.gzipBytes), aim: "≤ 400 kB" },
  ];
  console.table(rows);
  mkdirSync(results, { recursive: true });
  writeFileSync(`${results}/bench.json`, JSON.stringify({ speeds, rows, spam }, null, 2));
}

const spamWords = (spam: Record<string, string[]> | null): string => {
  if (spam === null) return "not installed";
  const hits = Object.entries(spam).flatMap(([kind, rules]) =>
    rules.map((one) => `${kind} ${one}`),
  );
  return hits.length > 0 ? hits.join(", ") : `none of ${Object.keys(spam).length} kinds`;
};

type Speed = { survey: number; bare: number; ratio: number };

/** Alternates the four loads, so that a busy moment of the machine meets all of them; medians of the rounds. */
async function measureSpeed(bundle: Bundle): Promise<{ get: Speed; submit: Speed }> {
  const survey = await startRuntime(modulesOf(bundle, "front.js"));
  const bare = await startRuntime(await bareModules());
  const ours = await clientFor(survey);
  const theirs = await clientFor(bare);
  const seeded = await prepare(survey, bare);
  const measured = { get: [] as Speed[], submit: [] as Speed[] };
  const spare = [...seeded.links];
  const submissions = (count: number): Call[] =>
    spare.splice(0, count).map((link) => ({ ...post(`/s/${link}`), body: seeded.form }));
  const gets = (count: number): Call[] =>
    Array.from({ length: count }, (_, i) => get(`/s/${seeded.links[i % seeded.links.length]}`));
  const bareGets = (count: number): Call[] => Array.from({ length: count }, () => get("/read/one"));
  let written = 0;
  const bareWrites = (count: number): Call[] =>
    Array.from({ length: count }, () => ({ ...post(`/write/${++written}`), body: seeded.form }));
  for (const load of [bareGets, bareWrites]) await rateOf(theirs, load(warmup));
  for (const load of [gets, submissions]) await rateOf(ours, load(warmup));
  for (let round = 0; round < rounds; round++) {
    const bareGet = await rateOf(theirs, bareGets(reads));
    measured.get.push(speed(await rateOf(ours, gets(reads)), bareGet));
    const bareWrite = await rateOf(theirs, bareWrites(writes));
    measured.submit.push(speed(await rateOf(ours, submissions(writes)), bareWrite));
  }
  for (const client of [ours, theirs]) client.close();
  await Promise.all([survey.dispose(), bare.dispose()]);
  return { get: middle(measured.get), submit: middle(measured.submit) };
}

async function prepare(survey: Miniflare, bare: Miniflare): Promise<Seeded> {
  const db = await survey.getD1Database("DB");
  await migrate(db);
  const notes = await bare.getD1Database("DB");
  await notes.exec("CREATE TABLE note (id TEXT PRIMARY KEY, content TEXT) WITHOUT ROWID");
  const seeded = await seedRound(db, { tier: "user", count: warmup + rounds * writes });
  await notes.prepare("INSERT INTO note VALUES ('one', ?)").bind(JSON.stringify(seeded.form)).run();
  return seeded;
}

/** What one request asks of D1, and what each tier's page weighs. */
async function measurePages(bundle: Bundle): Promise<Row[]> {
  const runtime = await startRuntime(modulesOf(bundle, "counted.js"));
  const client = await clientFor(runtime);
  const db = await runtime.getD1Database("DB");
  await migrate(db);
  const rows: Row[] = [];
  const cases = [
    { title: "user", seeded: await seedRound(db, { tier: "user", count: 2 }) },
    { title: "manager", seeded: await seedRound(db, { tier: "manager", count: 2 }) },
    { title: "board", seeded: await seedRound(db, { tier: "board", count: 2 }) },
    {
      title: "annual review",
      seeded: await seedRound(db, { tier: "manager", count: 2, kind: "annual_review" }),
    },
  ];
  for (const { title, seeded } of cases) {
    const path = `/s/${seeded.links[0]}`;
    const page = await client.send(get(path));
    rows.push({ figure: `page, ${title}`, value: weight(page.body), aim: "≤ 10,240 B brotli" });
    if (title !== "user") continue;
    const save = { ...post(path), body: seeded.form.replace("intent=submit", "intent=save") };
    const submit = { ...post(path), body: seeded.form };
    rows.push(await askedOfD1(client, "GET", get(path)));
    rows.push(await askedOfD1(client, "save", save));
    rows.push(await askedOfD1(client, "submit", submit));
  }
  client.close();
  await runtime.dispose();
  return rows;
}

async function askedOfD1(client: Client, title: string, call: Call): Promise<Row> {
  const { status, headers } = await client.send(call);
  if (status >= 300) throw new Error(`${title} answered ${status}`);
  const { calls, read, written } = JSON.parse(String(headers["x-d1"]));
  return {
    figure: `D1, survey ${title}`,
    value: `${calls} calls, ${read} rows read, ${written} written`,
    aim: "≤ 2 calls",
  };
}

const get = (path: string): Call => ({ method: "GET", path });
const post = (path: string): Call => ({ method: "POST", path });
const clientFor = async (runtime: Miniflare) => clientOf(await runtime.ready);
const speed = (survey: number, bare: number): Speed => ({ survey, bare, ratio: survey / bare });

/** The medians of each figure; the ratio is the median of the rounds' own ratios. */
const middle = (speeds: Speed[]): Speed => ({
  survey: median(speeds.map(({ survey }) => survey)),
  bare: median(speeds.map(({ bare }) => bare)),
  ratio: median(speeds.map(({ ratio }) => ratio)),
});

function ratio({ survey, bare, ratio }: Speed): string {
  return `${ratio.toFixed(2)} (${Math.round(survey)} of ${Math.round(bare)} a second)`;
}

function weight(body: Buffer): string {
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  const small = brotliCompressSync(body, { params }).length;
  return `${body.length.toLocaleString("en")} B, ${small.toLocaleString("en")} B brotli`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

await bench();
