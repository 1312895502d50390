import { and, asc, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { message, sweepMark } from "../schema.ts";
import type { MessageRow } from "./message.ts";

const queued = sql`${message.status} = 'queued'`;
const listed = (ids: string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;

/** When the database was brought back from before, if it ever was. */
const restoredAt = sql<Date | null>`(select at from sweep_mark where id = 'restored')`.mapWith(
  sweepMark.at,
);
const asQueued = { ...getTableColumns(message), restoredAt };
export type QueuedRow = MessageRow & { restoredAt: Date | null };

/** Those of these messages that wait to be sent. */
export const listQueued = (db: Database, ids: string[]): Promise<QueuedRow[]> =>
  db
    .select(asQueued)
    .from(message)
    .where(and(sql`${message.id} in ${listed(ids)}`, queued))
    .orderBy(asc(message.createdAt));

/** All that wait to be sent, a page of them by id. */
export const listAllQueued = (db: Database, after: string, limit: number): Promise<MessageRow[]> =>
  db
    .select()
    .from(message)
    .where(and(queued, sql`${message.id} > ${after}`))
    .orderBy(asc(message.id))
    .limit(limit);

/** Puts those of these waiting messages into a batch that are in none. */
export const updateToBatch = (db: Database, batchId: string, ids: string[]) =>
  db
    .update(message)
    .set({ batchId })
    .where(and(sql`${message.id} in ${listed(ids)}`, queued, isNull(message.batchId)));

/** What still waits in these batches. */
export const listBatched = (db: Database, batchIds: string[]): Promise<MessageRow[]> =>
  db
    .select()
    .from(message)
    .where(and(queued, sql`${message.batchId} in ${listed(batchIds)}`, isNull(message.providerId)))
    .orderBy(asc(message.createdAt), asc(message.id));

/** Dissolves a batch: each of its waiting messages goes its own way. */
export const updateUnbatched = (db: Database, batchId: string) =>
  db
    .update(message)
    .set({ batchId: null })
    .where(and(queued, eq(message.batchId, batchId)));
