import { listAccountLines } from "#db/queries/account-list.ts";
import { messageRow } from "#db/queries/message.ts";
import { insertLaunch, listStandings } from "#db/queries/portfolio-launch.ts";
import { listStaff } from "#db/queries/staff.ts";
import { TZDate } from "@date-fns/tz";
import { addDays, subMonths } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { AppError, invalid, refuse, type Outcome } from "../../errors.ts";
import { unmanaged } from "../account/list-rules.ts";
import { foldName, reachOf } from "../account/rules.ts";
import { groupSizes } from "../reports/group-rules.ts";
import { dayField, deadlineOf, kindWords } from "../round/rules.ts";
import { loadSettings } from "../setting/actions.ts";
import { noticeChain, noticeRecipients } from "../staff/rules.ts";
import { defaultModules } from "../survey/rules.ts";
import type { LaunchFields } from "./form-rules.ts";
import { mostAccounts, type LaunchFilter, type NewLaunch } from "./schema.ts";
import { fewDays, leastDays, type Trickle } from "./trickle-rules.ts";

/** An independent administrator sees rounds, not accounts. */
export function requireAccounts({ actor }: StaffCtx): void {
  if (actor.role === "independent_administrator")
    throw new AppError("forbidden", "Your role does not include accounts.");
}

export type LaunchChoice = Awaited<ReturnType<typeof offerAccounts>>["accounts"][number];

/** Accounts within reach that a launch may ask, by name, each with how it stands for rounds of this kind. */
export async function offerAccounts(
  ctx: StaffCtx,
  { manager, months, q, ...filter }: LaunchFilter,
  kind: NewLaunch["kind"],
) {
  requireAccounts(ctx);
  const reach = reachOf(ctx.actor);
  const wanted = {
    ...filter,
    q: foldName(q),
    manager: manager === "" ? undefined : manager === unmanaged ? null : manager,
    surveyedBefore: months === "" ? undefined : subMonths(ctx.now, Number(months)),
    sort: "name" as const,
    order: "asc" as const,
  };
  const page = { after: undefined, limit: mostAccounts + 1 };
  const lines = await listAccountLines(ctx.db, reach, wanted, page);
  const shown = lines.slice(0, mostAccounts);
  const ids = shown.map(({ id }) => id);
  const standings = await listStandings(ctx.db, reach, ids, kind);
  const standing = new Map(standings.map((one) => [one.id, one]));
  return {
    accounts: shown.map(({ id, name, accountManager, segment, closedAt }) => {
      const { open = false, draftId = null } = standing.get(id) ?? {};
      return { id, name, accountManager, segment, surveyedAt: closedAt, open, draftId };
    }),
    more: lines.length > mostAccounts,
  };
}

/** The form of a new launch as it opens. */
export async function newLaunchFields(ctx: StaffCtx): Promise<LaunchFields> {
  const { timeZone } = await loadSettings(ctx);
  const inAWeek = addDays(new TZDate(ctx.now, timeZone), 7);
  return {
    id: ctx.newId(),
    kind: "satisfaction",
    name: `${kindWords.satisfaction} ${dayField(ctx.now, timeZone).slice(0, 4)}`,
    windowDays: "21",
    gradeBy: dayField(inAWeek, timeZone),
    days: "3",
    fromHour: "9",
    toHour: "17",
    weekdays: ["1", "2", "3", "4", "5"],
    accountIds: [],
    short: false,
  };
}

/** The end of the day that lies so many days after an instant. */
export const closingDay = (from: Date, windowDays: number, timeZone: string): Date =>
  deadlineOf(dayField(addDays(new TZDate(from, timeZone), windowDays), timeZone), from, timeZone);

/**
 * Makes a launch: a draft for each account that has none of the kind, and one mail to each account manager about all
 * own grades that are missing. Sent twice it is made once. Refuses `invalid`, and `short_window` until `short` is set.
 */
export async function createLaunch(
  ctx: StaffCtx,
  input: NewLaunch,
): Promise<Outcome<{ id: string }>> {
  requireAccounts(ctx);
  const { timeZone } = await loadSettings(ctx);
  const { id, kind, name, windowDays, days, fromHour, toHour, weekdays } = input;
  const trickle: Trickle = { days, fromHour, toHour, weekdays };
  const gradeBy = deadlineOf(input.gradeBy, ctx.now, timeZone);
  if (gradeBy <= ctx.now) return invalid("gradeBy", "The day for our own grades is over.");
  const least = leastDays(ctx.now, trickle, closingDay(ctx.now, windowDays, timeZone), timeZone);
  if (least < 1)
    return invalid("windowDays", "The rounds would close before the last invitation has left.");
  if (least < fewDays && !input.short) return shortWindow(least);
  const reach = reachOf(ctx.actor);
  const standings = await listStandings(ctx.db, reach, input.accountIds, kind);
  const free = standings.filter(({ open }) => !open);
  const ungraded = free.filter(({ graded }) => !graded);
  const messages = await gradeNotices(ctx, id, ungraded);
  const by = { createdBy: ctx.actor.id, createdAt: ctx.now };
  await insertLaunch(ctx.db, reach, {
    launch: { id, name, kind, windowDays, gradeBy, trickle, ...by, changeId: ctx.newId() },
    accounts: free.map((account) => ({ accountId: account.id, roundId: ctx.newId() })),
    round: {
      kind,
      name,
      ...groupSizes,
      status: "draft",
      confidentiality: "named",
      modules: defaultModules(kind),
      closesAt: closingDay(gradeBy, windowDays, timeZone),
      ...by,
    },
    messages,
  });
  await ctx.mail.wake(messages.map((one) => one.id));
  return { ok: true, id };
}

const shortWindow = (least: number) =>
  refuse("invalid", "Some people would have little time to answer.", [
    {
      field: "short",
      message: `Whoever is invited last has ${least} ${least === 1 ? "day" : "days"} to answer; two weeks are better. Open the rounds for longer, or tick the box below.`,
    },
  ]);

type Ungraded = { id: string; accountManagerId: string | null };

/** One mail to each person who is to give own grades, about all of theirs. */
async function gradeNotices(ctx: StaffCtx, launchId: string, accounts: Ungraded[]) {
  const staff = await listStaff(ctx.db);
  const tasks = accounts.flatMap(({ id, accountManagerId }) =>
    noticeRecipients(noticeChain(staff, accountManagerId, ctx.config.ADMIN_EMAIL)).map((to) => ({
      id,
      ...to,
    })),
  );
  return [...Map.groupBy(tasks, ({ staffId }) => staffId)].map(([staffId, own]) =>
    messageRow(
      {
        id: `self-grades/${launchId}/${staffId ?? "admin"}`,
        kind: "self_grades_due",
        recipient: own[0]!.email,
        staffId,
        data: { launchId, accountIds: own.map(({ id }) => id) },
      },
      ctx.now,
    ),
  );
}
