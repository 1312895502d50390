import type { AccountReview } from "#worker/domain/account/actions-review.ts";
import { letterOf } from "#worker/domain/reports/grade-rules.ts";
import { kindWords } from "#worker/domain/round/rules.ts";
import { paths } from "../../paths.ts";
import { gradeTrendSentence, trendSentence } from "../../reports/change-sentences.ts";
import { gapSentence, missingSentence } from "../../reports/sentences.ts";
import { areaNames, score, signed } from "../../reports/words.ts";
import { Day, spellDay } from "../../ui/date.tsx";
import { GradeBadge } from "../../ui/grade.tsx";
import { levelWords } from "../contacts/words.ts";
import { tierOrder, tierWords } from "../rounds/words.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { review: AccountReview; timeZone: string };

/** Both grades, what lies between them, and how they went. */
export function Standing({ review: { report, rounds }, timeZone }: Props) {
  if (!report)
    return (
      <section>
        <h2>Grade, gap and trend</h2>
        <p>No round has closed yet: there is no grade to speak of.</p>
      </section>
    );
  const { grade } = report;
  const missing = missingSentence(grade);
  return (
    <section>
      <h2>Grade, gap and trend</h2>
      <p>
        {gapSentence(grade)} {missing}
      </p>
      {grade.senior && (
        <p>
          The most senior contact, <bdi>{grade.senior.contact.name}</bdi>, gave{" "}
          {grade.senior.letter}.
        </p>
      )}
      <Changes report={report} />
      <Rounds rounds={rounds} timeZone={timeZone} />
    </section>
  );
}

type Report = NonNullable<AccountReview["report"]>;

/** What changed for sure since the round before, and which areas are poor. */
function Changes({ report: { grade, areas } }: { report: Report }) {
  const { trend } = grade.client;
  const moved = areas.filter(
    ({ trend: change }) => change?.holds && change.verdict !== "no_real_change",
  );
  const poor = areas
    .filter((area): area is typeof area & { mean: number } => area.mean !== null && area.mean < 3.5)
    .toSorted((a, b) => a.mean - b.mean);
  const compared = trend !== null || areas.some((area) => area.trend !== null);
  const gradeMoved = trend?.holds && trend.verdict !== "no_real_change";
  return (
    <ul>
      {gradeMoved && <li>{gradeTrendSentence(trend)}</li>}
      {moved.map((area) => (
        <li key={area.key}>{trendSentence(area, area.trend!)}</li>
      ))}
      {!gradeMoved && moved.length === 0 && (
        <li>
          {compared
            ? "Nothing changed by more than chance since the round before."
            : "There is no earlier round to compare with."}
        </li>
      )}
      <li>
        {poor.length === 0
          ? "No area is below 3.5 of 5."
          : `Below 3.5 of 5: ${poor
              .map(
                ({ key, mean, n, invited }) =>
                  `${areaNames[key]} ${score(mean)} (${n} of ${invited})`,
              )
              .join(", ")}.`}
      </li>
    </ul>
  );
}

function Rounds({ rounds, timeZone }: { rounds: AccountReview["rounds"]; timeZone: string }) {
  return (
    <table class="list">
      <TableHead
        columns={[
          "Round",
          "Closed",
          "Client’s grade",
          "Our grade",
          { num: "Gap" },
          { num: "Answered" },
        ]}
      />
      <tbody>
        {rounds.map(({ clientPoints: client, selfPoints: self, ...round }) => (
          <tr key={round.roundId}>
            <th scope="row">
              <a href={paths.report(round.roundId)}>
                <bdi>{round.name}</bdi>
              </a>{" "}
              <span class="n">{kindWords[round.kind]}</span>
            </th>
            <td data-label="closed">
              <Day value={round.closedAt} timeZone={timeZone} />
            </td>
            <td data-label="client’s grade">
              <GradeBadge letter={client === null ? null : letterOf(client)} />{" "}
              {client !== null && (
                <span class="n">
                  {round.graded} of {round.invited}
                </span>
              )}
            </td>
            <td data-label="our grade">
              <GradeBadge letter={self === null ? null : letterOf(self)} />
            </td>
            <td class="num" data-label="gap">
              {client === null || self === null ? "–" : signed(self - client)}
            </td>
            <td class="num" data-label="answered">
              {round.completed} <span class="n">of {round.invited}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How far our questions reached in the last twelve months, and who never answered one. */
export function Coverage({ review: { coverage, silent }, timeZone }: Props) {
  const levels = tierOrder.map((tier) => {
    const cells = coverage.filter((cell) => cell.tier === tier);
    const sum = (key: "known" | "asked") => cells.reduce((total, cell) => total + cell[key], 0);
    const [known, asked] = [sum("known"), sum("asked")];
    return `${tierWords[tier]}: ${known === 0 ? "nobody known" : `${asked} of ${known}`}`;
  });
  return (
    <section>
      <h2>Coverage and silent people</h2>
      <p>Asked in the last 12 months, of those we know. {levels.join(" · ")}.</p>
      {silent.length === 0 ? (
        <p>In the rounds that closed since, nobody who was asked by name stayed silent.</p>
      ) : (
        <>
          <p>In the rounds that closed since, asked by name and silent:</p>
          <ul class="people">
            {silent.map((person) => (
              <li key={person.id}>
                <a href={paths.contact(person.id)}>
                  <bdi>{person.person}</bdi>
                </a>
                {", "}
                <bdi>{person.jobTitle ?? levelWords[person.tier].toLowerCase()}</bdi>
                {person.mostSenior && <strong>, the most senior contact</strong>}{" "}
                <span class="n">asked {spellDay(person.askedAt, timeZone)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
