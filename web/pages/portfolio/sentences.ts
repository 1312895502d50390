import type { Portfolio } from "#worker/domain/portfolio/schema.ts";
import {
  areaSubjects,
  fewestForPercent,
  listed,
  percent,
  score,
  signed,
} from "../../reports/words.ts";
import { plural } from "../../ui/number.ts";

type Year = Portfolio["years"][number];
type Part = { n: number; share: number | null };

/** What the page opens with. */
export function headline({ headline: { graded, agree, share }, weight }: Portfolio): string {
  if (graded === 0) return "No account with grades from both sides was graded A by us";
  const count = `Of ${plural(graded, "relationship")} we graded A, ${plural(agree, "client")} ${agree === 1 ? "agrees" : "agree"}`;
  return weight && share !== null ? `${count}: ${percent(share)} of their revenue` : count;
}

/** What a mean or a share over accounts stands for. */
export function weighing({ weight, accounts }: Portfolio, weighted: boolean): string {
  if (!weighted) return "Every account weighs the same in means and shares.";
  if (!weight) return "No account has an annual revenue, so every account weighs the same.";
  const leftOut =
    weight.leftOut === 0
      ? ""
      : ` ${plural(weight.leftOut, "account")} without a revenue in ${weight.currency} ${weight.leftOut === 1 ? "is" : "are"} left out of them.`;
  return `Means and shares are weighted by annual revenue in ${weight.currency}, over ${weight.accounts} of ${plural(accounts, "account")}.${leftOut} Response and calibration are not weighted.`;
}

/** The share of a count, where there are enough to speak of a share. */
export const shareOf = ({ share }: Part, all: number): string | null =>
  share === null || all < fewestForPercent ? null : percent(share);

/** The last year that has anything to say, and the one before it that has. */
const lastTwo = (years: Year[], says: (year: Year) => boolean) => years.filter(says).slice(-2);

/** The finding of the grades by year. */
export function gradesTitle(years: Year[]): string {
  const [first, last] = lastTwo(years, ({ grade }) => grade.mean !== null);
  if (!first) return "No client has given a grade in these years";
  const said = ({ year, grade }: Year) =>
    `${score(grade.mean!)} points in ${year} (${plural(grade.n, "account")})`;
  return last
    ? `Clients’ mean grade: ${said(last)}, after ${said(first)}`
    : `Clients’ mean grade: ${said(first)}`;
}

/** The finding of the gaps by year. */
export function gapsTitle(years: Year[]): string {
  const last = years.findLast(({ gap }) => gap.mean !== null);
  if (!last) return "No account has grades from both sides in these years";
  const mean = last.gap.mean!;
  const over = `on average over ${plural(last.gap.n, "account")}`;
  const points = `${score(Math.abs(mean))} of a grade`;
  if (score(Math.abs(mean)) === "0.00")
    return `In ${last.year} our grades and the clients’ were the same ${over}`;
  return mean > 0
    ? `In ${last.year} we graded ourselves ${points} above what clients said, ${over}`
    : `In ${last.year} clients graded us ${points} above what we said, ${over}`;
}

/** The finding of the response by year. */
export function responseTitle(years: Year[]): string {
  const last = years.findLast(({ accounts }) => accounts.asked > 0);
  if (!last) return "No round was closed in these years";
  const { contacts, accounts, year } = last;
  return `In ${year} ${contacts.completed} of ${plural(contacts.invited, "contact")} answered, at ${accounts.answered} of ${plural(accounts.asked, "account")} asked`;
}

export function blindSpotsTitle({ blindSpots }: Portfolio): string {
  const { length } = blindSpots;
  if (length === 0) return "No client is a whole grade below what we think";
  return `${plural(length, "client")} ${length === 1 ? "is" : "are"} a whole grade or more below what we think`;
}

export function moversTitle({ movers, compared }: Portfolio): string {
  if (compared === 0) return "No account has two rounds that can be compared yet";
  const accounts = (rising: boolean) =>
    new Set(movers.filter(({ change }) => change > 0 === rising).map(({ account }) => account.id))
      .size;
  const [up, down] = [accounts(true), accounts(false)];
  if (up + down === 0)
    return `Nothing changed beyond chance at any of ${plural(compared, "account")}`;
  return `${plural(up, "account")} rose and ${down} fell in something, beyond what chance explains`;
}

/** The finding of the areas by year: which one changed at the most accounts, as far as their reports claim it. */
export function areasByYearTitle({
  movers,
  compared,
}: Pick<Portfolio, "movers" | "compared">): string {
  if (compared === 0) return "Areas by year: no account has two rounds that can be compared yet";
  const changes = movers.flatMap(({ area, change }) => (area === null ? [] : [{ area, change }]));
  const size = (moves: typeof changes) =>
    moves.reduce((sum, { change }) => sum + Math.abs(change), 0);
  const [most] = [...Map.groupBy(changes, ({ area }) => area)].toSorted(
    ([, a], [, b]) => b.length - a.length || size(b) - size(a),
  );
  if (!most) return `No area changed beyond chance at any of ${plural(compared, "account")}`;
  const [area, moves] = most;
  const up = moves.filter(({ change }) => change > 0).length;
  const down = moves.length - up;
  const how = [up > 0 && `rose at ${up}`, down > 0 && `fell at ${down}`].filter(Boolean);
  return `${areaSubjects[area]} moved most: ${how.join(" and ")} of ${plural(compared, "account")}, beyond what chance explains`;
}

/** The finding of the calibration: whose interval keeps clear of zero. */
export function calibrationTitle({ calibration }: Portfolio): string {
  const named = (found: Portfolio["calibration"]) => listed(found.map(managerName));
  const high = calibration.filter(({ low }) => low !== null && low > 0);
  const low = calibration.filter(({ high }) => high !== null && high < 0);
  if (calibration.length === 0) return "No round has grades from both sides yet";
  if (high.length > 3)
    return `The rounds of ${high.length} account managers were graded too high by us, beyond chance`;
  if (high.length > 0) return `We grade too high, beyond chance, in the rounds of ${named(high)}`;
  if (low.length > 0 && low.length <= 3)
    return `We grade too low, beyond chance, in the rounds of ${named(low)}`;
  return "No account manager’s rounds were graded too high beyond chance";
}

export const managerName = ({ managerId, name }: Portfolio["calibration"][number]): string =>
  name ?? (managerId === null ? "Nobody" : "Somebody who left");

/** A mean gap and its interval in words. */
export const gapRange = (low: number | null, high: number | null): string =>
  low === null || high === null ? "one round" : `${signed(low)} to ${signed(high)}`;

export function overdueTitle({ overdue, accounts }: Portfolio): string {
  const never = overdue.filter(({ lastSurveyedAt }) => lastSurveyedAt === null).length;
  if (overdue.length === 0) return "Every account has answered within the last twelve months";
  return `${overdue.length} of ${plural(accounts, "account")} gave no answer in the last twelve months${never === 0 ? "" : `; ${never} never did`}`;
}
