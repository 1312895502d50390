import { paths } from "../../paths.ts";
import { Select, TextField } from "../../ui/field.tsx";
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
  const wrong = (field: string) => errors.find((error) => error.field === field)?.message;
  return (
    <>
      <PageHeader
        title="Add an account"
        lede="Everything else about it can be filled in afterwards."
        back={{ href: paths.accounts, label: "Accounts" }}
      />
      <ErrorSummary title="This is not saved yet" errors={errors} />
      <form method="post" action={paths.accounts}>
        <TextField
          label="Name"
          name="name"
          value={typed.name ?? ""}
          required
          maxLength={200}
          error={wrong("name")}
        />
        {holders ? (
          <Select
            label="Account manager"
            name="accountManagerId"
            value={typed.accountManagerId ?? ""}
            options={holders.map(({ id, name }) => ({ value: id, label: name }))}
            empty="Nobody yet"
            error={wrong("accountManagerId")}
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
