import { findAccountHistory } from "#db/queries/account-history.ts";
import { listComparable } from "#db/queries/portfolio.ts";
import { TZDate } from "@date-fns/tz";
import { getYear } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { areas } from "../questions/base.ts";
import { audiencesFor, viewerOf } from "../reports/audience-rules.ts";
import { requireAccount } from "./actions.ts";
import { compareAccount } from "./comparison-rules.ts";
import { areaHistory } from "./history-rules.ts";
import { reachOf } from "./rules.ts";

export type AccountHistory = Awaited<ReturnType<typeof readHistory>>;

/** What an account's last ten rounds said, the oldest first, as the fullest audience open to the actor sees it. */
export async function readHistory({ db, actor }: StaffCtx, accountId: string) {
  const found = await findAccountHistory(db, reachOf(actor), accountId, {
    viewerId: actor.id,
    areas,
  });
  if (!found) throw new AppError("not_found", "There is no such account.");
  const viewer = viewerOf(actor, found.account);
  const { id, name } = found.account;
  return {
    account: { id, name },
    rounds: found.rounds.toReversed(),
    areas: areaHistory(found, viewer, audiencesFor(viewer)[0]!),
  };
}

const yearsCompared = 3;

export type AccountComparison = Awaited<ReturnType<typeof readComparison>>;

/** An account's last round beside the last rounds of all other accounts of the last three years, as quarters. */
export async function readComparison(ctx: StaffCtx, accountId: string, timeZone: string) {
  const { id, name } = await requireAccount(ctx, accountId);
  const to = getYear(new TZDate(ctx.now, timeZone));
  const years = { from: to - yearsCompared + 1, to };
  const { reports, within } = await listComparable(ctx.db, reachOf(ctx.actor), {
    ...years,
    areas,
  });
  return { account: { id, name }, ...compareAccount(reports, id, within), years };
}
