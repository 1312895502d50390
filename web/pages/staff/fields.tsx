import { roleNames } from "#worker/domain/staff/rules.ts";
import type { Role } from "#worker/domain/staff/schema.ts";
import { Select, TextField } from "../../ui/field.tsx";
import { choicesById, choicesOf, fieldsOf } from "../../ui/form.ts";
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
  const field = fieldsOf(values, errors);
  const roles = choicesOf(roleNames);
  return (
    <>
      <TextField label="Name" {...field("name")} required />
      {withEmail && (
        <TextField
          label="Email address"
          {...field("email")}
          type="email"
          hint="The link to sign in goes there."
          required
        />
      )}
      <Select label="Role" {...field("role")} hint={roleHint} options={roles} />
      <Select
        label="Line manager"
        {...field("lineManagerId")}
        empty="Nobody"
        hint="Sees this person’s accounts, and what clients say about them."
        options={choicesById(managers)}
      />
      <TextField
        label="Phone"
        {...field("phone")}
        type="tel"
        hint="Clients of a confidential round may call their sponsor."
      />
    </>
  );
}
