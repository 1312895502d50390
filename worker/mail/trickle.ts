import { updateSendAfter, type MessageRow } from "#db/queries/message.ts";
import type { Ctx } from "../context.ts";
import { nextWithin, type Hours } from "../domain/portfolio-launch/trickle-rules.ts";

/** What a message carries whose time of leaving is planned. */
type Trickled = { launchId: string; trickle: Hours; timeZone: string };

const isTrickled = (row: MessageRow): boolean =>
  "trickle" in row.data && row.attempts === 0 && row.batchId === null;

/**
 * Leaves out what a portfolio launch holds back: what is planned for later, and what is due but came too late for
 * today's working hours, which moves to the next working day. What was handed over once goes its way.
 */
export async function releaseTrickled(ctx: Ctx, waiting: MessageRow[]): Promise<MessageRow[]> {
  const released: MessageRow[] = [];
  const late: { id: string; seen: Date | null; sendAfter: Date }[] = [];
  for (const row of waiting) {
    if (!isTrickled(row)) released.push(row);
    else if (row.sendAfter === null || row.sendAfter <= ctx.now) {
      const { trickle, timeZone } = row.data as Trickled;
      const next = nextWithin(trickle, ctx.random(), ctx.now, timeZone);
      if (next > ctx.now) late.push({ id: row.id, seen: row.sendAfter, sendAfter: next });
      else released.push(row);
    }
  }
  if (late.length > 0) await updateSendAfter(ctx.db, late);
  return released;
}
