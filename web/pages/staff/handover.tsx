import { paths } from "../../paths.ts";
import { Select } from "../../ui/field.tsx";
import { choicesById, fieldsOf } from "../../ui/form.ts";
import { ErrorSummary, type FieldError } from "../../ui/notice.tsx";
import { plural } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import type { Person } from "./fields.tsx";

export type OwnAccount = {
  id: string;
  name: string;
  accountManagerId: string | null;
  sponsorId: string | null;
};

type Props = {
  person: Person;
  accounts: OwnAccount[];
  /** Who may take over. */
  heirs: Person[];
  values: { managerId: string; sponsorId: string };
  errors: FieldError[];
};

const countOf = ({ person, accounts }: Props, field: "accountManagerId" | "sponsorId") =>
  accounts.filter((account) => account[field] === person.id).length;

/** Who takes over all accounts of a person; says nothing where there are none. */
export function HandoverFields(props: Props) {
  const { heirs, values, errors } = props;
  const [managed, sponsored] = [countOf(props, "accountManagerId"), countOf(props, "sponsorId")];
  const options = choicesById(heirs);
  const field = fieldsOf(values, errors);
  return (
    <>
      {managed > 0 && (
        <Select
          label={`Who becomes account manager of ${plural(managed, "account")}`}
          hint="Whoever hands an account over still never sees what was said about them."
          {...field("managerId")}
          options={options}
          empty="Leave them for now"
        />
      )}
      {sponsored > 0 && (
        <Select
          label={`Who becomes sponsor of ${plural(sponsored, "account")}`}
          {...field("sponsorId")}
          options={options}
          empty="Leave them for now"
        />
      )}
    </>
  );
}

/** Asks once more before somebody's access ends, and to whom their accounts go. */
export function DeactivatePage(props: Props) {
  const { person, errors } = props;
  return (
    <>
      <PageHeader
        title={
          <>
            Deactivate <bdi>{person.name}</bdi>?
          </>
        }
        back={{ href: paths.staffMember(person.id), label: person.name }}
      />
      <ErrorSummary title="Nothing was changed" errors={errors} />
      <p>
        This signs the person out everywhere at once and revokes their API tokens. You can let them
        in again; the tokens stay revoked.
      </p>
      <form method="post" action={paths.staffDeactivate(person.id)}>
        <HandoverFields {...props} />
        <div class="actions">
          <button type="submit" class="danger">
            Deactivate
          </button>
          <a href={paths.staffMember(person.id)}>Leave it as it is</a>
        </div>
      </form>
    </>
  );
}
