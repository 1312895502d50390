import type { Today } from "#worker/domain/home/actions.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Task } from "./lists.tsx";

type Dated = { timeZone: string };

/** The own grades that portfolio launches wait for. */
export function GradesDue({ grades, timeZone }: Dated & { grades: Today["grades"] }) {
  const total = grades[0]?.total ?? 0;
  return (
    <Task
      id="grades"
      title="Own grades to give"
      note={
        <>
          These clients are about to be asked. Write down the grade you expect before they answer.
          {total > grades.length && ` The first ${grades.length} of ${total}.`}
        </>
      }
      head={["Account", "Round", "Needed by", "Next step"]}
      rows={grades.map(({ roundId, round, account, gradeBy }) => (
        <tr key={roundId}>
          <th scope="row">
            <bdi>{account}</bdi>
          </th>
          <td>{round}</td>
          <td data-label="needed by">
            <Day value={gradeBy} timeZone={timeZone} />
          </td>
          <td>
            <a href={`${paths.round(roundId)}#self-grade`}>
              Give your own grade<span class="visually-hidden"> for {account}</span>
            </a>
          </td>
        </tr>
      ))}
    />
  );
}

type DraftsProps = Dated & { drafts: Today["drafts"]; role: string };

/** Rounds that are launched one by one. */
export function Drafts({ drafts, role, timeZone }: DraftsProps) {
  const ungraded = role === "independent_administrator" ? "Prepare it" : "Give your own grade";
  return (
    <Task
      id="drafts"
      title="Rounds to launch"
      head={["Account", "Round", "Would close", "Next step"]}
      rows={drafts.map(({ roundId, round, account, closesAt, graded }) => (
        <tr key={roundId}>
          <th scope="row">
            <bdi>{account}</bdi>
          </th>
          <td>{round}</td>
          <td data-label="would close">
            <Day value={closesAt} timeZone={timeZone} />
          </td>
          <td>
            <a href={paths.round(roundId)}>
              {graded ? "Launch it" : ungraded}
              <span class="visually-hidden">
                {" "}
                for {round}, {account}
              </span>
            </a>
          </td>
        </tr>
      ))}
    />
  );
}
