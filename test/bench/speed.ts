import { median, quantile, rateOf, timesOf, type Call } from "./load.ts";
import type { Operation } from "./operations.ts";
import type { Runtime } from "./runtime.ts";

/** Pages for staff take longer, and no aim of theirs hangs on a ratio. */
const rounds = { respondent: 7, staff: 5 };
const alone = 1.5;
const kinds = ["read", "write"] as const;

export type Speed = {
  /** Against the bare equivalent: the median of the rounds' own ratios. */
  ratio: number;
  /** Answers a second, eight in flight. */
  rate: number;
  /** One after another, in ms. */
  p50: number;
  p99: number;
  /** Processor time of one, D1's included, in ms. */
  cpu: number;
  cpu99: number;
  /** The same where D1 and the queue answer from memory: what the platform counts as the Worker's. Of respondents only. */
  own?: { cpu: number; cpu99: number };
};

let written = 0;
const bareCalls = {
  read: (): Call => ({ method: "GET", path: "/read/one" }),
  write: (body: string): Call => ({ method: "POST", path: `/write/${++written}`, body }),
};

const many = (count: number, make: () => Call): Call[] => Array.from({ length: count }, make);
const bareOf = (kind: Operation["bare"], form: string) => () =>
  kind === "read" ? bareCalls.read() : bareCalls.write(form);

/** A bare Worker with the same D1, one row to read and a table to write into. */
export async function prepareBare({ db }: Runtime, form: string): Promise<void> {
  await db.exec("CREATE TABLE note (id TEXT PRIMARY KEY, content TEXT) WITHOUT ROWID");
  await db.prepare("INSERT INTO note VALUES ('one', ?)").bind(JSON.stringify(form)).run();
}

/**
 * Alternates with the bare Worker: what is compared is measured within the same second, so that a busy moment of the
 * machine meets both. Respondents come first, so that nobody pays for what pages of staff leave behind in memory.
 */
export async function measureSpeed(
  ours: Runtime,
  bare: Runtime,
  operations: Operation[],
  form: string,
): Promise<Map<string, Speed>> {
  const samples = new Map(operations.map(({ title }) => [title, [] as Sample[]]));
  const baseline = { read: [] as Sample[], write: [] as Sample[] };
  for (const { count, next } of operations) await rateOf(ours.client, many(count / 2, next));
  for (const kind of kinds) await rateOf(bare.client, many(200, bareOf(kind, form)));
  const speeds = new Map<string, Speed>();
  for (const who of ["respondent", "staff"] as const) {
    const theirs = operations.filter((one) => one.who === who);
    for (let round = 0; round < rounds[who]; round++)
      for (const { title, count, next, bare: kind } of theirs) {
        const least = await rateOf(bare.client, many(150, bareOf(kind, form)));
        baseline[kind].push({ ...least, ratio: 1 });
        const sample = await rateOf(ours.client, many(count, next));
        samples.get(title)!.push({ ...sample, ratio: sample.rate / least.rate });
      }
    for (const { title, count, next } of theirs) {
      const calls = () => many(Math.round(count * alone), next);
      const speed = speedOf(samples.get(title)!, await timesOf(ours.client, calls()));
      const own = who === "respondent" && (await ownOf(ours, calls()));
      speeds.set(title, { ...speed, ...(own && { own }) });
    }
  }
  for (const kind of kinds) {
    const times = await timesOf(bare.client, many(300, bareOf(kind, form)));
    speeds.set(`bare ${kind}`, speedOf(baseline[kind], times));
  }
  return speeds;
}

async function ownOf({ client }: Runtime, calls: Call[]) {
  const byItself = calls.map((call) => ({ ...call, headers: { ...call.headers, "x-alone": "1" } }));
  // The first ones prepare their statements anew, for a database of their own.
  await timesOf(client, byItself.splice(0, 25));
  const { cpu } = await timesOf(client, byItself);
  return { cpu: median(cpu), cpu99: quantile(cpu, 0.99) };
}

type Sample = { rate: number; cpu: number; ratio: number };

const speedOf = (samples: Sample[], { times, cpu }: { times: number[]; cpu: number[] }): Speed => ({
  ratio: median(samples.map(({ ratio }) => ratio)),
  rate: median(samples.map(({ rate }) => rate)),
  p50: quantile(times, 0.5),
  p99: quantile(times, 0.99),
  cpu: median(samples.map((sample) => sample.cpu)),
  cpu99: quantile(cpu, 0.99),
});

/** How many links all this takes. */
export const linksFor = (count: number) => Math.ceil(count * (0.5 + rounds.respondent + 2 * alone));
