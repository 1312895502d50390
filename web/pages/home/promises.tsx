import { actionStatusWords, isOverdue } from "#worker/domain/action/rules.ts";
import type { Today } from "#worker/domain/home/actions.ts";
import { paths } from "../../paths.ts";
import { dayWords } from "../plan/words.ts";
import { Task } from "./lists.tsx";

type Props = { promises: Today["promises"]; day: string };

/** What this person has promised to clients and owes by the end of the week. */
export function Promises({ promises, day }: Props) {
  return (
    <Task
      title="Promises of yours that are due"
      head={["Promise", "Account", "State", "Due"]}
      rows={promises.map(({ id, title, account, status, dueOn }) => (
        <tr key={id}>
          <th scope="row">
            <a href={paths.action(id)}>
              <bdi>{title}</bdi>
            </a>
          </th>
          <td>
            <bdi>{account}</bdi>
          </td>
          <td>{actionStatusWords[status]}</td>
          <td data-label="due">
            {dueOn && dayWords(dueOn)}
            {isOverdue({ status, dueOn }, day) && <strong> overdue</strong>}
          </td>
        </tr>
      ))}
    />
  );
}
