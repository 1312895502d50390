import { askedBy, median, timesOf, type Call } from "./load.ts";
import { cpuOf } from "./process.ts";
import type { Runtime } from "./runtime.ts";
import {
  answerForAll,
  draftRound,
  explanation,
  sealForAll,
  seedRound,
  seedSealedRound,
} from "./seed.ts";
import type { World } from "./world.ts";

/** What happens now and then, and is large. */
export type Job = { title: string; units: number; unit: string; repeats: number; prepare: Prepare };
type Prepare = (runtime: Runtime, world: World, turn: number) => Promise<Call>;

const lines = 50_000;
const invitations = 2000;
const responses = 5000;

const bearer = ({ token }: World) => ({ authorization: `Bearer ${token}` });
const json = (world: World) => ({ ...bearer(world), "content-type": "application/json" });

/** As a CRM would export it: ten people to a company, none of them known yet. */
function contactsFile(turn: number): string {
  const heading = "Company,First name,Last name,Email,Level,Job title";
  const rows = Array.from({ length: lines }, (_, i) => {
    const company = `Import ${turn} company ${Math.floor(i / 10)}`;
    return `${company},Given,Family ${i},person-${i}@import-${turn}.example,user,Buyer`;
  });
  return [heading, ...rows].join("\n");
}

const closing = (world: World, roundId: string): Call => ({
  method: "POST",
  path: `/api/v1/rounds/${roundId}/close`,
  headers: json(world),
  body: JSON.stringify({ reason: "Everybody has answered." }),
});

export const jobs: Job[] = [
  {
    title: "import of 50,000 lines",
    units: lines,
    unit: "a line",
    repeats: 1,
    prepare: async (_, world, turn) => ({
      method: "POST",
      path: "/api/v1/contacts/import",
      headers: { ...bearer(world), "content-type": "text/csv" },
      body: contactsFile(turn),
    }),
  },
  {
    title: "launch of 2,000 invitations",
    units: invitations,
    unit: "an invitation",
    repeats: 3,
    prepare: async ({ db }, world, turn) => {
      const account = `launch-${turn}`;
      const roundId = await draftRound(db, { tier: "user", count: invitations - 1, account });
      return {
        method: "POST",
        path: `/api/v1/rounds/${roundId}/launch`,
        headers: json(world),
        body: JSON.stringify({ explanation }),
      };
    },
  },
  {
    title: "close of 5,000 responses",
    units: responses,
    unit: "a response",
    repeats: 3,
    prepare: async ({ db }, world, turn) => {
      const account = `close-${turn}`;
      const seeded = await seedRound(db, { tier: "user", count: responses - 1, account });
      await answerForAll(db, seeded);
      return closing(world, seeded.roundId);
    },
  },
  {
    title: "close of 5,000 sealed responses",
    units: responses,
    unit: "a response",
    repeats: 0,
    prepare: async (runtime, world, turn) => {
      const wanted = { tier: "user" as const, count: responses - 1, account: `sealed-${turn}` };
      const seeded = await seedSealedRound(runtime, world.token, wanted);
      await sealForAll(runtime.db, seeded);
      return closing(world, seeded.roundId);
    },
  },
];

/** Does a job a few times for its time, and once more for what it asks of D1; which gives the time as well if it was none. */
export async function measureJob(runtime: Runtime, world: World, job: Job) {
  const times: number[] = [];
  const cpu: number[] = [];
  const { pid } = runtime.client;
  for (let turn = 0; turn < job.repeats; turn++) {
    const timed = await timesOf(runtime.client, [await job.prepare(runtime, world, turn)]);
    times.push(...timed.times);
    cpu.push(...timed.cpu);
  }
  const counted = await job.prepare(runtime, world, job.repeats);
  const [began, before] = [performance.now(), cpuOf(pid)];
  const { body, ...asked } = await askedBy(runtime.client, counted);
  if (job.repeats === 0) {
    times.push(performance.now() - began);
    cpu.push(cpuOf(pid) - before);
  }
  return { time: median(times), slowest: Math.max(...times), cpu: median(cpu), asked, body };
}
