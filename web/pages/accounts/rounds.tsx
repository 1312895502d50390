import type { AccountPage as Page } from "#worker/domain/account/actions-page.ts";
import { letterOf } from "#worker/domain/reports/grade-rules.ts";
import { Steps } from "../../charts/steps.tsx";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { GradeBadge } from "../../ui/grade.tsx";
import { State } from "../../ui/state.tsx";
import { kindOf } from "../rounds/words.ts";
import { ClientGrade } from "./client-grade.tsx";
import { Gap } from "./gap.tsx";
import { historyFinding } from "./history-words.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Props = {
  accountId: string;
  rounds: Page["rounds"];
  history: Page["history"];
  timeZone: string;
};

/** Every round of an account, the newest first, and how both grades went over the years. */
export function Rounds({ accountId, rounds, history, timeZone }: Props) {
  return (
    <section>
      <h2>Rounds</h2>
      {history.length > 1 && <History history={history} />}
      {rounds.length === 0 ? (
        <p>This account has not been surveyed yet.</p>
      ) : (
        <table class="list wide">
          <TableHead
            columns={[
              "Round",
              "State",
              "Deadline",
              "Client’s grade",
              "Our grade",
              "Gap",
              { num: "Answered" },
            ]}
          />
          <tbody>
            {rounds.map((round) => (
              <RoundLine key={round.id} round={round} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      )}
      {rounds.some(({ result }) => result) && (
        <p>
          <a href={paths.accountHistory(accountId)}>
            Grades and areas, year by year and among other accounts
          </a>
        </p>
      )}
    </section>
  );
}

function History({ history }: Pick<Props, "history">) {
  const steps = (points: "selfPoints" | "clientPoints") =>
    history.map((round) => ({ at: round.closedAt, points: round[points] }));
  const lines = [
    { label: `We ${letterOf(history.at(-1)!.selfPoints)}`, ours: true, steps: steps("selfPoints") },
    {
      label: `Client ${letterOf(history.at(-1)!.clientPoints)}`,
      ours: false,
      steps: steps("clientPoints"),
    },
  ];
  const years = new Map(history.toReversed().map(({ year, closedAt }) => [year, closedAt]));
  return (
    <figure>
      <h3>{historyFinding(history)}</h3>
      <Steps
        lines={lines}
        years={[...years].toReversed().map(([year, at]) => ({ at, label: String(year) }))}
      />
    </figure>
  );
}

function RoundLine({ round, timeZone }: { round: Page["rounds"][number]; timeZone: string }) {
  const { result } = round;
  return (
    <tr>
      <th scope="row">
        <a href={paths.round(round.id)}>{round.name}</a> <span class="n">{kindOf(round)}</span>
      </th>
      <td>
        <State value={round.status} />
      </td>
      <td data-label="deadline">
        <Day value={new Date(round.closesAt)} timeZone={timeZone} />
      </td>
      <td data-label="client’s grade">
        {result && <ClientGrade points={result.clientPoints} grade={result.grade} />}
      </td>
      <td data-label="our grade">
        {result && (
          <GradeBadge letter={result.selfPoints === null ? null : letterOf(result.selfPoints)} />
        )}
      </td>
      <td>{result && <Gap {...result} />}</td>
      <td class="num" data-label="answered">
        {result && (
          <>
            {result.completed} <span class="n">of {result.invited}</span>
          </>
        )}
      </td>
    </tr>
  );
}
