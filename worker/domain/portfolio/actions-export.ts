import type { StaffCtx } from "../../context.ts";
import { csvDay, writeCsv } from "../../csv.ts";
import { gapOf, letterOf } from "../reports/grade-rules.ts";
import { kindWords } from "../round/rules.ts";
import { loadPortfolio } from "./actions.ts";
import { frameOf, type PortfolioData, type PortfolioFilter } from "./frame-rules.ts";
import { composePortfolio } from "./rules.ts";
import type { PortfolioQuery } from "./schema.ts";
import { yearRounds } from "./standing-rules.ts";

const columns = [
  ["Account", "Its name"],
  ["Account manager", "Who manages it now"],
  ["Segment", "As on the account"],
  ["Country", "As on the account"],
  ["Annual revenue", "As on the account"],
  ["Currency", "Of the revenue"],
  ["Year", "Calendar year of the close"],
  ["Round", "Kind of the round that speaks for the account in this year"],
  ["Closed", "Day it closed"],
  ["Invited", "Contacts invited"],
  ["Answered", "Contacts who answered"],
  ["Client's grade", "The nearest letter, an exact half to the worse"],
  ["Points", "A B C D F = 4 3 2 1 0, over the levels that gave a grade"],
  ["Interval from", "Lower end of the 95 % interval of the points"],
  ["Interval to", "Upper end of the 95 % interval of the points"],
  ["Graded by", "People who gave a grade"],
  ["Missing levels", "Levels whose view the grade does not contain"],
  ["Our grade", "What we gave ourselves before the launch"],
  ["Gap", "Our points less the client's"],
  ["Verdict", "What the gap amounts to"],
].map(([title, about]) => ({ title: title!, about: about! }));

export type AccountLines = { columns: typeof columns; lines: (string | number | null)[][] };

/** One line for each account and year in which somebody answered, by account. */
function linesOf(data: PortfolioData, filter: PortfolioFilter, timeZone: string): AccountLines {
  const { reports, accountOf, names } = frameOf(data, filter);
  const lines = yearRounds(reports).map((row) => {
    const account = accountOf.get(row.accountId)!;
    const letter = (points: number | null) => (points === null ? "" : letterOf(points));
    return [
      account.name,
      names.get(account.managerId ?? "") ?? "",
      account.segment ?? "",
      account.country ?? "",
      account.annualRevenue,
      account.currency ?? "",
      row.year,
      kindWords[row.kind],
      csvDay(row.closedAt, timeZone),
      row.invited,
      row.completed,
      letter(row.clientPoints),
      row.clientPoints,
      row.clientLow,
      row.clientHigh,
      row.graded,
      row.missingTiers.join(", "),
      letter(row.selfPoints),
      row.gap,
      gapOf(row.selfPoints, row.clientPoints)?.verdict ?? "",
    ];
  });
  const inOrder = lines.toSorted(
    (a, b) => String(a[0]).localeCompare(String(b[0])) || Number(a[6]) - Number(b[6]),
  );
  return { columns, lines: inOrder };
}

/** The accounts as CSV. */
export async function exportPortfolio(
  ctx: StaffCtx,
  query: PortfolioQuery,
  timeZone: string,
): Promise<string> {
  const { data, filter } = await loadPortfolio(ctx, query, timeZone);
  const { columns, lines } = linesOf(data, filter, timeZone);
  return writeCsv(
    columns.map(({ title }) => title),
    lines,
  );
}

/** The portfolio with the lines of its accounts: what a workbook is made of. */
export async function readPortfolioLines(ctx: StaffCtx, query: PortfolioQuery, timeZone: string) {
  const { data, filter } = await loadPortfolio(ctx, query, timeZone);
  return {
    portfolio: composePortfolio(data, filter, ctx.now),
    filter,
    accounts: linesOf(data, filter, timeZone),
  };
}
