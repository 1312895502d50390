import { spellTaken } from "#worker/domain/case/pace-rules.ts";
import type { Promises } from "#worker/domain/portfolio/actions-promises.ts";
import { paths } from "../../paths.ts";
import { areaNames } from "../../reports/words.ts";
import { Day } from "../../ui/date.tsx";
import { Figures } from "../../ui/figures.tsx";
import { GradeBadge } from "../../ui/grade.tsx";
import { Tabs } from "../../ui/navigation.tsx";
import { plural } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { paceMonths } from "../cases/pace.tsx";
import { dayWords } from "../plan/words.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Months = (typeof paceMonths)[number];
type Props = { promises: Promises; months: Months; timeZone: string };

const periods: Record<Months, string> = { 3: "3 months", 12: "12 months", 36: "3 years" };

/** What was promised to clients, and what became of it. */
export function PromisesPage({ promises, months, timeZone }: Props) {
  const { plans, onTime, pace } = promises;
  return (
    <>
      <PageHeader
        title="Promises"
        lede="What we promised to clients after they told us what they think, and what became of it."
        back={{ href: paths.portfolio, label: "Portfolio" }}
      >
        <a href={`${paths.promisesCsv}?months=${months}`}>Save as CSV</a>
      </PageHeader>
      <Tabs
        label="Period"
        tabs={paceMonths.map((period) => ({
          href: `${paths.promises}?months=${period}`,
          label: `Last ${periods[period]}`,
          current: period === months,
        }))}
      />
      <section>
        <h2>How promises are kept</h2>
        <Figures
          figures={[
            {
              label: "Plans agreed",
              value: plans.of === 0 ? "–" : `${plans.agreed} of ${plans.of}`,
              note: "accounts with a plan, where the client agreed to a line of it",
            },
            {
              label: "Actions on time",
              value: onTime.of === 0 ? "–" : `${onTime.kept} of ${onTime.of}`,
              note: "that were due, done by their day",
            },
            {
              label: "Time to first contact",
              value: pace.toContact.median === null ? "–" : spellTaken(pace.toContact.median),
              note:
                pace.toContact.n === 0
                  ? `none so far, of ${plural(pace.opened, "case")} opened`
                  : `median of ${pace.toContact.n}, of ${plural(pace.opened, "case")} opened`,
            },
          ]}
        />
      </section>
      <Overdue overdue={promises.overdue} />
      <Improvements improvements={promises.improvements} />
      <Unplanned unplanned={promises.unplanned} timeZone={timeZone} />
    </>
  );
}

function Overdue({ overdue }: Pick<Promises, "overdue">) {
  return (
    <section>
      <h2>Overdue, by owner</h2>
      {overdue.length === 0 ? (
        <p>No action is overdue.</p>
      ) : (
        <table class="list">
          <TableHead columns={["Owner", { num: "Overdue" }, "The oldest was due"]} />
          <tbody>
            {overdue.map(({ ownerId, owner, count, oldest }) => (
              <tr key={ownerId ?? ""}>
                <th scope="row">{owner ? <bdi>{owner}</bdi> : "Nobody"}</th>
                <td class="num" data-label="overdue">
                  {count}
                </td>
                <td data-label="the oldest was due">{dayWords(oldest)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const better = ({ better: found, asked }: { better: number; asked: number }) =>
  asked === 0 ? (
    <span class="n">–</span>
  ) : (
    <>
      {found} <span class="n">of {asked}</span>
    </>
  );

function Improvements({ improvements: { years, areas } }: Pick<Promises, "improvements">) {
  return (
    <section>
      <h2>Better, say the clients</h2>
      {areas.length === 0 ? (
        <p>No round has asked yet whether something that was done made it better.</p>
      ) : (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Found better, of the actions asked about</th>
              {years.map(({ year }) => (
                <th key={year} scope="col" class="num">
                  {year}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {areas.map(({ area, byYear }) => (
              <tr key={area ?? ""}>
                <th scope="row">{area ? areaNames[area] : "Other"}</th>
                {byYear.map((cell, at) => (
                  <td key={years[at]!.year} class="num" data-label={String(years[at]!.year)}>
                    {better(cell)}
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">All</th>
              {years.map((cell) => (
                <td key={cell.year} class="num" data-label={String(cell.year)}>
                  {better(cell)}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      )}
    </section>
  );
}

function Unplanned({ unplanned, timeZone }: Pick<Promises, "unplanned"> & { timeZone: string }) {
  return (
    <section>
      <h2>Graded C or worse, and no agreed plan</h2>
      {unplanned.length === 0 ? (
        <p>No client whose last grade was C or worse is without a plan they agreed to.</p>
      ) : (
        <table class="list">
          <TableHead columns={["Account", "Client’s grade", "Closed", "Account manager", "Plan"]} />
          <tbody>
            {unplanned.map((one) => (
              <tr key={one.accountId}>
                <th scope="row">
                  <a href={paths.account(one.accountId)}>
                    <bdi>{one.account}</bdi>
                  </a>
                </th>
                <td data-label="client’s grade">
                  <GradeBadge letter={one.letter} />{" "}
                  <span class="n">
                    {one.graded} of {one.invited}
                  </span>
                </td>
                <td data-label="closed">
                  <a href={paths.report(one.roundId)}>
                    <Day value={one.closedAt} timeZone={timeZone} />
                  </a>
                </td>
                <td data-label="account manager">
                  {one.manager ? <bdi>{one.manager}</bdi> : "nobody yet"}
                </td>
                <td>
                  <a href={paths.plan(one.accountId)}>See the plan</a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
