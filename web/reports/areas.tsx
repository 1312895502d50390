import type { Report } from "#worker/domain/reports/schema.ts";
import { Whisker } from "../charts/whisker.tsx";
import { TableRegion } from "../ui/table-region.tsx";
import { trendSentence } from "./change-sentences.ts";
import { areasTitle, comparisonSentence, trendWords } from "./sentences.ts";
import { areaNames, cellNames, fewestForPercent, listed, percent, score, signed } from "./words.ts";

type Area = Report["areas"][number];

const withheldWords = {
  firewall: "Kept for the line manager and leaders",
  small_group: "Fewer than five people: not shown",
};

/** Every area with its mean, interval, n and change, the lowest first: that is where to look. */
export function Areas({ report }: { report: Report }) {
  if (report.areas.length === 0) return null;
  const inOrder = report.areas.toSorted((a, b) => (a.mean ?? 9) - (b.mean ?? 9));
  const changes = report.areas.flatMap((area) =>
    area.trend?.verdict === "improved" || area.trend?.verdict === "declined"
      ? [trendSentence(area, area.trend)]
      : [],
  );
  const comparison = comparisonSentence(report);
  const suggested = listed(
    report.suggestions.flatMap(({ area }) => (area ? [areaNames[area].toLowerCase()] : [])),
  );
  return (
    <section>
      <h2>{areasTitle(report.areas)}</h2>
      <AreaTable areas={inOrder} />
      {changes.length > 0 && (
        <ul class="findings">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      {comparison && <p>{comparison}</p>}
      {suggested && (
        <p>
          Worth an action, with a mean below 3.5 or fewer than 60 % favourable ratings: {suggested}.
        </p>
      )}
    </section>
  );
}

function AreaTable({ areas }: { areas: Area[] }) {
  const compared = areas.some(({ trend }) => trend);
  const predicted = areas.some(({ predicted }) => predicted);
  return (
    <TableRegion label="Areas">
      <table class="stacks">
        <caption>
          Means on a scale from 1 to 5, the line through each dot is its 95 % interval. Favourable:
          ratings of 4 or 5.{compared && " Changes in grey are no more than chance explains."}
        </caption>
        <thead>
          <tr>
            <th scope="col">Area</th>
            <th scope="col" class="num">
              Mean
            </th>
            <th scope="col">1 to 5</th>
            <th scope="col" class="num">
              Interval
            </th>
            <th scope="col" class="num">
              People
            </th>
            <th scope="col" class="num">
              Favourable
            </th>
            {compared && <th scope="col">Change</th>}
            {predicted && <th scope="col">We predicted</th>}
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => (
            <tr key={area.key}>
              <th scope="row">{areaNames[area.key]}</th>
              <Overall area={area} />
              {compared && (
                <td data-label="change">
                  <Trend trend={area.trend} />
                </td>
              )}
              {predicted && (
                <td data-label="we predicted">
                  <Prediction predicted={area.predicted} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function Overall({ area }: { area: Area }) {
  const { mean, low, high, n, invited, withheld } = area;
  if (mean === null)
    return (
      <>
        <td class="num" data-label="mean">
          –
        </td>
        <td colSpan={2}>
          <span class="n">{withheld ? withheldWords[withheld] : "Nobody rated this"}</span>
        </td>
        <td class="num" data-label="people">
          {n ?? "–"} <span class="n">of {invited}</span>
        </td>
        <td class="num" data-label="favourable">
          –
        </td>
      </>
    );
  return (
    <>
      <td class="num" data-label="mean">
        {score(mean)}
      </td>
      <td>
        <Whisker mean={mean} low={low} high={high} />
      </td>
      <td class="num" data-label="interval">
        {low !== null && high !== null ? (
          `${score(low)}–${score(high)}`
        ) : (
          <span class="n">too few</span>
        )}
      </td>
      <td class="num" data-label="people">
        {n} <span class="n">of {invited}</span>
      </td>
      <td class="num" data-label="favourable">
        <Favourable area={area} />
      </td>
    </>
  );
}

/** A share of few people would look surer than it is: they are counted instead. */
function Favourable({ area: { n, favourable, ratings } }: { area: Area }) {
  if (favourable === null || !ratings) return <>–</>;
  if ((n ?? 0) >= fewestForPercent) return <>{percent(favourable)}</>;
  return (
    <>
      {ratings.favourable} <span class="n">of {ratings.all}</span>
    </>
  );
}

/** A change that chance explains is grey: it would read as more than it is. */
function Trend({ trend }: { trend: Area["trend"] }) {
  if (!trend) return <span class="n">not comparable</span>;
  const sure = trend.verdict === "improved" || trend.verdict === "declined";
  if (sure)
    return (
      <>
        {signed(trend.change)} {trendWords(trend)}
      </>
    );
  return (
    <span class="n">
      {signed(trend.change)}
      <span class="visually-hidden"> {trendWords(trend)}</span>
    </span>
  );
}

function Prediction({ predicted }: { predicted: Area["predicted"] }) {
  if (!predicted) return <>–</>;
  return (
    <>
      {score(predicted.mean)}
      {predicted.cell && <small> {cellNames[predicted.cell].toLowerCase()}</small>}
    </>
  );
}
