import { createMiddleware } from "hono/factory";
import { createCtx, type App, type Ctx } from "../context.ts";

/**
 * Everyone is a respondent until a session or an API token says otherwise. Their mail is woken after they have their
 * answer: the rows are written by then, and the sweep wakes what a lost call would have.
 */
export const provideCtx = createMiddleware<App>(async (c, next) => {
  const ctx = createCtx(c.env, { kind: "respondent" });
  const wake = async (ids: string[]) => {
    const calls = callsTo(c.env.MAIL);
    calls.waiting.push(...ids);
    const underWay = calls.since && Math.abs(ctx.now.getTime() - calls.since.getTime()) < longest;
    if (!underWay) c.executionCtx.waitUntil(wakeWaiting(calls, ctx));
  };
  c.set("ctx", { ...ctx, mail: { wake } });
  await next();
});

/** Since when a queue is being called, and what came meanwhile. */
type Calls = { since: Date | null; waiting: string[] };
const known = new WeakMap<object, Calls>();

function callsTo(queue: object): Calls {
  const calls = known.get(queue) ?? { since: null, waiting: [] };
  known.set(queue, calls);
  return calls;
}

/** How long the platform lets work go on after an answer, in ms: a call that is older has been cut off. */
const longest = 30_000;
const mostTurns = 20;

/** One call at a time: who answers at the same moment wakes their mail together, with the next. */
async function wakeWaiting(calls: Calls, { mail, now }: Ctx): Promise<void> {
  calls.since = now;
  for (let turn = 0; turn < mostTurns && calls.waiting.length > 0; turn++)
    await mail.wake(calls.waiting.splice(0));
  calls.since = null;
}
