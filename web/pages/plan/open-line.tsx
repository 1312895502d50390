import type { Line } from "#worker/domain/action/actions-page.ts";
import { isSettled } from "#worker/domain/action/rules.ts";
import { paths } from "../../paths.ts";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { Conflict } from "./conflict.tsx";
import { History } from "./history.tsx";
import type { Typed } from "../../ui/form.ts";
import { LineForm } from "./line-form.tsx";
import { Moves } from "./moves.tsx";
import { Quotes } from "./quotes.tsx";

export type Writing = {
  line: Line;
  typed: Typed;
  errors: FieldError[];
  /** Somebody else saved the line while it was being written in. */
  stale: boolean;
};
type Props = Writing & { accountId: string; back: string; timeZone: string };

/** One line open to be written in, with what it comes from and what became of it so far. */
export function OpenLine({ line, typed, errors, stale, accountId, back, timeZone }: Props) {
  const { action } = line;
  const target = action ? paths.action(action.id) : paths.plan(accountId);
  return (
    <div class="open-line" id="line">
      <ErrorSummary title="Not saved yet: please look at this again" errors={errors} />
      {stale && <Conflict line={line} typed={typed} />}
      {(!action || !isSettled(action.status)) && (
        <LineForm {...{ line, target, typed, errors, back }} />
      )}
      {action && <Moves {...{ action, typed, errors }} />}
      {line.caseId ? (
        <p>
          This line comes from <a href={paths.case(line.caseId)}>a case</a>.
        </p>
      ) : (
        action?.roundId && (
          <p>
            This line comes from <a href={paths.report(action.roundId)}>the report of a round</a>.
          </p>
        )
      )}
      <Quotes quotes={line.quotes} />
      <History history={line.history} timeZone={timeZone} />
    </div>
  );
}
