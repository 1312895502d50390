import type { ContactPage as Page } from "#worker/domain/contact/actions.ts";
import { paths } from "../../paths.ts";
import { Select, TextField } from "../../ui/field.tsx";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { choicesOf, fullName, functionWords, levelWords } from "./words.ts";

type FieldName =
  | "firstName"
  | "lastName"
  | "email"
  | "tier"
  | "function"
  | "jobTitle"
  | "department"
  | "locale";

type Props = {
  contact: Page;
  /** What was typed, when it could not be saved. */
  typed: Partial<Record<FieldName, string>>;
  errors: FieldError[];
  saved: boolean;
};

/** One person at a client: who they are, and whether they are the most senior we know there. */
export function ContactPage({ contact, typed, errors, saved }: Props) {
  const { mostSenior, status } = contact;
  return (
    <>
      <PageHeader
        title={<bdi>{fullName(contact)}</bdi>}
        lede={
          <>
            {levelWords[contact.tier]} at <bdi>{contact.accountName}</bdi>
          </>
        }
        back={{ href: paths.account(contact.accountId), label: contact.accountName }}
      />
      {saved && <Notice kind="good">Saved.</Notice>}
      <ErrorSummary title="This is not saved yet" errors={errors} />
      <section>
        <h2>Standing</h2>
        <p>{standingOf(contact)}</p>
        <div class="actions">
          {status === "active" &&
            (mostSenior ? (
              <Gesture contact={contact} field="mostSenior" value="no">
                Remove the mark
              </Gesture>
            ) : (
              <Gesture contact={contact} field="mostSenior" value="yes">
                Mark as most senior
              </Gesture>
            ))}
          {status === "active" ? (
            <Gesture contact={contact} field="status" value="left">
              This person has left
            </Gesture>
          ) : (
            <Gesture contact={contact} field="status" value="active">
              This person is there again
            </Gesture>
          )}
        </div>
      </section>
      <ContactForm contact={contact} typed={typed} errors={errors} />
    </>
  );
}

const standingOf = ({ mostSenior, status }: Page): string =>
  [
    mostSenior
      ? "The most senior contact of the account: every round asks this person."
      : "Not marked as the most senior contact. The mark moves here from whoever has it.",
    status === "left" ? "Has left the client and gets no more invitations." : "",
  ]
    .join(" ")
    .trim();

type GestureProps = { contact: Page; field: string; value: string; children: string };

function Gesture({ contact, field, value, children }: GestureProps) {
  return (
    <PostButton action={paths.contact(contact.id)} fields={{ [field]: value }}>
      {children}
    </PostButton>
  );
}

function ContactForm({ contact, typed, errors }: Omit<Props, "saved">) {
  const field = (name: FieldName) => ({
    name,
    value: typed[name] ?? contact[name] ?? "",
    error: errors.find((error) => error.field === name)?.message,
  });
  return (
    <form method="post" action={paths.contact(contact.id)}>
      <section>
        <h2>Details</h2>
        <TextField label="First name" {...field("firstName")} maxLength={100} />
        <TextField label="Last name" {...field("lastName")} maxLength={100} />
        <TextField label="Email" type="email" {...field("email")} required maxLength={254} />
        <Select
          label="Level"
          hint="Decides which questions this person gets."
          {...field("tier")}
          options={choicesOf(levelWords)}
        />
        <Select label="Function" {...field("function")} options={choicesOf(functionWords)} />
        <TextField label="Job title" {...field("jobTitle")} maxLength={200} />
        <TextField label="Department" {...field("department")} maxLength={200} />
        <TextField
          label="Language"
          hint="A code such as de or en-GB."
          {...field("locale")}
          maxLength={35}
        />
      </section>
      <div class="actions">
        <button type="submit" class="primary">
          Save
        </button>
      </div>
    </form>
  );
}
