import type { QueuedRow } from "#db/queries/message-batch.ts";
import { updateSent } from "#db/queries/message.ts";
import type { Ctx } from "../../context.ts";

const hashOf = (ctx: Ctx, id: string): Promise<string> => ctx.tokens.make("sent", id);

/** Notes outside of the database what went out. A note that fails is no reason to send again. */
export async function noteSent(ctx: Ctx, ids: string[]): Promise<void> {
  try {
    const hashes = await Promise.all(ids.map((id) => hashOf(ctx, id)));
    await ctx.ledger.noteSent(hashes, ctx.now.getTime());
  } catch (error) {
    console.error("noting what was sent failed", error instanceof Error ? error.name : "unknown");
  }
}

/** Which of these went out before the database was brought back to an earlier minute, and when. */
export async function findSentBefore(
  ctx: Ctx,
  ids: string[],
  restoredAt: Date,
): Promise<Map<string, Date>> {
  const hashes = await Promise.all(ids.map((id) => hashOf(ctx, id)));
  const sent = await ctx.ledger.findSent(hashes);
  return new Map(
    ids.flatMap((id, index) => {
      const at = sent.get(hashes[index]!);
      return at === undefined || at > restoredAt.getTime() ? [] : [[id, new Date(at)] as const];
    }),
  );
}

/**
 * Leaves out what went out before the database was brought back and does not know it any more; it is written down as
 * sent. A receipt for answers that came since is a new one, although its id is the same.
 */
export async function leaveOutSent<Row extends QueuedRow>(ctx: Ctx, rows: Row[]): Promise<Row[]> {
  const restoredAt = rows[0]?.restoredAt ?? null;
  if (restoredAt === null) return rows;
  const isNew = ({ kind, createdAt }: Row) => kind === "receipt" && createdAt > restoredAt;
  const asked = rows.filter((row) => !isNew(row)).map(({ id }) => id);
  const sent = await findSentBefore(ctx, asked, restoredAt);
  const gone = rows.filter(({ id }) => sent.has(id));
  for (const [at, together] of Map.groupBy(gone, ({ id }) => sent.get(id)!.getTime()))
    await updateSent(
      ctx.db,
      together.map((row) => ({ row, providerId: null })),
      new Date(at),
    );
  return rows.filter(({ id }) => !sent.has(id));
}
