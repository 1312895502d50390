import { findPromises } from "#db/queries/promises.ts";
import { subMonths } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { csvDay, writeCsv } from "../../csv.ts";
import { reachOf } from "../account/rules.ts";
import { hoursTaken, paceOf } from "../case/pace-rules.ts";
import { letterOf } from "../reports/grade-rules.ts";
import { dayField } from "../round/rules.ts";
import { improvementsIn, keptOnTime } from "./promise-rules.ts";

/** At and below this many points the letter is C or worse: an exact half goes to the worse one. */
const poorPoints = 2.5;

export type Promises = Awaited<ReturnType<typeof readPromises>>;

/** How promises to clients are kept: agreed, on time, overdue, verified; over the accounts and walls of the reader. */
export async function readPromises(ctx: StaffCtx, months: number, timeZone: string) {
  const since = subMonths(ctx.now, months);
  const dayOf = (at: Date) => dayField(at, timeZone);
  const reader = { reach: reachOf(ctx.actor), staffId: ctx.actor.id };
  const period = { since, sinceDay: dayOf(since), today: dayOf(ctx.now) };
  const found = await findPromises(ctx.db, reader, period, poorPoints);
  return {
    plans: {
      agreed: found.plans.filter(({ agreed }) => agreed === 1).length,
      of: found.plans.length,
    },
    onTime: keptOnTime(
      found.due.map(({ dueOn, doneAt }) => ({ dueOn, doneOn: doneAt && dayOf(doneAt) })),
    ),
    overdue: found.overdue,
    improvements: improvementsIn(found.verdicts),
    pace: paceOf(found.courses, ctx.now),
    unplanned: found.unplanned.map((one) => ({ ...one, letter: letterOf(one.points) })),
  };
}

const heading = ["Figure", "Of what", "Year", "Count", "Of", "Hours", "Day"];

/** The same as CSV, a figure a line. */
export async function exportPromises(ctx: StaffCtx, months: number, timeZone: string) {
  const { plans, onTime, overdue, improvements, pace, unplanned } = await readPromises(
    ctx,
    months,
    timeZone,
  );
  const hours = ({ median, n }: { median: number | null; n: number }) =>
    ["", n, pace.opened, hoursTaken(median), ""] as const;
  return writeCsv(heading, [
    ["Plans agreed by the client", "", "", plans.agreed, plans.of, "", ""],
    ["Actions done by their day", "", "", onTime.kept, onTime.of, "", ""],
    ["Median time to first contact", "", ...hours(pace.toContact)],
    ["Median time to resolve a case", "", ...hours(pace.toResolve)],
    ...overdue.map((one) => ["Overdue", one.owner ?? "Nobody", "", one.count, "", "", one.oldest]),
    ...improvements.areas.flatMap(({ area, byYear }) =>
      byYear.map(({ better, asked }, at) => [
        "Better, says the client",
        area ?? "other",
        improvements.years[at]!.year,
        better,
        asked,
        "",
        "",
      ]),
    ),
    ...unplanned.map((one) => [
      `Graded ${one.letter}, no agreed plan`,
      one.account,
      "",
      one.graded,
      one.invited,
      "",
      csvDay(one.closedAt, timeZone),
    ]),
  ]);
}
