import { paths } from "../../paths.ts";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { ContactFields, type FieldName } from "./fields.tsx";

type Props = {
  account: { id: string; name: string };
  typed: Partial<Record<FieldName, string>>;
  errors: FieldError[];
};

const blank = { tier: "user", function: "other" };

/** One more person at an account, written by hand. */
export function NewContactPage({ account, typed, errors }: Props) {
  return (
    <>
      <PageHeader
        title="Add a contact"
        back={{ href: paths.account(account.id), label: account.name }}
      />
      <ErrorSummary title="This is not saved yet" errors={errors} />
      <form method="post" action={paths.contactNew(account.id)}>
        <section>
          <h2>Details</h2>
          <ContactFields values={{ ...blank, ...typed }} errors={errors} />
        </section>
        <div class="actions">
          <button type="submit" class="primary">
            Add
          </button>
          <a href={paths.account(account.id)}>Add nobody</a>
        </div>
      </form>
    </>
  );
}
