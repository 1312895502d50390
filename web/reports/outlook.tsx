import type { Question } from "#worker/domain/questions/index.ts";
import { countedOf } from "#worker/domain/reports/module-rules.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { TableRegion } from "../ui/table-region.tsx";
import { Quote } from "./comments.tsx";
import { recommendationSentence } from "./sentences.ts";
import { listed, needsKey } from "./words.ts";
import { TableHead } from "../ui/table-head.tsx";

type Props = { report: Report; asked: Question[] };

/** What modules add: whether they would recommend us, what they will need, how we stand beside others. */
export function Outlook({ report, asked }: Props) {
  const { recommendation } = report;
  return (
    <>
      {recommendation && (
        <section>
          <h2>Would they recommend us?</h2>
          <p>{recommendationSentence(recommendation)}</p>
        </section>
      )}
      <Future report={report} asked={asked} />
      <Competitors report={report} />
    </>
  );
}

function Future({ report, asked }: Props) {
  const appetite = appetiteSentence(report, asked);
  const needs = report.comments.filter(({ questionKey }) => questionKey === needsKey);
  if (!appetite && needs.length === 0) return null;
  return (
    <section>
      <h2>What comes next</h2>
      {appetite && <p>{appetite}</p>}
      {needs.length > 0 && (
        <section class="quotes">
          <h3>{report.wordings[needsKey]}</h3>
          <ul class="register">
            {needs.map((comment) => (
              <Quote key={comment.text} comment={comment} groups={report.groups} />
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}

function appetiteSentence(report: Report, asked: Question[]): string | null {
  const [counted] = countedOf(report, "future-appetite");
  const question = asked.find(({ key }) => key === counted?.key);
  if (!counted || question?.type !== "choice" || counted.n === 0) return null;
  const said = question.options
    .toReversed()
    .map(({ key, label }) => `${counted.counts[key] ?? 0} ${label.toLowerCase()}`);
  return `How much work they would like to give us over the next twelve months: ${listed(said)}, of ${counted.n} who could say (${counted.asked} asked).`;
}

/** Ratings from 1, much worse, to 5, much better, as people; counts claim nothing beyond themselves. */
function Competitors({ report }: { report: Report }) {
  const rivals = countedOf(report, "competition.").filter(({ n }) => n > 0);
  if (rivals.length === 0) return null;
  return (
    <section>
      <h2>Beside others</h2>
      <TableRegion label="Competitors">
        <table class="stacks">
          <caption>People of all levels who could compare.</caption>
          <TableHead
            columns={[
              "Asked",
              { num: "We do better" },
              { num: "About equal" },
              { num: "We do worse" },
              { num: "Could say" },
            ]}
          />
          <tbody>
            {rivals.map(({ key, wording, counts, n, asked }) => (
              <tr key={key}>
                <th scope="row">{wording}</th>
                <td class="num" data-label="we do better">
                  {(counts["4"] ?? 0) + (counts["5"] ?? 0)}
                </td>
                <td class="num" data-label="about equal">
                  {counts["3"] ?? 0}
                </td>
                <td class="num" data-label="we do worse">
                  {(counts["1"] ?? 0) + (counts["2"] ?? 0)}
                </td>
                <td class="num" data-label="could say">
                  {n} <span class="n">of {asked}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  );
}
