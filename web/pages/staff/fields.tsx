import { roleNames } from "#worker/domain/staff/rules.ts";
import type { Role } from "#worker/domain/staff/schema.ts";
import { Select, TextField } from "../../ui/field.tsx";
import type { FieldError } from "../../ui/notice.tsx";

/** A person as staff pages show them. */
export type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  lineManagerId: string | null;
  phone: string | null;
  deactivatedAt: Date | null;
};

/** What stands in the fields: on record, or as it was typed. */
export type StaffValues = Record<"name" | "email" | "role" | "lineManagerId" | "phone", string>;

export const emptyValues: StaffValues = {
  name: "",
  email: "",
  role: "account_manager",
  lineManagerId: "",
  phone: "",
};

const roleHint =
  "Account managers see their own accounts and those of people who report to them; leaders see all accounts; admins also staff and settings; independent administrators only the rounds assigned to them.";

type Props = {
  values: StaffValues;
  errors: FieldError[];
  /** Whom one may report to. */
  managers: Person[];
  /** Left out where a person is changed: the address is who they are. */
  withEmail: boolean;
};

/** The fields of a person, for an invitation and for a change. */
export function StaffFields({ values, errors, managers, withEmail }: Props) {
  const wrong = (field: string) => {
    const error = errors.find((one) => one.field === field)?.message;
    return error ? { error } : {};
  };
  const roles = Object.entries(roleNames).map(([value, label]) => ({ value, label }));
  return (
    <>
      <TextField label="Name" name="name" value={values.name} required {...wrong("name")} />
      {withEmail && (
        <TextField
          label="Email address"
          name="email"
          type="email"
          value={values.email}
          hint="The link to sign in goes there."
          required
          {...wrong("email")}
        />
      )}
      <Select
        label="Role"
        name="role"
        value={values.role}
        hint={roleHint}
        options={roles}
        {...wrong("role")}
      />
      <Select
        label="Line manager"
        name="lineManagerId"
        value={values.lineManagerId}
        empty="Nobody"
        hint="Sees this person’s accounts, and what clients say about them."
        options={managers.map(({ id, name }) => ({ value: id, label: name }))}
        {...wrong("lineManagerId")}
      />
      <TextField
        label="Phone"
        name="phone"
        type="tel"
        value={values.phone}
        hint="Clients of a confidential round may call their sponsor."
        {...wrong("phone")}
      />
    </>
  );
}
