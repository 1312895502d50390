import { listPortfolio } from "#db/queries/portfolio.ts";
import { TZDate } from "@date-fns/tz";
import { getYear } from "date-fns";
import type { StaffCtx } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { reachOf } from "../account/rules.ts";
import { areas } from "../questions/base.ts";
import type { PortfolioData, PortfolioFilter } from "./frame-rules.ts";
import { composePortfolio } from "./rules.ts";
import type { Portfolio, PortfolioQuery } from "./schema.ts";

const yearsShown = 5;
const mostYears = 20;

export type PortfolioChoices = ReturnType<typeof choicesIn>;

/**
 * What the accounts within reach say together, over the years asked for or the last five in the supplier's
 * time zone, with what they can be filtered by. One call to the database, of summary columns only.
 */
export async function readPortfolio(
  ctx: StaffCtx,
  query: PortfolioQuery,
  timeZone: string,
): Promise<{ portfolio: Portfolio; filter: PortfolioFilter; choices: PortfolioChoices }> {
  const { data, filter } = await loadPortfolio(ctx, query, timeZone);
  return { portfolio: composePortfolio(data, filter, ctx.now), filter, choices: choicesIn(data) };
}

/** What the portfolio is made of: every account and report within reach, and what the query asks for. */
export async function loadPortfolio(ctx: StaffCtx, query: PortfolioQuery, timeZone: string) {
  const filter = filterOf(query, getYear(new TZDate(ctx.now, timeZone)));
  return { filter, data: await listPortfolio(ctx.db, reachOf(ctx.actor), { ...filter, areas }) };
}

function filterOf(query: PortfolioQuery, thisYear: number): PortfolioFilter {
  const { manager = "", segment = "", country = "", kind = "", weighted } = query;
  const to = query.to || Math.max(thisYear, query.from || 0);
  const from = query.from || to - yearsShown + 1;
  if (from > to) throw invalidYears("The first year lies after the last.");
  if (to - from >= mostYears) throw invalidYears(`At most ${mostYears} years can be shown.`);
  const chosen = weighted === "yes" || weighted === "true";
  return { from, to, manager, segment, country, kind, weighted: chosen };
}

const invalidYears = (message: string) =>
  new AppError("invalid", message, { details: [{ field: "from", message }] });

/** What the accounts within reach can be filtered by: only what would find something. */
function choicesIn({ accounts, staff }: PortfolioData) {
  const managing = new Set(accounts.map(({ managerId }) => managerId));
  const words = (list: (string | null)[]) =>
    [...new Set(list)].filter((word) => word !== null).toSorted((a, b) => a.localeCompare(b));
  return {
    managers: staff.filter(({ id }) => managing.has(id)),
    unmanaged: managing.has(null),
    segments: words(accounts.map(({ segment }) => segment)),
    countries: words(accounts.map(({ country }) => country)),
    priced: accounts.some(({ annualRevenue }) => annualRevenue !== null),
  };
}
