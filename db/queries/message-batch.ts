import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "../client.ts";
import { message } from "../schema.ts";
import type { MessageRow } from "./message.ts";

const queued = sql`${message.status} = 'queued'`;
const listed = (ids: string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;

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
