import * as queries from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";
import { backoffSeconds, mostAttempts } from "../domain/message/rules.ts";
import { noteSent } from "../domain/message/actions-sent.ts";
import { quietTime } from "../domain/round/reminder-rules.ts";
import type { Mail } from "./base.ts";
import type { Facts } from "./facts.ts";
import { kindOf } from "./index.ts";
import { renderMail } from "./render.tsx";
import type { Delivery } from "./transport.ts";

/** A mail that may leave now; or, when none does, what came of trying (null: nothing to try again). */
export type Prepared = { mail: Mail } | { mail: null; delivery: Delivery | null };

/** Writes one message and looks whether it may still leave. What may not is cancelled here. */
export async function prepare(
  ctx: Ctx,
  message: queries.MessageRow,
  facts: Facts,
): Promise<Prepared> {
  const cancel = async (lastError: string) => {
    const { attempts } = message;
    if (await queries.deleteTelling(ctx.db, message.id)) return { mail: null, delivery: null };
    await queries.updateEnded(ctx.db, message.id, { status: "cancelled", lastError, attempts });
    return { mail: null, delivery: null };
  };
  const mail = await renderMail(ctx.config, message, facts).catch(nameOf);
  if (typeof mail === "string") {
    const delivery: Delivery = { state: "failed", error: mail, afterSeconds: null };
    await record(ctx, message, delivery);
    return { mail: null, delivery };
  }
  if (!mail) return cancel("What it is about is gone.");
  const standing = await queries.findStanding(ctx.db, message.id, {
    addressHash: await ctx.tokens.hashAddress(message.recipient),
    quiet: new Date(ctx.now.getTime() - quietTime),
  });
  if (!standing) return { mail: null, delivery: null };
  if (kindOf(message)!.mayLeave(standing, ctx.now)) return { mail };
  return cancel(standing.optedOut ? "The person is not to be mailed." : "Its time had passed.");
}

/** One message that cannot be written must not hold up the others; its data stays out of the record. */
const nameOf = (error: unknown) =>
  `could not be written: ${error instanceof Error ? error.name : "unknown"}`;

/** Notes what came of handing a message over. */
export async function record(
  ctx: Ctx,
  message: queries.MessageRow,
  delivery: Delivery,
): Promise<void> {
  if (delivery.state === "sent") {
    const { providerId } = delivery;
    await noteSent(ctx, [message.id]);
    await queries.updateSent(ctx.db, [{ row: message, providerId }], ctx.now);
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
