import { isActive, roleNames } from "#worker/domain/staff/rules.ts";
import { paths } from "../../paths.ts";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { State } from "../../ui/state.tsx";
import { StaffFields, type Person, type StaffValues } from "./fields.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { staff: Person[]; values: StaffValues; errors: FieldError[]; invited: boolean };

/** Everybody of ours, and the form that invites another. */
export function StaffPage({ staff, values, errors, invited }: Props) {
  const active = staff.filter(isActive);
  return (
    <>
      <PageHeader title="Staff" lede="Everyone who can sign in here, and what they see.">
        <a href={paths.staffCsv}>Save as CSV</a>
      </PageHeader>
      {invited && <Notice kind="good">Invited. A mail tells them where to sign in.</Notice>}
      <ErrorSummary title="Nobody was invited" errors={errors} />
      <StaffTable staff={staff} />
      <section>
        <h2 id="invite">Invite someone</h2>
        <form method="post" action={paths.staff}>
          <StaffFields values={values} errors={errors} managers={active} withEmail />
          <button type="submit" class="primary">
            Invite
          </button>
        </form>
      </section>
    </>
  );
}

function StaffTable({ staff }: { staff: Person[] }) {
  const nameOf = (id: string | null) => staff.find((person) => person.id === id)?.name ?? "";
  return (
    <table class="list">
      <TableHead columns={["Name", "Role", "Line manager", "Email", "State"]} />
      <tbody>
        {staff.map((person) => (
          <tr key={person.id}>
            <th scope="row">
              <a href={paths.staffMember(person.id)}>
                <bdi>{person.name}</bdi>
              </a>
            </th>
            <td>{roleNames[person.role]}</td>
            <td data-label="reports to">{nameOf(person.lineManagerId)}</td>
            <td>{person.email}</td>
            <td>
              <State value={person.deactivatedAt ? "deactivated" : "active"} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
