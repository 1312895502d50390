import { deleteAttempts, insertAttempt } from "#db/queries/attempt.ts";
import type { Ctx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { limitMinutes, networkOf } from "./rules.ts";

const minute = 60 * 1000;

/**
 * Counts a request for a sign-in link, by where it comes from and for which address, and refuses it (`rate_limited`)
 * when there were too many in a quarter of an hour. Known and unknown addresses are counted alike. What one place
 * asks beyond its limit does not count against the addresses it names.
 */
export async function admitSignIn(ctx: Ctx, email: string, ip: string | undefined): Promise<void> {
  await admitPlace(ctx, ip);
  await admit(ctx, `address ${email}`, ctx.config.SIGN_IN_PER_ADDRESS);
}

/** Counts a try to sign in by where it comes from alone, and refuses it (`rate_limited`) when there were too many. */
export async function admitPlace(ctx: Ctx, ip: string | undefined): Promise<void> {
  if (ip !== undefined) await admit(ctx, `ip ${networkOf(ip)}`, ctx.config.SIGN_IN_PER_IP);
}

async function admit(ctx: Ctx, what: string, most: number): Promise<void> {
  const id = await ctx.tokens.make("attempt", what);
  const ends = new Date(ctx.now.getTime() + limitMinutes * minute);
  const { count, until } = await insertAttempt(ctx.db, id, ctx.now, ends);
  if (count <= most) return;
  const seconds = Math.ceil((until.getTime() - ctx.now.getTime()) / 1000);
  const wait = Math.ceil(seconds / 60);
  throw new AppError(
    "rate_limited",
    `Signing in was tried too often. Try again in ${wait} ${wait === 1 ? "minute" : "minutes"}; a link that you have still works until it ends.`,
    { retryAfter: seconds },
  );
}

/** Forgets who asked how often, once it does not matter any more. */
export const forgetAttempts = (ctx: Ctx): Promise<unknown> => deleteAttempts(ctx.db, ctx.now);
