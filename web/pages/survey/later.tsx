import { paths } from "../../paths.ts";
import { TextField } from "../../ui/field.tsx";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";

type Props = {
  token: string;
  /** When the survey closes, spelled. */
  deadline: string;
  /** The days to choose from; null when the survey closes too soon. */
  days: { first: string; last: string } | null;
  chosen?: string;
  errors?: FieldError[];
};

/** "Not now": on which day, then? */
export function LaterPage({ token, deadline, days, chosen, errors = [] }: Props) {
  if (!days)
    return (
      <article>
        <h1>There is no later day left</h1>
        <p>
          This survey closes on {deadline}. <a href={paths.survey(token)}>Back to the survey</a>
        </p>
      </article>
    );
  return (
    <form method="post" action={paths.surveyLater(token)}>
      <ErrorSummary title="Not stored yet: please look at this again" errors={errors} />
      <h1>When would it suit you?</h1>
      <p>
        Choose a day before the survey closes on {deadline}. Until then you hear nothing from us
        about it.
      </p>
      <TextField
        label="Day"
        name="day"
        type="date"
        value={chosen ?? days.first}
        min={days.first}
        max={days.last}
        error={errors[0]?.message}
      />
      <button type="submit">Remind me then</button>
      <p>
        <a href={paths.survey(token)}>Back to the survey</a>
      </p>
    </form>
  );
}
