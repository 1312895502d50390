import { listFailed, updateToRetry } from "#db/queries/message-failed.ts";
import type { StaffCtx } from "../../context.ts";
import { pageOf, readNumberPosition, type Listed } from "../../cursor.ts";

/** Messages that were given up, newest first; `nextCursor` is null on the last page. Admins only. */
export async function findFailed(ctx: StaffCtx, { cursor, limit }: Listed) {
  const rows = await listFailed(ctx.db, { after: readNumberPosition(cursor), limit: limit + 1 });
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.createdAt, last.id]);
  return { messages: page, nextCursor };
}

export type FailedMessage = Awaited<ReturnType<typeof findFailed>>["messages"][number];

/**
 * Sends given-up messages once more: one by its id, or all (null). Whether each may still leave is looked at again
 * when its turn comes. Pressed twice it is done once. Admins only.
 */
export async function retryFailed(ctx: StaffCtx, id: string | null): Promise<void> {
  const waiting = await updateToRetry(ctx.db, id, {
    at: ctx.now,
    actor: ctx.actor.id,
    action: "message.retried",
    subjectType: "message",
    subjectId: id ?? "all",
  });
  if (waiting.length > 0) await ctx.mail.wake(waiting);
}
