import * as queries from "#db/queries/webhook.ts";
import type { Ctx, StaffCtx } from "../../context.ts";
import { pageOf, readNumberPosition, type Listed } from "../../cursor.ts";
import { AppError, refuse, type Outcome } from "../../errors.ts";
import { addressFault } from "./rules.ts";
import type { NewWebhook } from "./schema.ts";

const entryOf = (ctx: StaffCtx, action: string, subjectId: string, detail = {}) => ({
  at: ctx.now,
  actor: ctx.actor.id,
  action: `webhook.${action}`,
  subjectType: "webhook",
  subjectId,
  detail,
});

/** Where a run may call, and where it may not. */
export const surroundings = ({ config }: Pick<Ctx, "config">) => ({
  local: config.LOCAL === "1",
  ownOrigin: new URL(config.BASE_URL).origin,
});

/** All endpoints. Admins only, as everything here. */
export const findEndpoints = (ctx: StaffCtx) => queries.listEndpoints(ctx.db);

/** One endpoint; throws not_found when there is none. */
export async function findEndpoint(ctx: StaffCtx, id: string): Promise<queries.Endpoint> {
  const found = await queries.findEndpoint(ctx.db, id);
  if (!found) throw new AppError("not_found", "There is no such webhook.");
  return found;
}

/**
 * Adds an endpoint and gives its signing secret, which nothing shows again. Refuses `url_refused`: an address that
 * does not lead out to the public.
 */
export async function addEndpoint(
  ctx: StaffCtx,
  { url, events }: NewWebhook,
): Promise<Outcome<{ id: string; secret: string }>> {
  const fault = addressFault(url, surroundings(ctx));
  if (fault) return refuse("url_refused", `The address ${fault}.`);
  const id = ctx.newId();
  const row = {
    id,
    url: new URL(url).href,
    events: [...new Set(events)],
    status: "active" as const,
    secretVersion: 1,
    createdBy: ctx.actor.id,
    createdAt: ctx.now,
  };
  await queries.insertEndpoint(ctx.db, row, entryOf(ctx, "added", id));
  return { ok: true, id, secret: await ctx.tokens.signingSecret(id, 1) };
}

/** Makes a new signing secret and gives it, once. For a day the one before signs as well. */
export async function rotateSecret(
  ctx: StaffCtx,
  id: string,
): Promise<{ endpoint: queries.Endpoint; secret: string }> {
  const before = await findEndpoint(ctx, id);
  await queries.updateRotated(ctx.db, before, entryOf(ctx, "rotated", id));
  const endpoint = await findEndpoint(ctx, id);
  return { endpoint, secret: await ctx.tokens.signingSecret(id, endpoint.secretVersion) };
}

/** Pauses an endpoint, or lets it go on with what waits for it. */
export async function setEndpointStatus(
  ctx: StaffCtx,
  id: string,
  status: queries.Endpoint["status"],
): Promise<void> {
  const action = status === "paused" ? "paused" : "resumed";
  await queries.updateEndpointStatus(ctx.db, id, status, entryOf(ctx, action, id));
}

/** Deletes an endpoint with its log. */
export async function removeEndpoint(ctx: StaffCtx, id: string): Promise<void> {
  await queries.deleteEndpoint(ctx.db, id, entryOf(ctx, "deleted", id));
}

/** Sends an event once more, under the id it has always had. */
export async function sendAgain(ctx: StaffCtx, endpointId: string, eventId: string): Promise<void> {
  const audit = entryOf(ctx, "sent_again", endpointId, { eventId });
  await queries.updateToSendAgain(ctx.db, { endpointId, eventId }, audit);
}

/** What an endpoint was told in the last 30 days, the newest first; `nextCursor` is null on the last page. */
export async function findDeliveries(ctx: StaffCtx, endpointId: string, { cursor, limit }: Listed) {
  const after = readNumberPosition(cursor);
  const rows = await queries.listDeliveries(ctx.db, endpointId, { after, limit: limit + 1 });
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.createdAt, last.eventId]);
  return { deliveries: page, nextCursor };
}
