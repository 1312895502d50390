import type { Portfolio } from "#worker/domain/portfolio/schema.ts";
import type { PortfolioFilter } from "#worker/domain/portfolio/frame-rules.ts";
import { paths } from "../../paths.ts";
import { areaNames, score, signed } from "../../reports/words.ts";
import { Day } from "../../ui/date.tsx";
import { GradeBadge } from "../../ui/grade.tsx";
import { plural } from "../../ui/number.ts";
import { TableRegion } from "../../ui/table-region.tsx";
import { listAddress } from "../accounts/filter.tsx";
import { tierWords } from "../rounds/words.ts";
import { addressOf } from "./filter.tsx";
import { mostLines, Rest } from "./rest.tsx";
import { blindSpotsTitle, moversTitle, overdueTitle } from "./sentences.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { portfolio: Portfolio; timeZone: string };

function AccountCell({ account }: { account: { id: string; name: string } }) {
  return (
    <th scope="row">
      <a href={paths.account(account.id)}>
        <bdi>{account.name}</bdi>
      </a>
    </th>
  );
}

/** Where we think a whole grade more of ourselves than the client does. */
export function BlindSpots({ portfolio, timeZone }: Props) {
  const { blindSpots } = portfolio;
  return (
    <section>
      <h2>{blindSpotsTitle(portfolio)}</h2>
      {blindSpots.length > 0 && (
        <TableRegion label="Blind spots">
          <table class="stacks">
            <TableHead
              columns={[
                "Account",
                "We said",
                "Client says",
                { num: "Gap" },
                { num: "Points and interval" },
                "Graded by",
                "Closed",
              ]}
            />
            <tbody>
              {blindSpots.slice(0, mostLines).map((spot) => (
                <BlindSpot key={spot.roundId} spot={spot} timeZone={timeZone} />
              ))}
            </tbody>
          </table>
        </TableRegion>
      )}
      <Rest of={blindSpots} />
    </section>
  );
}

type Spot = Portfolio["blindSpots"][number];

function BlindSpot({ spot, timeZone }: { spot: Spot; timeZone: string }) {
  const { account, client, self, gap, roundId, closedAt } = spot;
  const missing = client?.missingTiers.map((tier) => tierWords[tier].toLowerCase()) ?? [];
  return (
    <tr>
      <AccountCell account={account} />
      <td data-label="we said">
        <GradeBadge letter={self?.letter ?? null} />
      </td>
      <td data-label="client says">
        <GradeBadge letter={client?.letter ?? null} />
      </td>
      <td class="num" data-label="gap">
        {gap !== null && signed(gap)}
      </td>
      <td class="num" data-label="points and interval">
        {client && score(client.points)}{" "}
        {client && client.low !== null && client.high !== null && (
          <span class="n">
            {score(client.low)} to {score(client.high)}
          </span>
        )}
      </td>
      <td data-label="graded by">
        {client?.n} <span class="n">of {client?.invited}</span>
        {missing.length > 0 && <span class="n">, without {missing.join(" and ")}</span>}
      </td>
      <td data-label="closed">
        <a href={paths.report(roundId)}>
          <Day value={closedAt} timeZone={timeZone} />
        </a>
      </td>
    </tr>
  );
}

/** What changed beyond chance in each account's last round. */
export function Movers({ portfolio, timeZone, filter }: Props & { filter: PortfolioFilter }) {
  const { movers, compared } = portfolio;
  return (
    <section>
      <h2>{moversTitle(portfolio)}</h2>
      {compared > 0 && (
        <p>
          {plural(compared, "last round")} could be compared with the one before. In each, the grade
          and the areas (all areas together) were tested at 5&nbsp;%, so by chance alone up to one
          account in ten would be in this table.
        </p>
      )}
      {movers.length > 0 && (
        <TableRegion label="Movers">
          <table class="stacks">
            <TableHead
              columns={[
                "Account",
                "What changed",
                { num: "Before" },
                { num: "After" },
                { num: "Change" },
                "Closed",
              ]}
            />
            <tbody>
              {movers.slice(0, mostLines).map((move) => (
                <tr key={`${move.roundId} ${move.area}`}>
                  <AccountCell account={move.account} />
                  <td>{move.area === null ? "The client’s grade" : areaNames[move.area]}</td>
                  <td class="num" data-label="before">
                    {score(move.previous)}
                  </td>
                  <td class="num" data-label="after">
                    {score(move.previous + move.change)}
                  </td>
                  <td class="num" data-label="change">
                    {signed(move.change)}
                  </td>
                  <td data-label="closed">
                    <a href={paths.report(move.roundId)}>
                      <Day value={move.closedAt} timeZone={timeZone} />
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableRegion>
      )}
      {movers.length > 0 && (
        <p>
          <a href={addressOf(filter, paths.moversCsv)} download>
            Save all of them as CSV
          </a>
        </p>
      )}
      <Rest of={movers} />
    </section>
  );
}

/** Accounts that nobody has heard from for a year. */
export function Overdue({ portfolio, timeZone, filter }: Props & { filter: PortfolioFilter }) {
  const { overdue } = portfolio;
  const { manager, segment, country } = filter;
  const list = listAddress({
    q: "",
    manager,
    segment,
    country,
    unsurveyed: true,
    sort: "surveyed",
    order: "asc",
  });
  return (
    <section>
      <h2>{overdueTitle(portfolio)}</h2>
      {overdue.length > 0 && (
        <>
          <ul class="register">
            {overdue.slice(0, mostLines).map(({ id, name, lastSurveyedAt }) => (
              <li key={id}>
                <a href={paths.account(id)}>
                  <bdi>{name}</bdi>
                </a>{" "}
                <span class="n">
                  {lastSurveyedAt === null ? (
                    "never surveyed"
                  ) : (
                    <>
                      last on <Day value={lastSurveyedAt} timeZone={timeZone} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
          <p>
            <a href={list}>Show them in the list of accounts</a>
          </p>
        </>
      )}
    </section>
  );
}
