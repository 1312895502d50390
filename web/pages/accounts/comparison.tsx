import type { AccountComparison } from "#worker/domain/account/actions-history.ts";
import type { Compared } from "#worker/domain/account/comparison-rules.ts";
import { kindWords } from "#worker/domain/round/rules.ts";
import { Band } from "../../charts/band.tsx";
import { paths } from "../../paths.ts";
import { areaNames, score } from "../../reports/words.ts";
import { Day } from "../../ui/date.tsx";
import { TableRegion } from "../../ui/table-region.tsx";
import { HistoryHeader } from "./history.tsx";
import { comparisonFinding, placeWords } from "./history-sentences.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { comparison: AccountComparison; timeZone: string };

/** An account's last round among the last rounds of all others, which are shown as quarters only. */
export function ComparisonPage({ comparison, timeZone }: Props) {
  const { account, compared, round, years } = comparison;
  return (
    <>
      <HistoryHeader account={account} path={paths.accountComparison(account.id)} />
      <section>
        <h2>{comparisonFinding(comparison)}</h2>
        {compared.length > 0 && <ComparisonTable compared={compared} />}
        <p>
          {round && (
            <>
              From here: the {kindWords[round.kind].toLowerCase()} that closed{" "}
              <Day value={round.closedAt} timeZone={timeZone} />.{" "}
            </>
          )}
          Of each other account its last round of {years.from} to {years.to} counts. They are shown
          as quarters, to one decimal, and only where ten of them or more have a figure.
        </p>
      </section>
    </>
  );
}

function ComparisonTable({ compared }: { compared: Compared[] }) {
  return (
    <TableRegion label="Among other accounts">
      <table class="stacks">
        <caption>
          The dot is this account, the bar the middle half of the others, the line in it their
          median. Grades in points from 0 (F) to 4 (A), areas from 1 to 5.
        </caption>
        <TableHead
          columns={[
            "Figure",
            { num: "Here" },
            "Among the others",
            { num: "A quarter below" },
            { num: "Median" },
            { num: "A quarter above" },
            "Lies",
            { num: "Others" },
          ]}
        />
        <tbody>
          {compared.map(({ area, own, band, place }) => (
            <tr key={area}>
              <th scope="row">{area === null ? "Grade" : areaNames[area]}</th>
              <td class="num" data-label="here">
                {score(own)}
              </td>
              <td>
                <Band
                  own={own}
                  {...band}
                  {...(area === null ? { min: 0, max: 4 } : { min: 1, max: 5 })}
                />
              </td>
              <td class="num" data-label="a quarter below">
                {band.lower.toFixed(1)}
              </td>
              <td class="num" data-label="median">
                {band.middle.toFixed(1)}
              </td>
              <td class="num" data-label="a quarter above">
                {band.upper.toFixed(1)}
              </td>
              <td data-label="lies">{placeWords(place)}</td>
              <td class="num" data-label="others">
                {band.accounts}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}
