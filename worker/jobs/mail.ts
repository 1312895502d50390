import { updateUndeliverable } from "#db/queries/message.ts";
import { createCtx } from "../context.ts";
import type { Env, MailJob } from "../env.ts";
import { deliver } from "../mail/deliver.ts";

const deadLetters = /-dead$/;

/**
 * Sends the message rows that a batch of queue messages names. The rows are the truth: a queue message that
 * comes twice, late or never changes nothing but the time, and the sweep wakes what was lost. No mail leaves before
 * the instant at which it was woken.
 */
export async function consumeMail(batch: MessageBatch<MailJob>, env: Env): Promise<void> {
  const ctx = createCtx(env, { kind: "system" });
  if (deadLetters.test(batch.queue)) {
    const ids = batch.messages.flatMap(({ body }) => body.ids);
    await updateUndeliverable(ctx.db, ids);
    return batch.ackAll();
  }
  for (const job of batch.messages) {
    const now = new Date(Math.max(ctx.now.getTime(), job.body.at ?? 0));
    const delaySeconds = await deliver({ ...ctx, now }, job.body.ids, job.attempts);
    if (delaySeconds === null) job.ack();
    else job.retry({ delaySeconds });
  }
}
