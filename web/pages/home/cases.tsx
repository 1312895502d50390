import { triggerWords } from "#worker/domain/case/rules.ts";
import { nameOf } from "#worker/domain/contact/rules.ts";
import type { Today } from "#worker/domain/home/actions.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Task } from "./lists.tsx";

type Props = { cases: Today["cases"]; now: Date; timeZone: string };

/** Clients whom nobody has called yet. */
export function Cases({ cases, now, timeZone }: Props) {
  return (
    <Task
      id="calls"
      title="Clients waiting for a call"
      head={["Contact", "Account", "Why", "First contact by"]}
      rows={cases.map(({ id, trigger, dueAt, firstName, lastName, account }) => (
        <tr key={id}>
          <th scope="row">
            <a href={paths.case(id)}>
              <bdi>{nameOf({ firstName, lastName }) || "No name"}</bdi>
            </a>
          </th>
          <td>
            <bdi>{account}</bdi>
          </td>
          <td>{triggerWords[trigger]}</td>
          <td data-label="first contact by">
            <Time value={dueAt} timeZone={timeZone} />
            {dueAt < now && <strong> overdue</strong>}
          </td>
        </tr>
      ))}
    />
  );
}
