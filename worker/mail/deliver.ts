import * as queries from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";
import { backoffSeconds, mostAttempts } from "../domain/message/rules.ts";
import { quietTime } from "../domain/round/reminder-rules.ts";
import { gatherFacts, type Facts } from "./facts.ts";
import { kindOf } from "./index.ts";
import { renderMail } from "./render.tsx";
import { transportOf, type Delivery, type Transport } from "./transport.ts";

/**
 * Sends what still waits among these messages. Gives the seconds after which to try the rest again, or null when
 * nothing is left. `tries` counts how often the caller has asked, for the length of the pause.
 */
export async function deliver(ctx: Ctx, ids: string[], tries = 1): Promise<number | null> {
  const waiting = await queries.listQueued(ctx.db, ids);
  if (waiting.length === 0) return null;
  const facts = await gatherFacts(ctx, waiting);
  const transport = transportOf(ctx.config);
  let delay: number | null = null;
  for (const message of waiting) {
    const outcome = await sendOne(ctx, transport, message, facts);
    if (outcome === null || outcome.state === "sent" || outcome.state === "refused") continue;
    delay = Math.max(delay ?? 0, backoffSeconds(tries, outcome.afterSeconds));
    if (outcome.state === "held") break;
  }
  return delay;
}

/** Sends one message, unless it should not leave any more. Null when there was nothing to hand over. */
async function sendOne(
  ctx: Ctx,
  transport: Transport,
  message: queries.MessageRow,
  facts: Facts,
): Promise<Delivery | null> {
  const cancel = async (lastError: string) => {
    const { attempts } = message;
    await queries.updateEnded(ctx.db, message.id, { status: "cancelled", lastError, attempts });
    return null;
  };
  const mail = await renderMail(ctx.config, message, facts).catch(nameOf);
  if (typeof mail === "string") {
    const delivery: Delivery = { state: "failed", error: mail, afterSeconds: null };
    await record(ctx, message, delivery);
    return delivery;
  }
  if (!mail) return cancel("What it is about is gone.");
  const standing = await queries.findStanding(ctx.db, message.id, {
    addressHash: await ctx.tokens.hashAddress(message.recipient),
    quiet: new Date(ctx.now.getTime() - quietTime),
  });
  if (!standing) return null;
  if (!kindOf(message)!.mayLeave(standing, ctx.now))
    return cancel(standing.optedOut ? "The person opted out." : "Its time had passed.");
  const delivery = await transport.send(mail, namesOf(message), ctx.now);
  await record(ctx, message, delivery);
  return delivery;
}

/**
 * What the provider failed to send after taking it is known there under the message's id: to be sent at all, it
 * needs a key of its own.
 */
const namesOf = ({ id, providerId }: queries.MessageRow) => ({
  messageId: id,
  key: providerId === null ? id : `${id}/${providerId}`,
});

/** One message that cannot be written must not hold up the others; its data stays out of the record. */
const nameOf = (error: unknown) =>
  `could not be written: ${error instanceof Error ? error.name : "unknown"}`;

async function record(ctx: Ctx, message: queries.MessageRow, delivery: Delivery): Promise<void> {
  if (delivery.state === "sent") {
    await queries.updateSent(ctx.db, message, delivery.providerId, ctx.now);
    return;
  }
  const lastError = delivery.error;
  // Being held is the provider's pace, not a fault of this mail: it costs no attempt.
  const attempts = message.attempts + (delivery.state === "held" ? 0 : 1);
  if (delivery.state === "refused" || attempts >= mostAttempts) {
    await queries.updateEnded(ctx.db, message.id, { status: "failed", lastError, attempts });
    return;
  }
  const wait = backoffSeconds(attempts, delivery.afterSeconds) * 1000;
  const sendAfter = new Date(ctx.now.getTime() + wait);
  await queries.updateWaiting(ctx.db, message.id, { lastError, attempts, sendAfter });
}
