import { updateRenewed, type LinkTable } from "#db/queries/link.ts";
import { messageRow, type MessageIntent } from "#db/queries/message.ts";
import type { Ctx } from "../../context.ts";
import { renewalPause } from "./rules.ts";

export type Link = {
  id: string;
  tokenHash: string;
  tokenVersion: number;
  formerHash: string | null;
  expiresAt: Date;
};

/** The hash a token is looked up by; null for what cannot be a token of ours. */
export const hashOf = async (ctx: Ctx, token: string): Promise<string | null> =>
  /^[\w-]{22}$/.test(token) ? ctx.tokens.hash(token) : null;

/** The first token of a new link: only its hash, for the mail makes the token itself again. */
export const firstHash = async (ctx: Ctx, kind: LinkTable, id: string): Promise<string> =>
  ctx.tokens.hash(await ctx.tokens.make(kind, id));

/**
 * Mails a fresh link to the person a link was made for, at most once a day; asked more often it does nothing. A link
 * that is still good is only sent once more: whoever holds an older one cannot take the present one away.
 */
export async function renewLink(
  ctx: Ctx,
  kind: LinkTable,
  link: Link,
  {
    expiresAt,
    mail,
  }: { expiresAt: Date; mail: Pick<MessageIntent, "kind" | "recipient" | "roundId"> },
): Promise<void> {
  const good = link.expiresAt > ctx.now;
  const tokenVersion = good ? link.tokenVersion : link.tokenVersion + 1;
  const token = await ctx.tokens.make(kind, link.id, tokenVersion);
  const message = messageRow(
    {
      ...mail,
      id: `${mail.kind.replace("_", "-")}/${link.id}/${ctx.now.getTime()}`,
      data: { fresh: true },
    },
    ctx.now,
  );
  const renewed = await updateRenewed(
    ctx.db,
    kind,
    { id: link.id, seen: link.tokenVersion, notSince: new Date(ctx.now.getTime() - renewalPause) },
    {
      tokenVersion,
      tokenHash: await ctx.tokens.hash(token),
      formerHash: good ? link.formerHash : link.tokenHash,
      expiresAt: good ? link.expiresAt : expiresAt,
      renewedAt: ctx.now,
    },
    message,
  );
  if (renewed) await ctx.mail.wake([message.id]);
}
