import type { PortfolioAccountRow, PortfolioReportRow } from "#db/queries/portfolio.ts";
import { unmanaged } from "../account/list-rules.ts";
import { sum } from "../reports/frame-rules.ts";
import type { RoundKind } from "../round/schema.ts";

export type PortfolioData = {
  accounts: PortfolioAccountRow[];
  reports: PortfolioReportRow[];
  staff: { id: string; name: string }[];
};

/** Which accounts and rounds count. An empty field filters nothing; years are inclusive. */
export type PortfolioFilter = {
  from: number;
  to: number;
  manager: string;
  segment: string;
  country: string;
  kind: RoundKind | "";
  weighted: boolean;
};

type Weighting = { currency: string; accounts: number; leftOut: number };

/** The accounts and rounds that count, and what each account weighs: null where it cannot be weighed. */
export type PortfolioFrame = PortfolioFilter & {
  accounts: PortfolioAccountRow[];
  accountOf: Map<string, PortfolioAccountRow>;
  reports: PortfolioReportRow[];
  names: Map<string, string>;
  weighting: Weighting | null;
  weightOf: (report: { accountId: string }) => number | null;
};

/** The accounts and reports that a filter leaves, and what weighs them. */
export function frameOf(data: PortfolioData, filter: PortfolioFilter): PortfolioFrame {
  const accounts = data.accounts.filter((account) => matches(account, filter));
  const accountOf = new Map(accounts.map((account) => [account.id, account]));
  const currency = filter.weighted ? commonestCurrency(accounts) : null;
  const revenueIn = (account: PortfolioAccountRow) =>
    account.currency === currency ? account.annualRevenue : null;
  const weighed = accounts.filter((account) => revenueIn(account) !== null).length;
  return {
    ...filter,
    accounts,
    accountOf,
    reports: data.reports.filter(
      ({ accountId, kind, year }) =>
        accountOf.has(accountId) &&
        (filter.kind === "" || kind === filter.kind) &&
        year >= filter.from &&
        year <= filter.to,
    ),
    names: new Map(data.staff.map(({ id, name }) => [id, name])),
    weighting:
      currency === null
        ? null
        : { currency, accounts: weighed, leftOut: accounts.length - weighed },
    weightOf: ({ accountId }) => (currency === null ? 1 : revenueIn(accountOf.get(accountId)!)),
  };
}

function matches(account: PortfolioAccountRow, filter: PortfolioFilter): boolean {
  const { manager, segment, country } = filter;
  return (
    (manager === "" || (account.managerId ?? unmanaged) === manager) &&
    (segment === "" || account.segment === segment) &&
    (country === "" || account.country === country)
  );
}

/** Amounts in different currencies cannot be added: the one that most accounts have decides. */
function commonestCurrency(accounts: PortfolioAccountRow[]): string | null {
  const priced = accounts.filter(({ annualRevenue }) => annualRevenue !== null);
  const counts = Map.groupBy(priced, ({ currency }) => currency);
  const named = [...counts].flatMap(([currency, { length }]) =>
    currency === null ? [] : [{ currency, length }],
  );
  return (
    named.toSorted((a, b) => b.length - a.length || a.currency.localeCompare(b.currency))[0]
      ?.currency ?? null
  );
}

/** How many some of these are, and which share of the weight of all of them; null when all weigh nothing. */
export function partOf<T extends { accountId: string }>({ weightOf }: PortfolioFrame, all: T[]) {
  const weight = (rows: T[]) => sum(rows.map((row) => weightOf(row) ?? 0));
  const total = weight(all);
  return (some: T[] = []): { n: number; share: number | null } => ({
    n: some.length,
    share: total === 0 ? null : weight(some) / total,
  });
}

/** The mean over accounts, each weighing what it weighs; null when there is none. */
export function meanOver<T extends { accountId: string }>(
  { weightOf }: PortfolioFrame,
  rows: T[],
  valueOf: (row: T) => number | null | undefined,
): { mean: number | null; n: number } {
  const valued = rows.flatMap((row) => {
    const value = valueOf(row) ?? null;
    return value === null ? [] : [{ value, weight: weightOf(row) ?? 0 }];
  });
  const total = sum(valued.map(({ weight }) => weight));
  const weighed = sum(valued.map(({ value, weight }) => value * weight));
  return { mean: total === 0 ? null : weighed / total, n: valued.length };
}
