import { roleNames } from "#worker/domain/staff/rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { HandoverFields, type OwnAccount } from "./handover.tsx";
import { StaffFields, type Person, type StaffValues } from "./fields.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = {
  person: Person;
  accounts: OwnAccount[];
  /** Everybody else who is active. */
  others: Person[];
  /** Who may take over their accounts. */
  heirs: Person[];
  values: StaffValues;
  errors: FieldError[];
  saved: boolean;
  isOneself: boolean;
  timeZone: string;
};

/** One person of ours: what they may do, which accounts are theirs, and the end of their access. */
export function StaffMemberPage(props: Props) {
  const { person, accounts, errors, saved, isOneself } = props;
  return (
    <>
      <PageHeader
        title={<bdi>{person.name}</bdi>}
        lede={`${roleNames[person.role]}, ${person.email}`}
        back={{ href: paths.staff, label: "Staff" }}
      />
      {saved && <Notice kind="good">Saved.</Notice>}
      <ErrorSummary title="Nothing was changed" errors={errors} />
      {person.deactivatedAt ? <Deactivated {...props} /> : <Change {...props} />}
      <Accounts {...props} />
      {!person.deactivatedAt && !isOneself && <Deactivate person={person} accounts={accounts} />}
    </>
  );
}

function Change({ person, others, values, errors }: Props) {
  return (
    <section>
      <h2>Role and line</h2>
      <form method="post" action={paths.staffMember(person.id)}>
        <StaffFields values={values} errors={errors} managers={others} withEmail={false} />
        <button type="submit" class="primary">
          Save
        </button>
      </form>
    </section>
  );
}

function Deactivated({ person, timeZone }: Props) {
  return (
    <section>
      <h2>Deactivated</h2>
      <p>
        Since <Day value={person.deactivatedAt!} timeZone={timeZone} />. This person cannot sign in,
        their API tokens are revoked, and notices go to whoever stands in for them.
      </p>
      <PostButton action={paths.staffReactivate(person.id)}>Let them in again</PostButton>
    </section>
  );
}

function Accounts(props: Props) {
  const { person, accounts } = props;
  if (accounts.length === 0) return null;
  const partOf = (account: OwnAccount) =>
    [
      account.accountManagerId === person.id ? "account manager" : null,
      account.sponsorId === person.id ? "sponsor" : null,
    ]
      .filter(Boolean)
      .join(", ");
  return (
    <section>
      <h2>Accounts</h2>
      {person.deactivatedAt && <p>Please hand these over: nobody looks after them now.</p>}
      <table class="list">
        <TableHead columns={["Account", "As"]} />
        <tbody>
          {accounts.map((account) => (
            <tr key={account.id}>
              <th scope="row">
                <a href={paths.account(account.id)}>
                  <bdi>{account.name}</bdi>
                </a>
              </th>
              <td>{partOf(account)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {person.deactivatedAt && (
        <form method="post" action={paths.staffHandover(person.id)}>
          <HandoverFields {...props} values={{ managerId: "", sponsorId: "" }} />
          <button type="submit" class="primary">
            Hand over
          </button>
        </form>
      )}
    </section>
  );
}

function Deactivate({ person, accounts }: Pick<Props, "person" | "accounts">) {
  return (
    <section>
      <h2>End access</h2>
      <p>
        Signs this person out everywhere at once and revokes their API tokens.
        {accounts.length > 0 && " The next page asks to whom their accounts go."}
      </p>
      <a class="button" href={paths.staffDeactivate(person.id)}>
        Deactivate
      </a>
    </section>
  );
}
