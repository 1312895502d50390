import { movesFrom } from "#worker/domain/action/rules.ts";
import type { Action, ActionStatus } from "#worker/domain/action/schema.ts";
import { paths } from "../../paths.ts";
import { TextArea } from "../../ui/field.tsx";
import { fieldsIn, type Typed } from "../../ui/form.ts";
import type { FieldError } from "../../ui/notice.tsx";
import { PostButton } from "../../ui/post-button.tsx";

type Props = { action: Action; typed: Typed; errors: FieldError[] };

const versionOf = ({ version }: Action) => ({ version: String(version) });

/** Takes a line on: start it, say what was done, drop it, or take it up again. */
export function Moves({ action, typed, errors }: Props) {
  const open = (to: ActionStatus) => movesFrom(action.status).includes(to);
  return (
    <div class="moves">
      {open("in_progress") && <StartButton action={action} />}
      {open("proposed") && (
        <PostButton
          action={paths.action(action.id)}
          fields={{ status: "proposed", ...versionOf(action) }}
        >
          Propose it again
        </PostButton>
      )}
      {open("done") && (
        <MoveForm
          {...{ action, typed, errors }}
          status="done"
          name="doneNote"
          title="It is done"
          label="What was done"
          hint="In a sentence that the client will read."
        />
      )}
      {open("dropped") && (
        <MoveForm
          {...{ action, typed, errors }}
          status="dropped"
          name="dropReason"
          title="Drop it"
          label="Why it is dropped"
        />
      )}
    </div>
  );
}

export function StartButton({ action }: { action: Action }) {
  return (
    <PostButton
      action={paths.action(action.id)}
      fields={{ status: "in_progress", ...versionOf(action) }}
    >
      {action.status === "done" ? "It is not done yet" : "Start"}
      <span class="visually-hidden">: {action.title}</span>
    </PostButton>
  );
}

type MoveProps = Props & {
  status: ActionStatus;
  name: string;
  title: string;
  label: string;
  hint?: string;
};

function MoveForm({ action, typed, errors, status, name, title, label, hint }: MoveProps) {
  return (
    <details open={typed["status"] === status}>
      <summary>{title}</summary>
      <form method="post" action={paths.action(action.id)}>
        <input type="hidden" name="version" value={action.version} />
        <input type="hidden" name="status" value={status} />
        <TextArea
          {...fieldsIn(typed, errors)(name, label, null)}
          rows={2}
          {...(hint && { hint })}
        />
        <button type="submit">{title}</button>
      </form>
    </details>
  );
}
