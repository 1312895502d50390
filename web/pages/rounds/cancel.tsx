import type { RoundView } from "#worker/domain/round/actions-page.ts";
import { paths } from "../../paths.ts";
import { TextArea } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { plural } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";

type Props = { view: RoundView; reason: string; errors: FieldError[] };

/** What a cancellation means, before it happens. */
export function CancelPage({ view: { round, account, open }, reason, errors }: Props) {
  return (
    <>
      <PageHeader
        title={`Cancel ${round.name}?`}
        lede={<bdi>{account.name}</bdi>}
        back={{ href: paths.round(round.id), label: round.name }}
      />
      <ErrorSummary title="This was not done" errors={errors} />
      {open ? (
        <p>
          {plural(open.invitations.invited, "person is", "people are")} invited, and{" "}
          {open.invitations.completed} answered. Everybody who opens their link reads that the
          survey was cancelled. There is no report. This cannot be undone.
        </p>
      ) : (
        <p>The draft stays in your lists as cancelled. This cannot be undone.</p>
      )}
      <form method="post" action={paths.roundCancel(round.id)}>
        <TextArea
          label="Why it is cancelled"
          name="cancelReason"
          value={reason}
          rows={2}
          required
          error={errorIn(errors)("cancelReason")}
        />
        <div class="actions">
          <button type="submit" class="danger">
            Cancel the round
          </button>
          <a href={paths.round(round.id)}>Keep it</a>
        </div>
      </form>
    </>
  );
}
