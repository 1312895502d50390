import { actionStatusWords, isOpen } from "#worker/domain/action/rules.ts";
import type { Action } from "#worker/domain/action/schema.ts";
import type { Area } from "#worker/domain/survey/schema.ts";
import { paths } from "../../paths.ts";
import { areaNames } from "../../reports/words.ts";
import { Day } from "../../ui/date.tsx";
import { StartButton } from "./moves.tsx";
import { OpenLine, type Writing } from "./open-line.tsx";
import { dayWords, measureWords } from "./words.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Props = {
  title: string;
  actions: Action[];
  accountId: string;
  writing: Writing | null;
  timeZone: string;
};

const head = [
  "What we heard",
  "What we will do",
  "Owner",
  "Counterpart",
  "Due",
  "Measure",
  "State",
];

/** Lines of the plan by area; one of them may be open to be written in. */
export function Lines({ title, actions, ...rest }: Props) {
  if (actions.length === 0) return null;
  const groups = Map.groupBy(actions, ({ area }) => area);
  const areas = [...groups.keys()].toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  return (
    <section>
      <h2>{title}</h2>
      <table class="list plan lines">
        <TableHead columns={head} />
        {areas.map((area) => (
          <tbody key={area ?? ""}>
            <tr class="group">
              <th scope="rowgroup" colSpan={head.length}>
                {nameOf(area)}
              </th>
            </tr>
            {groups.get(area)!.map((action) => (
              <Row key={action.id} action={action} {...rest} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

const nameOf = (area: Area | null) => (area === null ? "Other" : areaNames[area]);

type RowProps = Omit<Props, "title" | "actions"> & { action: Action };

function Row({ action, accountId, writing, timeZone }: RowProps) {
  const { id, title, promise, heard, owner, counterpart, dueOn, measure, measureText } = action;
  if (writing?.line.action?.id === id)
    return (
      <tr id={`action-${id}`}>
        <td colSpan={head.length}>
          <OpenLine
            {...writing}
            {...{ accountId, timeZone }}
            back={`${paths.plan(accountId)}#action-${id}`}
          />
        </td>
      </tr>
    );
  return (
    <tr id={`action-${id}`}>
      <td dir="auto">{heard}</td>
      <th scope="row">
        <a href={paths.planLine(accountId, id)}>
          <bdi>{title}</bdi>
        </a>
        {promise && <p dir="auto">{promise}</p>}
        {action.doneNote && (
          <p dir="auto">
            <span class="n">Done:</span> {action.doneNote}
          </p>
        )}
      </th>
      <td data-label="owner">{owner ? <bdi>{owner.name}</bdi> : "nobody yet"}</td>
      <td data-label="counterpart">{counterpart ? <bdi>{counterpart.name}</bdi> : "nobody yet"}</td>
      <td data-label="due">
        {dueOn ? dayWords(dueOn) : "no day"}
        {action.overdue && <strong> overdue</strong>}
      </td>
      <td data-label="measure">
        {measure && measureWords(measure)}
        {measure && measureText && "; "}
        {measureText}
        {!measure && !measureText && "none"}
      </td>
      <td>
        <Standing action={action} timeZone={timeZone} />
      </td>
    </tr>
  );
}

const tones: Partial<Record<Action["status"], string>> = {
  proposed: "warn",
  agreed: "live",
  in_progress: "live",
  done: "good",
  verified: "good",
  not_improved: "bad",
};

/** The state in words, and what the client has to do with it. */
export function Standing({ action, timeZone }: { action: Action; timeZone: string }) {
  const { status, agreedAt, agreedBy } = action;
  return (
    <>
      <span class={`state ${tones[status] ?? ""}`.trim()}>
        {action.keepDoing && isOpen(status) ? "Keep doing" : actionStatusWords[status]}
      </span>
      {!action.clientVisible && <p class="n">Not shown to the client</p>}
      {agreedAt && (
        <p class="hint">
          {action.changedSinceAgreed ? "Changed since " : "Agreed by "}
          <bdi>{agreedBy?.name}</bdi>
          {action.changedSinceAgreed ? " agreed on " : " on "}
          <Day value={new Date(agreedAt)} timeZone={timeZone} />
        </p>
      )}
      {action.startedUnagreed && !agreedAt && <p class="hint">Not agreed by the client</p>}
      {action.dropReason && <p dir="auto">{action.dropReason}</p>}
      {(status === "proposed" || status === "agreed") && !action.keepDoing && (
        <StartButton action={action} />
      )}
    </>
  );
}
