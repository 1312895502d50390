import { actionStatusWords, isOverdue } from "#worker/domain/action/rules.ts";
import type { Today } from "#worker/domain/home/actions.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { dayWords } from "../plan/words.ts";
import { Task } from "./lists.tsx";

/** What clients said of their plans, and wait for us to take care of. */
export function Replies({ replies, timeZone }: { replies: Today["replies"]; timeZone: string }) {
  return (
    <Task
      id="replies"
      title="Clients’ words on their plans"
      head={["From", "Account", "About", "On"]}
      rows={replies.map(({ id, accountId, account, by, about, kind, at }) => (
        <tr key={id}>
          <th scope="row">
            <a href={paths.planClient(accountId)}>
              <bdi>{by}</bdi>
            </a>
            {kind === "change_request" && " wants a change"}
          </th>
          <td>
            <bdi>{account}</bdi>
          </td>
          <td dir="auto">{about ?? "The whole plan"}</td>
          <td>
            <Day value={at} timeZone={timeZone} />
          </td>
        </tr>
      ))}
    />
  );
}

type Props = { promises: Today["promises"]; day: string };

/** What this person has promised to clients and owes by the end of the week. */
export function Promises({ promises, day }: Props) {
  return (
    <Task
      id="promises"
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
