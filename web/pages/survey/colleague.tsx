import { paths } from "../../paths.ts";
import { TextField } from "../../ui/field.tsx";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";

type Props = {
  token: string;
  accountName: string;
  sent?: { name: string; email: string };
  errors?: FieldError[];
};

/** "I am not the right person": who is? */
export function ColleaguePage({ token, accountName, sent, errors = [] }: Props) {
  const errorOf = (name: string) => errors.find(({ field }) => field === name)?.message;
  return (
    <form method="post" action={paths.surveyColleague(token)}>
      <ErrorSummary title="Not sent yet: please look at this again" errors={errors} />
      <h1>Who is the right person?</h1>
      <p>
        Tell us who at <bdi>{accountName}</bdi> knows our work better. We decide whom to write to,
        and you get no reminders about this survey.
      </p>
      <TextField
        label="Name"
        name="name"
        value={sent?.name}
        error={errorOf("name")}
        autocomplete="off"
        maxLength={100}
      />
      <TextField
        label="Email address"
        name="email"
        type="email"
        value={sent?.email}
        error={errorOf("email")}
        autocomplete="off"
        maxLength={254}
      />
      <button type="submit">Propose this person</button>
      <p>
        <a href={paths.survey(token)}>Back to the survey</a>
      </p>
    </form>
  );
}
