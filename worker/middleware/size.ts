import { createMiddleware } from "hono/factory";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";

/** Who sends more than this loses the connection before the answer. */
const mostRead = 100 * 1024 * 1024;

/**
 * Refuses bodies of more than `most` bytes. They are read to their end first: who is still sending when the answer comes
 * is not listening, and hears of a lost connection instead.
 */
export const limitBody = (most: number, inWords: string) =>
  createMiddleware<App>(async (c, next) => {
    const { body, headers } = c.req.raw;
    if (!body) return next();
    const declared = headers.has("transfer-encoding") ? null : headers.get("content-length");
    if (declared !== null && Number(declared) <= most) return next();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > mostRead) break;
      if (declared === null && size <= most) chunks.push(chunk);
    }
    if (declared !== null || size > most)
      throw new AppError(
        "too_large",
        `What was sent is larger than ${inWords}. Nothing was stored.`,
      );
    const { method } = c.req;
    c.req.raw = new Request(c.req.raw, { method, body: await new Blob(chunks).arrayBuffer() });
    return next();
  });
