import { listQueued } from "#db/queries/message-batch.ts";
import type * as queries from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";
import { backoffSeconds } from "../domain/message/rules.ts";
import { planSending, sendBatch } from "./batch.ts";
import { gatherFacts, type Facts } from "./facts.ts";
import { leaveOutSent } from "../domain/message/actions-sent.ts";
import { releaseTrickled } from "./trickle.ts";
import { prepare, record } from "./sending.ts";
import { transportOf, type Delivery, type Transport } from "./transport.ts";

/**
 * Sends what still waits among these messages. Gives the seconds after which to try the rest again, or null when
 * nothing is left. `tries` counts how often the caller has asked, for the length of the pause.
 */
export async function deliver(ctx: Ctx, ids: string[], tries = 1): Promise<number | null> {
  const queued = await leaveOutSent(ctx, await listQueued(ctx.db, ids));
  const waiting = await releaseTrickled(ctx, queued);
  if (waiting.length === 0) return null;
  const plan = await planSending(ctx, waiting);
  const batched = plan.batches.flatMap(({ rows }) => rows);
  const facts = await gatherFacts(ctx, [...batched, ...plan.singles]);
  const transport = transportOf(ctx.config);
  let delay: number | null = null;
  const wait = (outcome: Delivery | null) => {
    if (outcome?.state === "failed" || outcome?.state === "held")
      delay = Math.max(delay ?? 0, backoffSeconds(tries, outcome.afterSeconds));
    return outcome?.state === "held";
  };
  let singles = plan.singles;
  for (const batch of plan.batches) {
    const outcome = await sendBatch(ctx, transport, batch, facts);
    if (wait(outcome)) return delay;
    if (outcome?.state === "refused") singles = [...batch.rows, ...singles];
    if (outcome?.state === "failed") singles = singles.filter(isToOther(batch.rows));
  }
  for (const message of singles) if (wait(await sendOne(ctx, transport, message, facts))) break;
  return delay;
}

/** Nothing overtakes an earlier mail to the same person. */
const isToOther = (rows: queries.MessageRow[]) => {
  const people = new Set(rows.map(({ recipient }) => recipient));
  return ({ recipient }: queries.MessageRow) => !people.has(recipient);
};

/** Sends one message, unless it should not leave any more. Null when there was nothing to hand over. */
async function sendOne(
  ctx: Ctx,
  transport: Transport,
  message: queries.MessageRow,
  facts: Facts,
): Promise<Delivery | null> {
  const { mail, ...prepared } = await prepare(ctx, message, facts);
  if (!mail) return "delivery" in prepared ? prepared.delivery : null;
  const delivery = await transport.send({ mail, messageId: message.id }, keyOf(message), ctx.now);
  await record(ctx, message, delivery);
  return delivery;
}

/**
 * What the provider failed to send after taking it is known there under the message's id: to be sent at all, it
 * needs a key of its own.
 */
const keyOf = ({ id, providerId }: queries.MessageRow): string =>
  providerId === null ? id : `${id}/${providerId}`;
