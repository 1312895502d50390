import { jobs, measureJob } from "./jobs.ts";
import type { Runtime } from "./runtime.ts";
import type { Speed } from "./speed.ts";
import { asRows } from "./table.ts";
import type { World } from "./world.ts";

export type JobFigures = Awaited<ReturnType<typeof measureJobs>>[number];

/** Each of the jobs once, against the bare write. */
export async function measureJobs(ours: Runtime, world: World, write: Speed) {
  const measured = [];
  for (const job of jobs) {
    const figures = await measureJob(ours, world, job);
    const ratio = (job.units * 1000) / figures.time / write.rate;
    measured.push({ job, ratio, ...figures, row: asRows.job(job, figures, ratio) });
  }
  return measured;
}
