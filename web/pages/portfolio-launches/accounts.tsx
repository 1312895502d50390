import type { LaunchLine } from "#worker/domain/portfolio-launch/actions.ts";
import type { Failure } from "#worker/domain/round/gates-rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { State } from "../../ui/state.tsx";
import { placeOf } from "../rounds/launch.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { lines: LaunchLine[]; gradeBy: Date; timeZone: string };

/** The accounts of a launch: what stands against each, or how its mail goes. */
export function LaunchAccounts({ lines, gradeBy, timeZone }: Props) {
  if (lines.length === 0) return <p>No account is in this state.</p>;
  return (
    <table class="list">
      <TableHead columns={["Account", "Account manager", "State", "What to do, or how it goes"]} />
      <tbody>
        {lines.map((line) => (
          <tr key={line.account.id}>
            <th scope="row">
              <a href={paths.account(line.account.id)}>
                <bdi>{line.account.name}</bdi>
              </a>
            </th>
            <td>{line.manager ? <bdi>{line.manager}</bdi> : "nobody"}</td>
            <td>
              <State value={stateOf(line)} />
            </td>
            <td>
              {line.round.status === "draft" ? (
                <ToDo line={line} gradeBy={gradeBy} timeZone={timeZone} />
              ) : (
                <Progress line={line} timeZone={timeZone} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function stateOf({ round, queuedAt, failed }: LaunchLine): string {
  if (round.status !== "draft") return round.status;
  if (queuedAt) return "being launched";
  return failed.length === 0 ? "ready" : "not ready";
}

const placed = (roundId: string, code: Failure["code"]) =>
  `${paths.round(roundId)}#${placeOf[code]}`;

function ToDo({ line, gradeBy, timeZone }: { line: LaunchLine } & Omit<Props, "lines">) {
  const { round, account, failed, explained, manager } = line;
  if (failed.length === 0)
    return (
      <>
        {explained.length > 0 && "Explained for all accounts. "}
        <a href={paths.round(round.id)}>
          Look at the draft<span class="visually-hidden"> for {account.name}</span>
        </a>
      </>
    );
  return (
    <ul class="gates">
      {failed.map(({ code, message, candidates = [] }) => (
        <li key={code}>
          {code === "self_grade_missing" ? (
            <>
              Our own grade is missing. <bdi>{manager ?? "Nobody"}</bdi> was asked for it by{" "}
              <Day value={gradeBy} timeZone={timeZone} />.
            </>
          ) : (
            message
          )}{" "}
          {candidates.map(({ id, name }) => (
            <span key={id}>
              <a href={paths.contact(id)}>
                <bdi>{name}</bdi>
              </a>{" "}
            </span>
          ))}
          <a href={placed(round.id, code)}>
            {code === "self_grade_missing" ? "Give it" : "Go to that step"}
            <span class="visually-hidden"> for {account.name}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Progress({
  line: { round, mail, account },
  timeZone,
}: {
  line: LaunchLine;
  timeZone: string;
}) {
  const href = round.status === "open" ? paths.roundProgress(round.id) : paths.round(round.id);
  return (
    <>
      {mail && (
        <>
          {mail.waiting} waiting, {mail.sent} sent, {mail.bounced} came back, {mail.answered}{" "}
          answered.{" "}
        </>
      )}
      {round.status === "open" && (
        <>
          Open until <Day value={round.closesAt} timeZone={timeZone} />.{" "}
        </>
      )}
      <a href={href}>
        Look at it<span class="visually-hidden"> for {account.name}</span>
      </a>
    </>
  );
}
