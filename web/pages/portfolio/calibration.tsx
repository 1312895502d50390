import type { Portfolio } from "#worker/domain/portfolio/schema.ts";
import { CalibrationStrip } from "../../charts/calibration.tsx";
import { signed } from "../../reports/words.ts";
import { plural } from "../../ui/number.ts";
import { TableRegion } from "../../ui/table-region.tsx";
import { mostLines, Rest } from "./rest.tsx";
import { calibrationTitle, gapRange, managerName } from "./sentences.ts";

/** How far our own grades lie from the clients', by who managed the account. */
export function Calibration({ portfolio }: { portfolio: Portfolio }) {
  const { calibration } = portfolio;
  const shown = calibration.slice(0, mostLines);
  const years = portfolio.years
    .map(({ year }) => year)
    .filter((year) => calibration.some((row) => row.years.some((one) => one.year === year)));
  return (
    <section>
      <h2>{calibrationTitle(portfolio)}</h2>
      {calibration.length > 0 && (
        <>
          <CalibrationStrip
            rows={shown.map((row) => ({
              ...row,
              label: managerName(row),
              note: plural(row.n, "round"),
            }))}
          />
          <TableRegion label="Calibration">
            <table class="stacks">
              <caption>
                Our own grade less the client’s, the mean over every round that closed while this
                person managed the account, with its 95 % interval. Above zero we grade too high.
              </caption>
              <thead>
                <tr>
                  <th scope="col">Account manager</th>
                  <th scope="col" class="num">
                    Mean gap
                  </th>
                  <th scope="col" class="num">
                    Interval
                  </th>
                  <th scope="col" class="num">
                    Rounds
                  </th>
                  {years.map((year) => (
                    <th key={year} scope="col" class="num">
                      {year}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map((row) => (
                  <tr key={row.managerId ?? ""}>
                    <th scope="row">
                      <bdi>{managerName(row)}</bdi>
                    </th>
                    <td class="num" data-label="mean gap">
                      {signed(row.mean)}
                    </td>
                    <td class="num" data-label="interval">
                      {gapRange(row.low, row.high)}
                    </td>
                    <td class="num" data-label="rounds">
                      {row.n}
                    </td>
                    {years.map((year) => (
                      <YearCell
                        key={year}
                        year={year}
                        of={row.years.find((one) => one.year === year)}
                      />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableRegion>
          <Rest of={calibration} />
        </>
      )}
    </section>
  );
}

type YearGap = Portfolio["calibration"][number]["years"][number];

const YearCell = ({ year, of }: { year: number; of: YearGap | undefined }) => (
  <td class="num" data-label={year}>
    {of ? (
      <>
        {signed(of.mean)} <span class="n beside">n {of.n}</span>
      </>
    ) : (
      <span class="n">–</span>
    )}
  </td>
);
