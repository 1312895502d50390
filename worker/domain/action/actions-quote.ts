import { listQuotes } from "#db/queries/suggestion.ts";
import type { Ctx } from "../../context.ts";
import type { QuoteRef } from "./schema.ts";

/** What stands at these places of reports now; what was erased is left out. Names are there in named rounds only. */
export async function readQuotes(ctx: Ctx, refs: QuoteRef[]) {
  const quotes = refs.length === 0 ? [] : await listQuotes(ctx.db, refs);
  return quotes.map(({ firstName, lastName, ...quote }) => ({
    ...quote,
    name: `${firstName ?? ""} ${lastName ?? ""}`.trim() || null,
  }));
}
