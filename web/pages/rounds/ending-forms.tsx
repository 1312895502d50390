import { paths } from "../../paths.ts";
import { TextArea } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import type { RoundPageProps } from "./props.ts";

/** Closes the round before its deadline. */
export function CloseForm(props: RoundPageProps) {
  return (
    <details open={props.typed.closeReason !== undefined}>
      <summary>Close the round now</summary>
      <form method="post" action={paths.roundClose(props.view.round.id)}>
        <p class="hint">
          The report is made at once and says that the round was closed early, by whom and why. Who
          has not answered yet cannot answer any more.
        </p>
        <TextArea
          label="Why now"
          name="closeReason"
          value={props.typed.closeReason ?? ""}
          rows={2}
          required
          error={errorIn(props.errors)("closeReason")}
        />
        <div class="actions">
          <button type="submit" class="danger">
            Close now
          </button>
        </div>
      </form>
    </details>
  );
}

/** Leads to the page that ends a draft or an open round without a report. */
export function CancelLink({ view }: Pick<RoundPageProps, "view">) {
  return (
    <p>
      <a href={paths.roundCancel(view.round.id)}>Cancel the round</a>
    </p>
  );
}
