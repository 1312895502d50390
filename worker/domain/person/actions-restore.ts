import { listAllQueued } from "#db/queries/message-batch.ts";
import {
  listAddresses,
  updateAfterRestore,
  updateEscalatedBefore,
  updateSweepMark,
} from "#db/queries/restore.ts";
import type { Ctx } from "../../context.ts";
import { leaveOutSent } from "../message/actions-sent.ts";
import { escalationDay } from "../action/notice-rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { erasePerson } from "./actions.ts";
import { applyFacts } from "./actions-outside.ts";

const markEvery = 5 * 60_000;
const pageLength = 500;

/**
 * Notices that the database was brought back from before: then the mark that is kept outside is later than the one
 * inside. Nobody stays signed in, no token works, and what was revoked, ended or erased since is so again. What waited
 * to be mailed waits for a person, except what is known to have gone out. Where nothing of the kind happened it only
 * moves the marks on. `inside`: the one inside, in UTC milliseconds.
 */
export async function noticeRestore(ctx: Ctx, inside: number | null): Promise<void> {
  const outside = await ctx.ledger.findMark();
  const restored = inside !== null && outside !== null && outside > inside;
  if (restored) await settleRestore(ctx, new Date(outside));
  const since = ctx.now.getTime() - (inside ?? 0);
  if (!restored && since >= 0 && since < markEvery) return;
  // Always on, whatever the clock does. Inside first: cut off in between, the mark outside is the earlier one,
  // which means nothing.
  const at = Math.max(ctx.now.getTime(), (inside ?? 0) + 1, outside ?? 0);
  await updateSweepMark(ctx.db, at);
  await ctx.ledger.setMark(at);
}

/** `lastSwept`: until when, at least, sweeps had run on what is gone now. */
async function settleRestore(ctx: Ctx, lastSwept: Date): Promise<void> {
  await settleQueued(ctx);
  await updateAfterRestore(ctx.db, ctx.now, lastSwept);
  await applyFacts(ctx);
  const { timeZone } = await loadSettings(ctx);
  const told = escalationDay(lastSwept, timeZone);
  if (told) await updateEscalatedBefore(ctx.db, told);
  await eraseAgain(ctx);
}

/** Of what waits again, what went out in the meantime is written down as sent. */
async function settleQueued(ctx: Ctx): Promise<void> {
  for (let after = ""; ;) {
    const page = await listAllQueued(ctx.db, after, pageLength);
    await leaveOutSent(
      ctx,
      page.map((row) => ({ ...row, restoredAt: ctx.now })),
    );
    if (page.length < pageLength) return;
    after = page.at(-1)!.id;
  }
}

/** Erases whom the ledger names, as far as they were there before they were erased. */
async function eraseAgain(ctx: Ctx): Promise<void> {
  const erasedAt = new Map((await ctx.ledger.list()).map((one) => [one.addressHash, one.at]));
  if (erasedAt.size === 0) return;
  for (let after = ""; ;) {
    const page = await listAddresses(ctx.db, after, pageLength);
    for (const { email, createdAt } of page) {
      const at = erasedAt.get(await ctx.tokens.hashAddress(email));
      if (at === undefined || createdAt > at) continue;
      // The moment of the first time stays the one that counts: whoever came anew since then is left alone.
      await erasePerson({ ...ctx, now: new Date(at) }, email, { noMoreMail: false });
    }
    if (page.length < pageLength) return;
    after = page.at(-1)!.id;
  }
}
