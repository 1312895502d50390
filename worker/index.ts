import type * as Everything from "./app.ts";
import type { Env, MailJob } from "./env.ts";
import { front, isFront } from "./front.ts";

let everything: typeof Everything | undefined;

/**
 * All that an `import()` leads to is read when it is first needed: a respondent does not wait for the pages of staff.
 * What is read is kept, so that requests at the same moment never wait for one another's import.
 */
async function appFor({ url }: Request) {
  if (isFront(new URL(url).pathname)) return front;
  everything ??= await import("./app.ts");
  return everything.app;
}

export default {
  fetch: async (request: Request, env: Env, context?: ExecutionContext) =>
    (await appFor(request)).fetch(request, env, context),
  queue: async (batch, env) => (await import("./jobs/mail.ts")).consumeMail(batch, env),
  scheduled: async ({ scheduledTime }, env) =>
    (await import("./jobs/sweeps.ts")).runSweeps(env, new Date(scheduledTime)),
} satisfies ExportedHandler<Env, MailJob>;
