import type { ReleaseView } from "#worker/domain/release/actions.ts";
import { nameOf } from "#worker/domain/contact/rules.ts";
import type { Skipped } from "#worker/domain/release/rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { TextArea } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import { Notice, type FieldError } from "../../ui/notice.tsx";
import { plural } from "../../ui/number.ts";
import { PostButton } from "../../ui/post-button.tsx";

export type ReleaseProps = {
  view: ReleaseView;
  /** What stands in the page and the mail shown. */
  note: string;
  /** The reason typed for not releasing. */
  reason: string;
  errors: FieldError[];
  done: string | undefined;
  timeZone: string;
};

const skippedWords: Record<Skipped, string> = {
  left: "has left",
  do_not_survey: "is marked as not to be surveyed",
  opted_out: "wants no more mail",
  undeliverable: "mail did not arrive",
};

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

/** The sentence, a look at it, and then the release of what was looked at. */
export function ReleaseForm(props: ReleaseProps) {
  const { view, note, errors, timeZone } = props;
  const { round, readers, skipped, people: names } = view;
  const action = paths.roundRelease(round.id);
  return (
    <section>
      <h2>Not released yet</h2>
      {round.withheldAt && (
        <Notice>
          On <Day value={round.withheldAt} timeZone={timeZone} />{" "}
          <bdi>{names.withheldBy || "somebody"}</bdi> decided not to release it:{" "}
          <bdi>{round.withheldReason}</bdi>
        </Notice>
      )}
      <p>
        The summary would go to {people(readers)}.
        {skipped.length > 0 && ` ${plural(skipped.length, "other")} would not get it:`}
      </p>
      {skipped.length > 0 && (
        <ul>
          {skipped.slice(0, mostNamed).map(({ id, firstName, lastName, why }) => (
            <li key={id}>
              <bdi>{nameOf({ firstName, lastName })}</bdi>: {skippedWords[why]}
            </li>
          ))}
          {skipped.length > mostNamed && <li>and {skipped.length - mostNamed} more</li>}
        </ul>
      )}
      <form method="post" action={action}>
        <TextArea
          label="What happens next (optional)"
          name="note"
          value={note}
          rows={3}
          hint="A sentence or two of your own, on the page and in the mail. Look at it below before you release."
          error={errorIn(errors)("note")}
        />
        <input type="hidden" name="seen" value={note} />
        <div class="actions">
          <button type="submit" formmethod="get" formaction={action}>
            Show it below
          </button>
          <button type="submit" class="primary" disabled={readers === 0}>
            Release to {people(readers)}
          </button>
        </div>
      </form>
    </section>
  );
}

const mostNamed = 12;

/** What was released, when, by whom and to how many; and the way to take it back. */
export function Released({ view, timeZone }: ReleaseProps) {
  const { round, links, people: names } = view;
  return (
    <section>
      <h2>Released</h2>
      <p>
        <bdi>{names.releasedBy || "Somebody"}</bdi> released it on{" "}
        <Day value={round.releasedAt!} timeZone={timeZone} /> to {people(links.sent)}.
        {links.standing < links.sent &&
          ` ${plural(links.sent - links.standing, "link")} of theirs
          ${links.sent - links.standing === 1 ? "is" : "are"} withdrawn.`}
      </p>
      {links.standing > 0 && (
        <>
          <p class="hint">
            A withdrawn link says so and opens nothing. What was sent by mail stays in their
            mailboxes, and nothing can be released a second time.
          </p>
          <PostButton action={paths.roundWithdraw(round.id)} kind="danger">
            Withdraw {links.standing === 1 ? "the link" : `all ${links.standing} links`}
          </PostButton>
        </>
      )}
    </section>
  );
}

/** The other way to be done with it. */
export function Withhold(props: ReleaseProps) {
  const { view, reason, errors } = props;
  if (view.round.withheldAt) return null;
  return (
    <section id="withhold">
      <h2>Not releasing it</h2>
      <form method="post" action={paths.roundWithhold(view.round.id)}>
        <TextArea
          label="Why not"
          name="reason"
          value={reason}
          rows={2}
          hint="For colleagues. The home page then stops reminding."
          required
          error={errorIn(errors)("reason")}
        />
        <button type="submit">Set it aside</button>
      </form>
    </section>
  );
}
