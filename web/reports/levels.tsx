import type { Report } from "#worker/domain/reports/schema.ts";
import { Slope } from "../charts/slope.tsx";
import { GradeBadge } from "../ui/grade.tsx";
import { TableRegion } from "../ui/table-region.tsx";
import { slopeTitle, trendWords } from "./sentences.ts";
import { fewestForPercent, groupName, percent, score } from "./words.ts";
import { TableHead } from "../ui/table-head.tsx";

type Level = { key: keyof Report["response"]["byTier"]; name: string };

/** Groups with answers first, the highest on top; then levels that stayed silent. */
function levelsOf({ groups, response }: Report): Level[] {
  const grouped = groups.toReversed().map(({ key, tiers }) => ({ key, name: groupName(tiers) }));
  const known = new Set(groups.map(({ key }) => key));
  const others = (Object.keys(response.byTier) as Level["key"][])
    .filter((key) => !known.has(key))
    .map((key) => ({ key, name: groupName([key]) }));
  return [...grouped, ...others];
}

/** Response and grade by level: the slope from our grade to theirs, and the same as a table. */
export function Levels({ report }: { report: Report }) {
  const { client, self } = report.grade;
  const ends = report.groups.flatMap(({ key, tiers }) => {
    const cell = client.byTier[key];
    return cell?.letter && cell.points !== null
      ? [{ label: groupName(tiers), letter: cell.letter, points: cell.points }]
      : [];
  });
  return (
    <section>
      <h2>{slopeTitle(report)}</h2>
      <div class="slope-and-table">
        {self.points !== null && self.letter !== null && ends.length > 0 && (
          <Slope from={{ label: "We said", letter: self.letter, points: self.points }} to={ends} />
        )}
        <LevelTable report={report} />
      </div>
      {client.trend && (
        <p>
          Since the previous round, over the levels that answered in both:{" "}
          {trendWords(client.trend)}, {score(client.trend.previous)} before and{" "}
          {score(client.trend.previous + client.trend.change)} now.
        </p>
      )}
    </section>
  );
}

/** Response and grade of each level. */
export function LevelTable({ report }: { report: Report }) {
  const { response, grade } = report;
  return (
    <TableRegion label="Response and grade by level">
      <table class="stacks">
        <caption>
          Points: A 4, B 3, C 2, D 1, F 0. Every level weighs the same in the grade.
        </caption>
        <TableHead
          columns={[
            "Level",
            "Grade",
            { num: "Points" },
            { num: "Answered" },
            { num: "Rate" },
            { num: "Known" },
          ]}
        />
        <tbody>
          {levelsOf(report).map(({ key, name }) => (
            <LevelRow
              key={key}
              name={name}
              grade={grade.client.byTier[key]}
              response={response.byTier[key]}
            />
          ))}
        </tbody>
        <tfoot>
          <LevelRow name="All" grade={grade.client} response={response} />
        </tfoot>
      </table>
    </TableRegion>
  );
}

type Cell = {
  points: number | null;
  letter: string | null;
  n: number | null;
  invited: number;
  withheld?: string | undefined;
};
type RowProps = {
  name: string;
  grade: Cell | undefined;
  response: Report["response"] | undefined | Omit<Report["response"], "byTier">;
};

function LevelRow({ name, grade, response }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <GradeBadge letter={grade?.letter ?? null} />
      </td>
      <td class="num" data-label="points">
        <Points grade={grade} />
      </td>
      <td class="num" data-label="answered">
        {response && (
          <>
            {response.completed} <span class="n">of {response.invited}</span>
          </>
        )}
      </td>
      <td class="num" data-label="rate">
        {response && response.rate !== null && response.invited >= fewestForPercent
          ? percent(response.rate)
          : "–"}
      </td>
      <td class="num" data-label="known">
        {response?.known}
      </td>
    </tr>
  );
}

function Points({ grade }: { grade: Cell | undefined }) {
  if (grade?.withheld) return <span class="n">too few to show</span>;
  if (!grade || grade.invited === 0) return <span class="n">nobody invited</span>;
  if (grade.points === null) return <span class="n">no grade</span>;
  return (
    <>
      {score(grade.points)}{" "}
      <span class="n beside people">
        {grade.n} of {grade.invited}
      </span>
    </>
  );
}
