import { listWaiting } from "#db/queries/home.ts";
import { TZDate } from "@date-fns/tz";
import { endOfWeek, subDays, subMonths } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { reachOf } from "../account/rules.ts";
import { dayField } from "../round/rules.ts";

/**
 * What needs this person today: cases that nobody has taken up, promises of theirs that are overdue or due by
 * Sunday in the supplier's zone, what clients said of their plans, drafts to grade or launch, open rounds, the first to close on top, colleagues
 * proposed by respondents, reports of the last fortnight, older ones that no client has heard of, accounts without a survey in twelve months, and for admins mail that
 * failed. One D1 call.
 */
export async function findToday({ db, now, actor, config }: StaffCtx, timeZone = config.TIME_ZONE) {
  const today = new TZDate(now, timeZone);
  const waiting = await listWaiting(
    db,
    { reach: reachOf(actor), staffId: actor.id },
    {
      closedSince: subDays(now, 14),
      surveyedSince: subMonths(now, 12),
      dueUntil: dayField(endOfWeek(today, { weekStartsOn: 1 }), timeZone),
    },
  );
  return {
    ...waiting,
    day: dayField(now, timeZone),
    failed: actor.role === "admin" ? waiting.failed : [],
  };
}

export type Today = Awaited<ReturnType<typeof findToday>>;
