import type { Report } from "#worker/domain/reports/schema.ts";
import { TableRegion } from "../ui/table-region.tsx";
import { areaNames, score as spell } from "./words.ts";
import { TableHead } from "../ui/table-head.tsx";

type Verification = Report["verifications"][number];

/** What became of earlier promises, in the words of those it was promised to. Nothing where none was asked about. */
export function Verifications({ report: { verifications } }: { report: Report }) {
  if (verifications.length === 0) return null;
  const better = verifications.filter(({ verdict }) => verdict === "verified").length;
  return (
    <section>
      <h2>
        {better} of {verifications.length} promises kept, says the client
      </h2>
      <TableRegion label="Promises">
        <table class="stacks told">
          <caption>
            A promise is kept when more people say it is better than say it is the same or worse.
            The target stands beside and decides nothing.
          </caption>
          <TableHead
            columns={[
              "What we promised",
              "What we did",
              "The client says",
              { num: "Better" },
              { num: "Same" },
              { num: "Worse" },
              { num: "Can’t say" },
              "Target and score",
            ]}
          />
          <tbody>
            {verifications.map((one) => (
              <Line key={one.actionId} one={one} />
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}

function Line({ one }: { one: Verification }) {
  const { title, done, counts, n, invited } = one;
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{done}</td>
      <td>
        {verdictWords(one)}{" "}
        <span class="n">
          {n ?? "too few"} of {invited}
        </span>
      </td>
      <td class="num" data-label="better">
        {counts?.better ?? "–"}
      </td>
      <td class="num" data-label="same">
        {counts?.same ?? "–"}
      </td>
      <td class="num" data-label="worse">
        {counts?.worse ?? "–"}
      </td>
      <td class="num" data-label="can’t say">
        {counts?.cantSay ?? "–"}
      </td>
      <td>{targetWords(one)}</td>
    </tr>
  );
}

function verdictWords({ verdict }: Verification): string {
  if (verdict === "verified") return "It is better";
  if (verdict === "not_improved") return "It is not better";
  return verdict === "undecided" ? "Nobody can say yet" : "Too few to show";
}

const targetWords = ({ area, target, score }: Verification): string =>
  area && target !== null
    ? `${areaNames[area]}: target ${spell(target)}, now ${score === null ? "not known" : spell(score)}`
    : "No target in figures";
