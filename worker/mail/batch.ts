import { listBatched, updateToBatch, updateUnbatched } from "#db/queries/message-batch.ts";
import { updateSent, type MessageRow } from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";
import { noteSent } from "../domain/message/actions-sent.ts";
import type { Facts } from "./facts.ts";
import { prepare, record } from "./sending.ts";
import { largestBatch, type Addressed, type Delivery, type Transport } from "./transport.ts";

/** What goes to many people at once. */
const inBatches = new Set(["invitation", "reminder", "personal_note", "report_released"]);

/** Messages that are handed over together, under one key; the same ones each time until they are through. */
type Batch = { id: string; rows: MessageRow[] };
type Plan = { batches: Batch[]; singles: MessageRow[] };

/**
 * Sorts waiting messages into batches and single ones. Who is in a batch is written down before it leaves: its key
 * stands for these messages, and a try whose answer was lost is repeated with them and no others.
 */
export async function planSending(ctx: Ctx, waiting: MessageRow[]): Promise<Plan> {
  const mayBatch = (row: MessageRow) => inBatches.has(row.kind) && row.providerId === null;
  const candidates = waiting.filter((row) => mayBatch(row) && row.batchId === null);
  // One mail a person: whether a second may follow is decided when the first has left.
  const fresh = [...new Map(candidates.toReversed().map((row) => [row.recipient, row])).values()];
  const firsts = new Set(fresh.length > 1 ? fresh.toReversed() : []);
  const batchIds = waiting.filter(mayBatch).flatMap(({ batchId }) => batchId ?? []);
  for (let from = 0; from < firsts.size; from += largestBatch) {
    const rows = [...firsts].slice(from, from + largestBatch);
    const batchId = ctx.newId();
    await updateToBatch(
      ctx.db,
      batchId,
      rows.map(({ id }) => id),
    );
    batchIds.push(batchId);
  }
  const single = (row: MessageRow) => !firsts.has(row) && !(mayBatch(row) && row.batchId !== null);
  return { batches: await listBatches(ctx, batchIds), singles: waiting.filter(single) };
}

/** Read back, in an order of its own: the same request is the same to the provider only sign for sign. */
async function listBatches(ctx: Ctx, batchIds: string[]): Promise<Batch[]> {
  const ids = [...new Set(batchIds)];
  if (ids.length === 0) return [];
  const rows = await listBatched(ctx.db, ids);
  return ids.map((id) => ({ id, rows: rows.filter(({ batchId }) => batchId === id) }));
}

/**
 * Sends one batch. Out: what came of it; `refused` dissolves it, because one bad address refuses all, and then each
 * is sent by itself. Null when nothing in it was to leave.
 */
export async function sendBatch(
  ctx: Ctx,
  transport: Transport,
  { id, rows }: Batch,
  facts: Facts,
): Promise<Delivery | null> {
  const leaving: (Addressed & { row: MessageRow })[] = [];
  let fault: Delivery | null = null;
  for (const row of rows) {
    const prepared = await prepare(ctx, row, facts);
    if (prepared.mail) leaving.push({ row, mail: prepared.mail, messageId: row.id });
    else fault ??= prepared.delivery;
  }
  if (leaving.length === 0) return fault;
  const delivery = await transport.sendAll(leaving, `batch/${id}`, ctx.now);
  if (delivery.state === "sent") {
    const sent = leaving.map(({ row }, at) => ({
      row,
      providerId: delivery.providerIds[at] ?? null,
    }));
    await noteSent(
      ctx,
      leaving.map(({ messageId }) => messageId),
    );
    await updateSent(ctx.db, sent, ctx.now);
    return fault ?? { state: "sent", providerId: null };
  }
  if (delivery.state === "refused") await updateUnbatched(ctx.db, id);
  else for (const { row } of leaving) await record(ctx, row, delivery);
  return delivery;
}
