import { paths } from "../../paths.ts";
import { Select, TextField } from "../../ui/field.tsx";
import { choicesById, fieldsOf } from "../../ui/form.ts";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";

type Props = {
  /** Null where a new account can only be one's own. */
  holders: { id: string; name: string }[] | null;
  typed: { name?: string; accountManagerId?: string };
  errors: FieldError[];
};

/** One more client, written by hand. */
export function NewAccountPage({ holders, typed, errors }: Props) {
  const field = fieldsOf(typed, errors);
  return (
    <>
      <PageHeader
        title="Add an account"
        lede="Everything else about it can be filled in afterwards."
        back={{ href: paths.accounts, label: "Accounts" }}
      />
      <ErrorSummary title="This is not saved yet" errors={errors} />
      <form method="post" action={paths.accounts}>
        <TextField label="Name" {...field("name")} required maxLength={200} />
        {holders ? (
          <Select
            label="Account manager"
            {...field("accountManagerId")}
            options={choicesById(holders)}
            empty="Nobody yet"
          />
        ) : (
          <p class="hint">You will be its account manager.</p>
        )}
        <div class="actions">
          <button type="submit" class="primary">
            Add
          </button>
          <a href={paths.accounts}>Add none</a>
        </div>
      </form>
    </>
  );
}
