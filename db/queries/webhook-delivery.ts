import { and, asc, eq, getTableColumns, isNull, lt, lte, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import type { message } from "../schema.ts";
import { webhookDelivery, webhookEndpoint } from "../schema.ts";
import { ifWon, insertAuditWhen, type AuditEntry } from "./audit.ts";
import { insertMessages } from "./message.ts";
import type { Delivery } from "./webhook.ts";

/** Deliveries that are due, with their endpoints, the longest due first; of each endpoint at most `limit`. */
export const listDueDeliveries = (db: Database, now: Date, limit: number) => {
  const due = db
    .select({
      endpointId: webhookDelivery.endpointId,
      eventId: webhookDelivery.eventId,
      place:
        sql<number>`row_number() over (partition by ${webhookDelivery.endpointId} order by ${webhookDelivery.sendAfter})`.as(
          "place",
        ),
    })
    .from(webhookDelivery)
    .where(and(sql`${webhookDelivery.status} = 'waiting'`, lte(webhookDelivery.sendAfter, now)))
    .as("due");
  return db
    .select({
      delivery: getTableColumns(webhookDelivery),
      endpoint: getTableColumns(webhookEndpoint),
    })
    .from(due)
    .innerJoin(
      webhookDelivery,
      and(eq(webhookDelivery.endpointId, due.endpointId), eq(webhookDelivery.eventId, due.eventId)),
    )
    .innerJoin(webhookEndpoint, eq(webhookEndpoint.id, due.endpointId))
    .where(and(lte(due.place, limit), eq(webhookEndpoint.status, "active")))
    .orderBy(asc(webhookDelivery.sendAfter));
};
export type DueDelivery = Awaited<ReturnType<typeof listDueDeliveries>>[number];

const one = ({ endpointId, eventId }: Pick<Delivery, "endpointId" | "eventId">) =>
  and(eq(webhookDelivery.endpointId, endpointId), eq(webhookDelivery.eventId, eventId));

/**
 * Takes one try of a delivery, and books the next one for the case that this one is never heard of again. False:
 * somebody else took it.
 */
export async function updateClaimed(
  db: Database,
  delivery: Delivery,
  { now, sendAfter }: { now: Date; sendAfter: Date },
): Promise<boolean> {
  const { meta } = await db
    .update(webhookDelivery)
    .set({ attempts: delivery.attempts + 1, triedAt: now, sendAfter })
    .where(
      and(
        one(delivery),
        eq(webhookDelivery.status, "waiting"),
        eq(webhookDelivery.attempts, delivery.attempts),
        lte(webhookDelivery.sendAfter, now),
      ),
    );
  return meta.changes === 1;
}

/** The endpoint took it: with that, it is well again. */
export const updateDelivered = (db: Database, delivery: Delivery, answer: string) =>
  db.batch([
    db.update(webhookDelivery).set({ status: "delivered", answer }).where(one(delivery)),
    db
      .update(webhookEndpoint)
      .set({ failingSince: null })
      .where(eq(webhookEndpoint.id, delivery.endpointId)),
  ]);

/** The endpoint did not take it; `last`: nor will it be tried again. */
export const updateNotTaken = (
  db: Database,
  delivery: Delivery,
  { answer, last, now }: { answer: string; last: boolean; now: Date },
) =>
  db.batch([
    db
      .update(webhookDelivery)
      .set({ status: last ? "failed" : "waiting", answer })
      .where(one(delivery)),
    db
      .update(webhookEndpoint)
      .set({ failingSince: now })
      .where(
        and(eq(webhookEndpoint.id, delivery.endpointId), isNull(webhookEndpoint.failingSince)),
      ),
  ]);

/** Pauses an endpoint that takes nothing, and tells of it. False: it was paused already. */
export async function updateGivenUp(
  db: Database,
  endpointId: string,
  mails: (typeof message.$inferInsert)[],
  audit: AuditEntry,
): Promise<boolean> {
  const [paused] = await db.batch([
    db
      .update(webhookEndpoint)
      .set({ status: "paused", failingSince: null })
      .where(and(eq(webhookEndpoint.id, endpointId), eq(webhookEndpoint.status, "active"))),
    insertAuditWhen(db, audit, ifWon),
    insertMessages(db, mails, ifWon),
  ]);
  return paused.meta.changes === 1;
}

/** Forgets what was told before an instant. */
export const deleteDeliveriesBefore = (db: Database, before: Date) =>
  db
    .delete(webhookDelivery)
    .where(
      and(
        sql`${webhookDelivery.endpointId} in (select id from webhook_endpoint)`,
        lt(webhookDelivery.createdAt, before),
      ),
    );
