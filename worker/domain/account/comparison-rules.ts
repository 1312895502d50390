import type { PortfolioReportRow } from "#db/queries/portfolio.ts";
import { lastRounds, yearRounds } from "../portfolio/standing-rules.ts";
import { areas } from "../questions/base.ts";
import { smallestGroup } from "../reports/group-rules.ts";
import { settle } from "../reports/mark-rules.ts";
import type { Area } from "../survey/schema.ts";

/** Fewer other accounts than this are no portfolio to be compared with. */
export const fewestAccounts = 10;

/** A quarter of the other accounts lies below `lower`, half below `middle`, a quarter above `upper`. */
export type Band = { lower: number; middle: number; upper: number; accounts: number };
type Place = "below" | "within" | "above";

/** One figure of an account's last round beside those of the others; `area` is null for the grade. */
export type Compared = { area: Area | null; own: number; band: Band; place: Place };

export type Comparison = {
  /** The account's own last round of these years; null when nobody has answered one. */
  round: PortfolioReportRow | null;
  /** How many other accounts have a last round with a grade. */
  others: number;
  compared: Compared[];
};

/**
 * An account's last round against the last rounds of all others, as quarters only. Somebody who reaches all but a
 * few of the others knows their figures already and could work out the rest, so at least five have to lie out of
 * reach, or none.
 */
export function compareAccount(
  reports: PortfolioReportRow[],
  accountId: string,
  within: Set<string>,
): Comparison {
  const last = lastRounds(yearRounds(reports));
  const round = last.find((row) => row.accountId === accountId) ?? null;
  const others = last.filter((row) => row.accountId !== accountId);
  const measures = [null, ...areas];
  return {
    round,
    others: others.filter(({ clientPoints }) => clientPoints !== null).length,
    compared: measures.flatMap((area): Compared[] => {
      const own = round && figureOf(round, area);
      const valued = others.filter((row) => figureOf(row, area) !== null);
      if (own === null || !mayBand(valued, within)) return [];
      const band = bandOf(valued.map((row) => figureOf(row, area)!));
      return [{ area, own, band, place: placeOf(own, band) }];
    }),
  };
}

const figureOf = (row: PortfolioReportRow, area: Area | null): number | null =>
  area === null ? row.clientPoints : (row.areaMeans[areas.indexOf(area)] ?? null);

function mayBand(others: PortfolioReportRow[], within: Set<string>): boolean {
  const beyond = others.filter(({ accountId }) => !within.has(accountId)).length;
  return others.length >= fewestAccounts && (beyond === 0 || beyond >= smallestGroup);
}

/** Quartiles with linear interpolation, to one decimal: exact ones could be a single account's figure. */
export function bandOf(values: number[]): Band {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return Math.round(settle((low + (high - low) * (place % 1)) * 10)) / 10;
  };
  return { lower: at(0.25), middle: at(0.5), upper: at(0.75), accounts: sorted.length };
}

function placeOf(own: number, { lower, upper }: Band): Place {
  if (settle(own - lower) < 0) return "below";
  return settle(own - upper) > 0 ? "above" : "within";
}
