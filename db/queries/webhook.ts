import type { WebhookEvent } from "#worker/domain/webhook/schema.ts";
import { and, asc, desc, eq, ne, sql, type SQL } from "drizzle-orm";
import type { Database } from "../client.ts";
import { webhookDelivery, webhookEndpoint } from "../schema.ts";
import { ifWon, insertAudit, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { fallingFrom, type Position } from "./position.ts";

export type Endpoint = typeof webhookEndpoint.$inferSelect;
export type Delivery = typeof webhookDelivery.$inferSelect;

/**
 * Queues events for whichever endpoints want them, as long as `when` holds: for the batch of what they tell. An
 * event that is there already is left as it is.
 */
export const insertWebhooks = (db: Database, events: WebhookEvent[], when: SQL = sql`true`) => {
  const list = JSON.stringify(events.map((event) => ({ ...event, at: event.at.getTime() })));
  return db
    .insert(webhookDelivery)
    .select(
      sql`select endpoint.id, event.value->>'id', event.value->>'type', event.value->'data', 'waiting', 0,
        event.value->>'at', event.value->>'at', null, null
        from webhook_endpoint endpoint, json_each(endpoint.events) wanted, json_each(${list}) event
        where endpoint.status = 'active' and wanted.value = event.value->>'type' and ${when}`,
    )
    .onConflictDoNothing();
};

/**
 * The same for those of these actions that were changed at this instant: for the end of the batch that did it.
 * Those that are walled are never told.
 */
export const insertActionWebhooks = (db: Database, which: SQL, at: Date) =>
  db
    .insert(webhookDelivery)
    .select(
      sql`select endpoint.id, 'action-changed_' || action.id || '_' || action.version, wanted.value,
        json_object('actionId', action.id, 'accountId', action.account_id, 'status', action.status,
          'version', action.version),
        'waiting', 0, action.updated_at, action.updated_at, null, null
        from action, webhook_endpoint endpoint, json_each(endpoint.events) wanted
        where ${which} and action.updated_at = ${at.getTime()} and action.walled = 0
          and endpoint.status = 'active' and wanted.value = 'action.changed'`,
    )
    .onConflictDoNothing();

/** All endpoints, in the order in which they were added. */
export const listEndpoints = (db: Database) =>
  db
    .select()
    .from(webhookEndpoint)
    .orderBy(asc(webhookEndpoint.createdAt), asc(webhookEndpoint.id));

/** One endpoint; undefined when there is none. */
export const findEndpoint = (db: Database, id: string) =>
  db.select().from(webhookEndpoint).where(eq(webhookEndpoint.id, id)).get();

/** Adds an endpoint, with its audit entry. */
export const insertEndpoint = (
  db: Database,
  row: typeof webhookEndpoint.$inferInsert,
  audit: AuditEntry,
) => db.batch([db.insert(webhookEndpoint).values(row), insertAudit(db, audit)]);

/** Makes the next version of the secret the one that signs. Nothing when it was made since `version` was read. */
export const updateRotated = (
  db: Database,
  { id, secretVersion }: Pick<Endpoint, "id" | "secretVersion">,
  audit: AuditEntry,
) =>
  db.batch([
    db
      .update(webhookEndpoint)
      .set({ secretVersion: secretVersion + 1, rotatedAt: audit.at })
      .where(and(eq(webhookEndpoint.id, id), eq(webhookEndpoint.secretVersion, secretVersion))),
    insertAuditWhen(db, audit, ifWon),
  ]);

/** Pauses an endpoint or lets it go on. Once more changes nothing. */
export const updateEndpointStatus = (
  db: Database,
  id: string,
  status: Endpoint["status"],
  audit: AuditEntry,
) =>
  db.batch([
    db
      .update(webhookEndpoint)
      .set({ status, failingSince: null })
      .where(and(eq(webhookEndpoint.id, id), ne(webhookEndpoint.status, status))),
    insertAuditWhen(db, audit, ifWon),
  ]);

/** Deletes an endpoint with its log. */
export const deleteEndpoint = (db: Database, id: string, audit: AuditEntry) =>
  db.batch([
    db.delete(webhookDelivery).where(eq(webhookDelivery.endpointId, id)),
    db.delete(webhookEndpoint).where(eq(webhookEndpoint.id, id)),
    insertAuditWhen(db, audit, ifWon),
  ]);

/** What an endpoint was told or is to be told, the newest first. */
export const listDeliveries = (
  db: Database,
  endpointId: string,
  { after, limit }: { after: Position | undefined; limit: number },
) =>
  db
    .select()
    .from(webhookDelivery)
    .where(
      and(
        eq(webhookDelivery.endpointId, endpointId),
        fallingFrom([webhookDelivery.createdAt, webhookDelivery.eventId], after),
      ),
    )
    .orderBy(desc(webhookDelivery.createdAt), desc(webhookDelivery.eventId))
    .limit(limit);

/** Lets an event wait to be sent once more, from the first try on. What waits already is left as it is. */
export const updateToSendAgain = (
  db: Database,
  { endpointId, eventId }: Pick<Delivery, "endpointId" | "eventId">,
  audit: AuditEntry,
) =>
  db.batch([
    db
      .update(webhookDelivery)
      .set({ status: "waiting", attempts: 0, sendAfter: audit.at })
      .where(
        and(
          eq(webhookDelivery.endpointId, endpointId),
          eq(webhookDelivery.eventId, eventId),
          ne(webhookDelivery.status, "waiting"),
        ),
      ),
    insertAuditWhen(db, audit, ifWon),
  ]);
