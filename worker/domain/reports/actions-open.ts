import { listResponses } from "#db/queries/report.ts";
import { listSealed } from "#db/queries/round-key.ts";
import type { Ctx } from "../../context.ts";
import { locked, type Opener } from "../../sealing.ts";
import { unpack } from "../survey/seal-rules.ts";
import { shuffled } from "./comment-rules.ts";
import type { TalliedResponse } from "./tally-rules.ts";

const pageSize = 500;

type SealedRound = { id: string; confidentiality: string; publicKey: string | null };
type Page<T> = (after: string) => Promise<T[]>;

async function* paged<T extends { id: string }>(list: Page<T>): AsyncGenerator<T[]> {
  for (let after = ""; ;) {
    const page = await list(after);
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.id;
  }
}

/**
 * The answers of a round, at most 500 at once. Sealed ones are opened in memory, shuffled, and bear no id. Throws
 * `answers_locked` when there are sealed answers and no key for them: they are never taken for none.
 */
export async function* openResponses(
  ctx: Ctx,
  { id: roundId, confidentiality, publicKey }: SealedRound,
): AsyncGenerator<TalliedResponse[]> {
  yield* paged((after) => listResponses(ctx.db, roundId, after, pageSize));
  if (confidentiality === "named") return;
  let open: Opener | null = null;
  for await (const page of paged((after) => listSealed(ctx.db, roundId, after, pageSize))) {
    open ??= publicKey === null ? null : await ctx.sealing.findOpener(roundId, publicKey);
    if (!open) throw locked("Their key is not to be found.");
    yield shuffled(await openPage(open, page), () => ctx.random());
  }
}

const openPage = (open: Opener, page: { id: string; sealed: string }[]) =>
  Promise.all(
    page.map(async ({ id, sealed }) => {
      const text = await open(id, sealed).catch(() => {
        throw locked("One of them was changed since it was sealed.");
      });
      return { id: "", ...unpack(text) };
    }),
  );
