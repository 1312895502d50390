import { messageRow } from "#db/queries/message.ts";
import { listStaff } from "#db/queries/staff.ts";
import { findRestoredAt } from "#db/queries/restore.ts";
import * as queries from "#db/queries/webhook-delivery.ts";
import { Webhook } from "standardwebhooks";
import type { Ctx } from "../../context.ts";
import { findSentBefore, noteSent } from "../message/actions-sent.ts";
import { isActive } from "../staff/rules.ts";
import { surroundings } from "./actions.ts";
import { postJson, type Posted } from "./post.ts";
import { addressFault, bodyOf, isHopeless, logBegins, nextTry, signingVersions } from "./rules.ts";

const perEndpoint = 20;
const endpointsAtOnce = 5;
const lostAfter = 600_000;

/**
 * Tells endpoints what is due, of each the oldest first. One that does not take an event is left alone until the
 * next sweep, so that it does not hold up the others. Forgets what the log no longer shows.
 */
export async function deliverWebhooks(ctx: Ctx): Promise<void> {
  await queries.deleteDeliveriesBefore(ctx.db, logBegins(ctx.now));
  const due = await queries.listDueDeliveries(ctx.db, ctx.now, perEndpoint);
  const untold = await leaveOutTold(ctx, due);
  const waiting = [...Map.groupBy(untold, ({ endpoint }) => endpoint.id).values()];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await deliverInTurn(ctx, next);
  };
  await Promise.all(Array.from({ length: endpointsAtOnce }, work));
}

const nameOf = ({ delivery }: queries.DueDelivery) =>
  `webhook/${delivery.endpointId}/${delivery.eventId}`;

/** Leaves out what was told before the database was brought back and does not know it any more. */
async function leaveOutTold(ctx: Ctx, due: queries.DueDelivery[]): Promise<queries.DueDelivery[]> {
  const restoredAt = due.length > 0 ? await findRestoredAt(ctx.db) : null;
  if (restoredAt === null) return due;
  const told = await findSentBefore(ctx, due.map(nameOf), restoredAt);
  const [again, fresh] = [true, false].map((is) =>
    due.filter((one) => told.has(nameOf(one)) === is),
  );
  for (const { delivery } of again!)
    await queries.updateDelivered(ctx.db, delivery, "told before the database was restored");
  return fresh!;
}

async function deliverInTurn(ctx: Ctx, due: queries.DueDelivery[]): Promise<void> {
  for (const one of due) if (!(await deliverOne(ctx, one))) return;
}

/** One try. False: the endpoint did not take it. */
async function deliverOne(ctx: Ctx, one: queries.DueDelivery): Promise<boolean> {
  const { delivery, endpoint } = one;
  const next = nextTry(delivery.attempts + 1, ctx.now);
  // Should the last try never be heard of again, it is taken for one that failed.
  const claim = { now: ctx.now, sendAfter: next ?? new Date(ctx.now.getTime() + lostAfter) };
  if (!(await queries.updateClaimed(ctx.db, delivery, claim))) return true;
  const { taken, gone, answer } = await send(ctx, one);
  if (taken) {
    await noteSent(ctx, [nameOf(one)]);
    await queries.updateDelivered(ctx.db, delivery, answer);
    return true;
  }
  await queries.updateNotTaken(ctx.db, delivery, { answer, last: next === null, now: ctx.now });
  if (gone || isHopeless(endpoint.failingSince, ctx.now)) await giveUp(ctx, endpoint);
  return false;
}

async function send(ctx: Ctx, due: queries.DueDelivery): Promise<Posted> {
  const { url } = due.endpoint;
  const fault = addressFault(url, surroundings(ctx));
  if (fault) return { taken: false, gone: true, answer: `not called: the address ${fault}` };
  const body = bodyOf(due.delivery);
  return postJson(url, await headersOf(ctx, due, body), body);
}

async function headersOf(
  ctx: Ctx,
  { delivery, endpoint }: queries.DueDelivery,
  body: string,
): Promise<Record<string, string>> {
  const versions = signingVersions(endpoint, ctx.now);
  const secrets = await Promise.all(
    versions.map((version) => ctx.tokens.signingSecret(endpoint.id, version)),
  );
  return {
    "webhook-id": delivery.eventId,
    "webhook-timestamp": String(Math.floor(ctx.now.getTime() / 1000)),
    "webhook-signature": secrets
      .map((secret) => new Webhook(secret).sign(delivery.eventId, ctx.now, body))
      .join(" "),
  };
}

/** Pauses an endpoint that has taken nothing for days, or says that it is gone, and tells the admins. */
async function giveUp(ctx: Ctx, endpoint: queries.DueDelivery["endpoint"]): Promise<void> {
  const admins = (await listStaff(ctx.db)).filter((one) => one.role === "admin" && isActive(one));
  const mails = admins.map(({ id, email }) =>
    messageRow(
      {
        id: `webhook-paused/${endpoint.id}/${id}/${ctx.now.getTime()}`,
        kind: "webhook_paused",
        recipient: email,
        staffId: id,
        data: { host: new URL(endpoint.url).host },
      },
      ctx.now,
    ),
  );
  const won = await queries.updateGivenUp(ctx.db, endpoint.id, mails, {
    at: ctx.now,
    actor: "system",
    action: "webhook.given_up",
    subjectType: "webhook",
    subjectId: endpoint.id,
  });
  if (won) await ctx.mail.wake(mails.map(({ id }) => id));
}
