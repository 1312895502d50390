import { updateUndeliverable } from "#db/queries/message.ts";
import { createCtx, type Ctx } from "../context.ts";
import { backoffSeconds } from "../domain/message/rules.ts";
import type { Env, MailJob } from "../env.ts";
import { deliver } from "../mail/deliver.ts";

const deadLetters = /-dead$/;

/**
 * Sends the message rows that a batch of queue messages names. The rows are the truth: a queue message that
 * comes twice, late or never changes nothing but the time, and the sweep wakes what was lost. No mail leaves before
 * the instant at which it was woken. One that cannot be worked off is tried again by itself, until the platform
 * puts it aside; the others go on.
 */
export async function consumeMail(batch: MessageBatch<MailJob>, env: Env): Promise<void> {
  const ctx = createCtx(env, { kind: "system" });
  if (deadLetters.test(batch.queue)) {
    await updateUndeliverable(ctx.db, batch.messages.flatMap(idsOf));
    return batch.ackAll();
  }
  for (const job of batch.messages) {
    const delaySeconds = await workOff(ctx, job).catch((error: unknown) => {
      console.error("sending failed", error instanceof Error ? error.name : "unknown");
      return backoffSeconds(job.attempts, null);
    });
    if (delaySeconds === null) job.ack();
    else job.retry({ delaySeconds });
  }
}

/** What a queue message names; nothing when it is none of ours. */
const idsOf = ({ body }: Message<MailJob>): string[] =>
  Array.isArray((body as MailJob | null)?.ids)
    ? body.ids.filter((id) => typeof id === "string")
    : [];

async function workOff(ctx: Ctx, job: Message<MailJob>): Promise<number | null> {
  const ids = idsOf(job);
  if (ids.length === 0) throw new TypeError("not a mail job");
  const now = new Date(Math.max(ctx.now.getTime(), job.body.at ?? 0));
  return deliver({ ...ctx, now }, ids, job.attempts);
}
