import type { AccountReview } from "#worker/domain/account/actions-review.ts";
import { actionStatusWords } from "#worker/domain/action/rules.ts";
import { caseStatusWords, resolutionWords, triggerWords } from "#worker/domain/case/rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { dayWords } from "../plan/words.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { review: AccountReview };

/** What was promised, before anything else: what is open first, then what was settled in the last year. */
export function LastPlan({ review: { actions, account } }: Props) {
  return (
    <section class="review">
      <h2>The last plan</h2>
      {actions.length === 0 ? (
        <p>
          Nothing is promised here. <a href={paths.plan(account.id)}>Make a plan</a>.
        </p>
      ) : (
        <table class="list">
          <TableHead columns={["Action", "State", "Owner", "Due"]} />
          <tbody>
            {actions.map((action) => (
              <tr key={action.id}>
                <th scope="row">
                  <a href={paths.action(action.id)}>
                    <bdi>{action.title}</bdi>
                  </a>
                </th>
                <td data-label="state">{actionStatusWords[action.status]}</td>
                <td data-label="owner">
                  {action.owner ? <bdi>{action.owner}</bdi> : "nobody yet"}
                </td>
                <td data-label="due">
                  {action.dueOn ? dayWords(action.dueOn) : "no day"}
                  {action.overdue && <strong> overdue</strong>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What could not wait for a report: all that is open, and the last year's. */
export function Cases({ review: { cases }, timeZone }: Props & { timeZone: string }) {
  return (
    <section>
      <h2>Cases</h2>
      {cases.length === 0 ? (
        <p>None is open, and none was opened in the last 12 months.</p>
      ) : (
        <table class="list">
          <TableHead columns={["Contact", "Why", "Opened", "State"]} />
          <tbody>
            {cases.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <a href={paths.case(one.id)}>
                    <bdi>{one.person}</bdi>
                  </a>
                </th>
                <td>{triggerWords[one.trigger]}</td>
                <td data-label="opened">
                  <Day value={one.openedAt} timeZone={timeZone} />
                </td>
                <td data-label="state">
                  {one.resolution ? resolutionWords[one.resolution] : caseStatusWords[one.status]}
                  {one.overdue && <strong> overdue</strong>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const shownDates = 12;

export function NextDates({ review: { next } }: Props) {
  return (
    <section>
      <h2>Next dates</h2>
      <ul>
        {next.slice(0, shownDates).map(({ day, what, overdue }) => (
          <li key={`${day}${what}`}>
            <time dateTime={day}>{dayWords(day)}</time>: <bdi>{what}</bdi>
            {overdue && <strong> overdue</strong>}
          </li>
        ))}
      </ul>
    </section>
  );
}
