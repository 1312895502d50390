import type { AccountLines } from "#worker/domain/portfolio/actions-export.ts";
import type { Portfolio } from "#worker/domain/portfolio/schema.ts";
import type { Sheet } from "#worker/xlsx.ts";
import { managerName, weighing } from "../pages/portfolio/sentences.ts";
import { areaNames } from "../reports/words.ts";

const column = (title: string, about: string) => ({ title, about });
const letters = ["A", "B", "C", "D", "F"] as const;
const account = column("Account", "Its name");
const from = column("Interval from", "Lower end of the 95 % interval");
const to = column("Interval to", "Upper end of the 95 % interval");

/** A day as every spreadsheet reads and sorts it; empty when there is none. */
type DayOf = (date: Date | null) => string;

/** What stands above the explanation of columns. */
export const portfolioLines = (portfolio: Portfolio, weighted: boolean): string[] => [
  `Portfolio, ${portfolio.from} to ${portfolio.to}: ${portfolio.accounts} accounts`,
  weighing(portfolio, weighted),
];

/** The portfolio as tables. */
export const portfolioSheets = (
  portfolio: Portfolio,
  { columns, lines }: AccountLines,
  dayOf: DayOf,
): Sheet[] =>
  [
    { name: "Accounts by year", columns, rows: lines },
    yearSheet(portfolio),
    agreementSheet(portfolio),
    areaSheet(portfolio),
    moverSheet(portfolio, dayOf),
    calibrationSheet(portfolio),
    overdueSheet(portfolio, dayOf),
  ].filter(({ rows }) => rows.length > 0);

const yearSheet = ({ years }: Portfolio): Sheet => ({
  name: "Years",
  columns: [
    column("Year", "Calendar year of the close"),
    column("Surveyed", "Accounts with an answered round"),
    column("Mean grade", "Mean of the clients' points, A = 4"),
    column("Graded", "Accounts with a client's grade"),
    ...letters.map((letter) => column(letter, `Accounts whose client said ${letter}`)),
    column("Mean gap", "Our points less the client's"),
    column("Gaps", "Accounts with both grades"),
    column("We said A", "Accounts we graded A"),
    column("They agree", "Of those, clients who said A"),
    column("Invited", "Contacts invited"),
    column("Answered", "Contacts who answered"),
    column("Accounts asked", "Accounts with a round that closed"),
    column("Accounts answered", "Of those, with at least one answer"),
  ],
  rows: years.map((year) => [
    year.year,
    year.surveyed,
    year.grade.mean,
    year.grade.n,
    ...letters.map((letter) => year.grades[letter].n),
    year.gap.mean,
    year.gap.n,
    year.agreement.graded,
    year.agreement.agree,
    year.contacts.invited,
    year.contacts.completed,
    year.accounts.asked,
    year.accounts.answered,
  ]),
});

const agreementSheet = ({ agreement }: Portfolio): Sheet => ({
  name: "Agreement",
  columns: [
    column("We said", "Our own grade in the account's last graded round"),
    ...letters.map((letter) => column(`Client ${letter}`, `Accounts whose client said ${letter}`)),
  ],
  rows: letters.map((own) => [own, ...letters.map((client) => agreement[own][client].n)]),
});

const areaSheet = ({ years }: Portfolio): Sheet => ({
  name: "Areas",
  columns: [
    column("Year", "Calendar year of the close"),
    column("Area", "What the questions are about"),
    column("Mean", "From 1 to 5, the mean over accounts"),
    column("Accounts", "Accounts that rated it"),
  ],
  rows: years.flatMap(({ year, areas }) =>
    areas.map(({ key, mean, n }) => [year, areaNames[key], mean, n]),
  ),
});

/** Every change that holds, in its account's last round. */
export const moverSheet = ({ movers }: Portfolio, dayOf: DayOf): Sheet => ({
  name: "Movers",
  columns: [
    account,
    column("What", "The client's grade in points, or an area from 1 to 5"),
    column("Before", "In the round before, over what both rounds have in common"),
    column("Now", "In the account's last round, over the same"),
    column("Change", "Holds when all changes of the round are judged together"),
    column("Closed", "Day the last round closed"),
  ],
  rows: movers.map((mover) => [
    mover.account.name,
    mover.area === null ? "Grade" : areaNames[mover.area],
    mover.previous,
    mover.previous + mover.change,
    mover.change,
    dayOf(mover.closedAt),
  ]),
});

const calibrationSheet = ({ calibration }: Portfolio): Sheet => ({
  name: "Calibration",
  columns: [
    column("Account manager", "Who managed the account when its round closed"),
    column("Year", "Calendar year of the close, or all of them"),
    column("Mean gap", "Our points less the client's"),
    from,
    to,
    column("Rounds", "Rounds with both grades"),
  ],
  rows: calibration.flatMap((row) =>
    [{ ...row, year: "all" }, ...row.years].map(({ year, mean, low, high, n }) => [
      managerName(row),
      year,
      mean,
      low,
      high,
      n,
    ]),
  ),
});

const overdueSheet = ({ overdue }: Portfolio, dayOf: DayOf): Sheet => ({
  name: "Not surveyed",
  columns: [account, column("Last answered", "Day its last answered round closed; empty: never")],
  rows: overdue.map(({ name, lastSurveyedAt }) => [name, dayOf(lastSurveyedAt)]),
});
