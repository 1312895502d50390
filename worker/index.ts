import { app } from "./app.ts";
import type { Env, MailJob } from "./env.ts";
import { consumeMail } from "./jobs/mail.ts";
import { runSweeps } from "./jobs/sweeps.ts";

export default {
  fetch: app.fetch,
  queue: (batch, env) => consumeMail(batch, env),
  scheduled: (controller, env) => runSweeps(env, new Date(controller.scheduledTime)),
} satisfies ExportedHandler<Env, MailJob>;
