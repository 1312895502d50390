import type { AccountReview } from "#worker/domain/account/actions-review.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { TextArea, TextField } from "../../ui/field.tsx";
import { Facts } from "../../ui/figures.tsx";
import { fieldsIn, type Typed } from "../../ui/form.ts";
import { Notice, type FieldError } from "../../ui/notice.tsx";
import { dayWords } from "../plan/words.ts";

type Props = {
  review: AccountReview;
  /** The meeting whose notes are open to be changed; of a form that was sent, the one it was about. */
  edited: string | undefined;
  typed: Typed;
  errors: FieldError[];
  stale: boolean;
  timeZone: string;
};
type Meeting = AccountReview["meetings"][number];

/** What the meetings wrote down, the latest first, and one form: for a new one, or for the one that is changed. */
export function Meetings({ review, edited, timeZone, ...sent }: Props) {
  const { meetings, account } = review;
  const chosen = meetings.find(({ id }) => id === edited);
  return (
    <section>
      <h2>Meetings</h2>
      {meetings.map((meeting) => (
        <article key={meeting.id} id={meeting.id}>
          <h3>{dayWords(meeting.heldOn)}</h3>
          <Facts
            facts={[
              ...written("Notes", meeting.notes),
              ...written("Decisions", meeting.decisions),
              ...written("Actions", meeting.actions),
            ]}
          />
          <p class="n">
            <bdi>{meeting.writer ?? "Somebody who has left"}</bdi>,{" "}
            <Time value={meeting.writtenAt} timeZone={timeZone} />
            {meeting.version > 1 && `, version ${meeting.version}`}
          </p>
          <p class="change">
            <a href={paths.reviewMeeting(account.id, meeting.id)}>
              Change the notes of {dayWords(meeting.heldOn)}
            </a>
          </p>
        </article>
      ))}
      <MeetingForm review={review} meeting={chosen} {...sent} />
    </section>
  );
}

const written = (label: string, text: string) =>
  text === ""
    ? []
    : [
        {
          label,
          value: (
            <span class="written" dir="auto">
              {text}
            </span>
          ),
        },
      ];

type FormProps = Pick<Props, "review" | "typed" | "errors" | "stale"> & {
  meeting: Meeting | undefined;
};

/** Where somebody was faster, theirs stands above the form as it is now, and yours stays in the form. */
function MeetingForm({ review, meeting, typed, errors, stale }: FormProps) {
  const field = fieldsIn(typed, errors);
  const sentId = typeof typed["id"] === "string" ? typed["id"] : review.newId;
  return (
    <details class="change" id="meeting" open={meeting !== undefined || errors.length > 0}>
      <summary>
        {meeting ? `Change the notes of ${dayWords(meeting.heldOn)}` : "Write down a meeting"}
      </summary>
      {stale && (
        <Notice kind="warn">
          <p>
            <bdi>{meeting?.writer ?? "Somebody"}</bdi> changed these notes meanwhile: what stands
            above is theirs. Yours is below; keeping it puts it in place of theirs.
          </p>
        </Notice>
      )}
      <form method="post" action={paths.accountReview(review.account.id)}>
        <input type="hidden" name="id" value={meeting?.id ?? sentId} />
        <input type="hidden" name="version" value={meeting?.version ?? 0} />
        <TextField
          {...field("heldOn", "Day of the meeting", meeting?.heldOn ?? review.today)}
          type="date"
          required
        />
        <TextArea {...field("notes", "Notes", meeting?.notes ?? null)} rows={5} />
        <TextArea {...field("decisions", "Decisions", meeting?.decisions ?? null)} rows={3} />
        <TextArea
          {...field("actions", "Actions", meeting?.actions ?? null)}
          rows={3}
          hint="Ours only. What the client is to see belongs in the plan."
        />
        <button type="submit">Keep the notes</button>
      </form>
    </details>
  );
}
