import { findMessage, listMessages, type MessageRow } from "#db/queries/message.ts";
import type { Ctx } from "../../context.ts";
import { pageOf, readNumberPosition, type Listed } from "../../cursor.ts";
import { AppError } from "../../errors.ts";
import { gatherFacts, type Facts } from "../../mail/facts.ts";
import { renderMail } from "../../mail/render.tsx";
import { kindName } from "./failure-rules.ts";
import type { OutboxMessage } from "./schema.ts";

/** The outbox shows personal links to whoever looks: it exists on a run on one machine only. */
function requireLocal(ctx: Ctx): void {
  if (ctx.config.LOCAL !== "1")
    throw new AppError("not_found", "There is nothing at this address.");
}

/**
 * Messages that left or wait, newest first; `nextCursor` is null on the last page. One that was cancelled before its turn,
 * because its person opted out or answered, is no mail. Local runs only.
 */
export async function findOutbox(
  ctx: Ctx,
  { cursor, limit }: Listed,
): Promise<{ messages: OutboxMessage[]; nextCursor: string | null }> {
  requireLocal(ctx);
  const rows = await listMessages(ctx.db, { after: readNumberPosition(cursor), limit: limit + 1 });
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.createdAt, last.id]);
  const facts = await gatherFacts(ctx, page);
  const messages = await Promise.all(page.map((row) => show(ctx, row, facts)));
  return { messages, nextCursor };
}

/** One message as the outbox shows it. Local runs only. */
export async function findOutboxMessage(ctx: Ctx, id: string): Promise<OutboxMessage> {
  requireLocal(ctx);
  const row = await findMessage(ctx.db, id);
  if (!row) throw new AppError("not_found", "There is no such message.");
  return show(ctx, row, await gatherFacts(ctx, [row]));
}

async function show(ctx: Ctx, row: MessageRow, facts: Facts): Promise<OutboxMessage> {
  const mail = await renderMail(ctx.config, row, facts);
  const { id, kind, status, createdAt } = row;
  return {
    id,
    kind,
    to: row.recipient,
    subject: mail?.subject ?? `${kindName(kind)}: cannot be shown any more`,
    text: mail?.text ?? "",
    html: mail?.html ?? "",
    headers: mail
      ? {
          From: mail.from,
          ...(mail.replyTo.length > 0 ? { "Reply-To": mail.replyTo.join(", ") } : {}),
          ...mail.headers,
        }
      : {},
    status,
    createdAt: createdAt.toISOString(),
  };
}
