import type { Env, MailJob } from "./env.ts";
import { front, isFront } from "./front.ts";

/** All that an `import()` leads to is read when it is first needed: a respondent does not wait for the pages of staff. */
const appFor = async ({ url }: Request) =>
  isFront(new URL(url).pathname) ? front : (await import("./app.ts")).app;

export default {
  fetch: async (request: Request, env: Env, context?: ExecutionContext) =>
    (await appFor(request)).fetch(request, env, context),
  queue: async (batch, env) => (await import("./jobs/mail.ts")).consumeMail(batch, env),
  scheduled: async ({ scheduledTime }, env) =>
    (await import("./jobs/sweeps.ts")).runSweeps(env, new Date(scheduledTime)),
} satisfies ExportedHandler<Env, MailJob>;
