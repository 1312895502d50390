import type { Report } from "#worker/domain/reports/schema.ts";
import { TableRegion } from "../ui/table-region.tsx";
import { disagreementSentence, disagreementTitle } from "./change-sentences.ts";
import { areaNames, groupName, score } from "./words.ts";
import { TableHead } from "../ui/table-head.tsx";

type Area = Report["areas"][number];
type Cell = NonNullable<Area["byTier"][keyof Area["byTier"]]>;

/** From which mean on a cell has which shade, the darkest last: what is poor stands out, on grey paper too. */
const shades = [4.25, 3.75, 3.25, 2.75];

const shadeOf = (mean: number) => {
  const shade = shades.findIndex((limit) => mean >= limit);
  return `heat-${shade === -1 ? shades.length : shade}`;
};

/** What each level says of each area, side by side; and in words, where two levels surely disagree. */
export function Heat({ report }: { report: Report }) {
  const areas = report.areas.filter(({ mean }) => mean !== null);
  const groups = report.groups.toReversed();
  if (areas.length === 0 || groups.length === 0) return null;
  return (
    <section>
      <h2>{disagreementTitle(report)}</h2>
      <TableRegion label="Areas by level">
        <table class="heat">
          <caption>
            Means from 1 to 5 and n of invited. The stronger the colour of a cell, the lower its
            mean.
          </caption>
          <TableHead
            columns={["Area", ...groups.map(({ tiers }) => ({ num: groupName(tiers) }))]}
          />
          <tbody>
            {areas.map(({ key, byTier }) => (
              <tr key={key}>
                <th scope="row">{areaNames[key]}</th>
                {groups.map((group) => (
                  <Level key={group.key} cell={byTier[group.key]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
      {report.disagreements.map((apart) => (
        <p key={apart.area}>{disagreementSentence(report, apart)}</p>
      ))}
    </section>
  );
}

function Level({ cell }: { cell: Cell | undefined }) {
  if (!cell)
    return (
      <td class="num">
        <span class="n">not asked</span>
      </td>
    );
  if (cell.mean === null)
    return (
      <td class="num">
        <span class="n">{cell.withheld ? "too few" : `0 of ${cell.invited}`}</span>
      </td>
    );
  return (
    <td class={`num ${shadeOf(cell.mean)}`}>
      {score(cell.mean)}{" "}
      <span class="n beside people">
        {cell.n} of {cell.invited}
      </span>
    </td>
  );
}
