import type { Tier } from "#worker/domain/contact/schema.ts";
import type { Portfolio } from "#worker/domain/portfolio/schema.ts";
import { Stack } from "../../charts/stack.tsx";
import { areaNames, score, signed } from "../../reports/words.ts";
import { plural } from "../../ui/number.ts";
import { TableRegion } from "../../ui/table-region.tsx";
import { tierOrder, tierWords } from "../rounds/words.ts";
import { areasByYearTitle, gapsTitle, gradesTitle, shareOf } from "./sentences.ts";
import { figures, TableHead } from "../../ui/table-head.tsx";

type Year = Portfolio["years"][number];
type Props = { years: Year[] };
type Part = { n: number; share: number | null };

const letters = ["A", "B", "C", "D", "F"] as const;
const gapWords = {
  blind_spot: "Blind spot",
  slight_blind_spot: "Slightly too high",
  aligned: "Aligned",
  slightly_undervalued: "Slightly too low",
  undervalued: "Undervalued",
};
const gapBins = Object.keys(gapWords) as (keyof typeof gapWords)[];

const heardWords = (tier: Tier) => `${tierWords[tier]} heard`;

function Count({ part, all }: { part: Part; all: number }) {
  const share = shareOf(part, all);
  if (part.n === 0) return <span class="n">0</span>;
  return (
    <>
      {part.n} {share && <span class="n beside">{share}</span>}
    </>
  );
}

/** How the clients graded us, year by year. */
export function GradesByYear({ years }: Props) {
  const graded = years.filter(({ grade }) => grade.n > 0);
  return (
    <section>
      <h2>{gradesTitle(years)}</h2>
      {graded.length > 0 && (
        <>
          <Stack
            rows={graded.map(({ year, grade, grades }) => ({
              label: String(year),
              parts: letters.map((key) => ({ key, share: grades[key].share ?? 0 })),
              note: plural(grade.n, "account"),
            }))}
          />
          <TableRegion label="Clients’ grades by year">
            <table class="stacks">
              <caption>
                Accounts by the client’s grade in each year’s last satisfaction round, or in its
                annual review where there was no other. A is 4 points, F is 0.
              </caption>
              <TableHead
                columns={[
                  "Year",
                  ...figures(letters),
                  { num: "Mean" },
                  ...figures(tierOrder.map(heardWords)),
                ]}
              />
              <tbody>
                {graded.map(({ year, grade, grades, heard }) => (
                  <tr key={year}>
                    <th scope="row">{year}</th>
                    {letters.map((letter) => (
                      <td key={letter} class="num" data-label={letter}>
                        <Count part={grades[letter]} all={grade.n} />
                      </td>
                    ))}
                    <td class="num" data-label="mean">
                      {grade.mean === null ? "–" : score(grade.mean)}{" "}
                      <span class="n beside">n {grade.n}</span>
                    </td>
                    {tierOrder.map((tier) => (
                      <td key={tier} class="num" data-label={heardWords(tier).toLowerCase()}>
                        {heard[tier]} <span class="n">of {grade.n}</span>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableRegion>
        </>
      )}
    </section>
  );
}

/** How far apart both sides were, year by year. */
export function GapsByYear({ years }: Props) {
  const both = years.filter(({ gap }) => gap.n > 0);
  if (both.length === 0) return null;
  return (
    <section>
      <h2>{gapsTitle(years)}</h2>
      <TableRegion label="Gaps by year">
        <table class="stacks">
          <caption>
            Our grade less the client’s. A whole grade and more too high is a blind spot, as much
            too low undervalued; below half a grade both agree.
          </caption>
          <TableHead
            columns={[
              "Year",
              ...figures(gapBins.map((bin) => gapWords[bin])),
              ...figures(["Mean gap", "We said A, they agree"]),
            ]}
          />
          <tbody>
            {both.map(({ year, gap, gaps, agreement }) => (
              <tr key={year}>
                <th scope="row">{year}</th>
                {gapBins.map((bin) => (
                  <td key={bin} class="num" data-label={gapWords[bin].toLowerCase()}>
                    <Count part={gaps[bin]} all={gap.n} />
                  </td>
                ))}
                <td class="num" data-label="mean gap">
                  {gap.mean === null ? "–" : signed(gap.mean)}{" "}
                  <span class="n beside">n {gap.n}</span>
                </td>
                <td class="num" data-label="we said A, they agree">
                  {agreement.agree} <span class="n">of {agreement.graded}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}

/** Every area year by year: the mean over accounts of what each account's round said. */
export function AreasByYear({ portfolio }: { portfolio: Portfolio }) {
  const { years } = portfolio;
  const rated = years.filter(({ areas }) => areas.length > 0);
  const keys = [...new Set(rated.flatMap(({ areas }) => areas.map(({ key }) => key)))];
  if (keys.length === 0) return null;
  return (
    <section>
      <h2>{areasByYearTitle(portfolio)}</h2>
      <TableRegion label="Areas by year">
        <table>
          <caption>
            Means on a scale from 1 to 5 over accounts, with how many accounts rated the area.
          </caption>
          <TableHead columns={["Area", ...figures(rated.map(({ year }) => String(year)))]} />
          <tbody>
            {keys.map((key) => (
              <tr key={key}>
                <th scope="row">{areaNames[key]}</th>
                {rated.map(({ year, areas }) => {
                  const area = areas.find((one) => one.key === key);
                  return (
                    <td key={year} class="num">
                      {area && area.mean !== null ? score(area.mean) : "–"}{" "}
                      {area && <span class="n beside">n {area.n}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}
