import { execSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { bundleWorker, results, root } from "./bundle.ts";
import { costSheet } from "./cost.ts";
import { measureJobs } from "./measured-jobs.ts";
import { settle } from "./models.ts";
import { operationsOf } from "./operations.ts";
import { bareModules, migrate, modulesOf, startRuntime, type Runtime } from "./runtime.ts";
import { startScale } from "./scale.ts";
import { seedRound } from "./seed.ts";
import { sizeUp, type Sized } from "./sized.ts";
import { checkSpam } from "./spam.ts";
import { linksFor, measureSpeed, prepareBare, type Speed } from "./speed.ts";
import { measureStartUp } from "./start-up.ts";
import { asKilobytes, asRows, printed, type Row } from "./table.ts";
import { brotli } from "./weight.ts";
import { openWorld } from "./world.ts";

/** How many accounts there are, five years each; speed is measured at one of these sizes. */
const sizes = [10, 100, 1000, 5000];
const usual = 1000;

/** Prints one table and writes the same, and more, as JSON to `test/.results/`. */
async function bench(): Promise<void> {
  const began = performance.now();
  execSync("npm run --silent build", { cwd: root, stdio: "inherit" });
  const bundle = await bundleWorker();
  const startUp = await measureStartUp(modulesOf(bundle));
  const ours = await startRuntime(modulesOf(bundle));
  const bare = await startRuntime(await bareModules());
  await migrate(ours.db);
  const scale = await startScale(ours.db, new Date());
  await scale.growTo(sizes[0]!);
  const world = await openWorld(ours, linksFor(150) + 100);
  await prepareBare(bare, world.seeded.form);
  const operations = operationsOf(world);
  const sized = new Map<string, Sized[]>(operations.map(({ title }) => [title, []]));
  const counts = [];
  let speeds = new Map<string, Speed>();
  for (const accounts of sizes) {
    await scale.growTo(accounts);
    // Nobody takes the mail of what was sent here, which would be due to be woken by now.
    await settle(ours.db);
    counts.push(await scale.count());
    for (const operation of operations)
      sized.get(operation.title)!.push(await sizeUp(ours, operation, accounts));
    if (accounts === usual) speeds = await measureSpeed(ours, bare, operations, world.seeded.form);
  }
  const write = speeds.get("bare write")!;
  const jobRows = await measureJobs(ours, world, write);
  const pages = await measurePages(ours);
  await Promise.all([ours.stop(), bare.stop()]);
  const spam = await checkSpam();
  const measured = operations.map((operation) => ({
    operation,
    sized: sized.get(operation.title)!,
    speed: speeds.get(operation.title)!,
  }));
  const rows: Row[] = [
    ...["bare read", "bare write"].map((title) => asRows.speed(title, speeds.get(title)!)),
    ...measured.map((one) => asRows.operation(one, usual)),
    ...jobRows.map(({ row }) => row),
    ...pages,
    { what: "start of the Worker, CPU", value: `${startUp.toFixed(0)} ms`, aim: "≤ 50 ms" },
    { what: "Worker, gzip", value: asKilobytes(bundle.gzipBytes), aim: "≤ 400 kB" },
    { what: "mail, SpamAssassin", value: spamWords(spam), aim: "no rule of content hit" },
  ];
  console.log(printed(rows));
  const cost = costSheet(measured, jobRows, counts);
  console.log(cost.text);
  mkdirSync(results, { recursive: true });
  const seconds = Math.round((performance.now() - began) / 1000);
  const kept = {
    seconds,
    counts,
    measured,
    jobs: jobRows,
    startUp,
    pages,
    cost,
    spam,
    gzip: bundle.gzipBytes,
  };
  writeFileSync(`${results}/bench.json`, JSON.stringify(kept, null, 2));
  console.log(`In ${seconds} s.`);
}

/** What each level's page weighs, all that a respondent loads. */
async function measurePages(ours: Runtime): Promise<Row[]> {
  const rows: Row[] = [];
  const cases = [
    { title: "user", tier: "user" as const },
    { title: "manager", tier: "manager" as const },
    { title: "board", tier: "board" as const },
    { title: "annual review", tier: "manager" as const, kind: "annual_review" as const },
  ];
  for (const { title, tier, kind } of cases) {
    const wanted = { tier, count: 2, account: `page-${title}`, ...(kind && { kind }) };
    const { links } = await seedRound(ours.db, wanted);
    const { body } = await ours.client.send({ method: "GET", path: `/s/${links[0]}` });
    rows.push({
      what: `survey page, ${title}`,
      bytes: body.length,
      brotli: brotli(body),
      aim: "≤ 10,240 B brotli",
    });
  }
  return rows;
}

const spamWords = (spam: Record<string, string[]> | null): string => {
  if (spam === null) return "not installed";
  const hits = Object.entries(spam).flatMap(([kind, rules]) =>
    rules.map((one) => `${kind} ${one}`),
  );
  return hits.length > 0 ? hits.join(", ") : `none in ${Object.keys(spam).length} kinds`;
};

await bench();
