import { Select, TextField } from "../../ui/field.tsx";
import { choicesOf, fieldsOf } from "../../ui/form.ts";
import type { FieldError } from "../../ui/notice.tsx";
import { functionWords, levelWords } from "./words.ts";

export type FieldName =
  | "firstName"
  | "lastName"
  | "email"
  | "tier"
  | "function"
  | "jobTitle"
  | "department"
  | "locale";

type Props = { values: Partial<Record<FieldName, string | null>>; errors: FieldError[] };

/** The fields of a person, for a new one and for a change. */
export function ContactFields({ values, errors }: Props) {
  const field = fieldsOf(values, errors);
  return (
    <>
      <div class="pair">
        <TextField label="First name" {...field("firstName")} maxLength={100} />
        <TextField label="Last name" {...field("lastName")} maxLength={100} />
      </div>
      <TextField label="Email" type="email" {...field("email")} required maxLength={254} />
      <div class="pair">
        <Select
          label="Level"
          hint="Decides which questions this person gets."
          {...field("tier")}
          options={choicesOf(levelWords)}
        />
        <Select label="Function" {...field("function")} options={choicesOf(functionWords)} />
      </div>
      <div class="pair">
        <TextField label="Job title" {...field("jobTitle")} maxLength={200} />
        <TextField label="Department" {...field("department")} maxLength={200} />
      </div>
      <TextField
        label="Language"
        hint="A code such as de or en-GB."
        {...field("locale")}
        maxLength={35}
      />
    </>
  );
}
