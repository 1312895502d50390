import type { ContactView as Page } from "#worker/domain/contact/actions-standing.ts";
import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import { paths } from "../../paths.ts";
import { Facts } from "../../ui/figures.tsx";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { ContactFields, type FieldName } from "./fields.tsx";
import { levelWords } from "./words.ts";

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
        title={<bdi>{nameOrAddress(contact)}</bdi>}
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
            <Leaving contact={contact} />
          ) : (
            <Gesture contact={contact} field="status" value="active">
              This person is there again
            </Gesture>
          )}
          {contact.doNotSurvey ? (
            <PostButton action={paths.contactDoNotSurvey(contact.id)} fields={{ mark: "no" }}>
              May be surveyed again
            </PostButton>
          ) : (
            <PostButton action={paths.contactDoNotSurvey(contact.id)} fields={{ mark: "yes" }}>
              Do not survey
            </PostButton>
          )}
          <a href={paths.contactMove(contact.id)}>Works elsewhere now</a>
          <a href={paths.contactMerge(contact.id)}>Merge with another record</a>
        </div>
      </section>
      {contact.prefers.length > 0 && (
        <section>
          <h2>How they like to hear from us</h2>
          <Facts
            facts={contact.prefers.map(({ asked, said }) => ({ label: asked, value: said }))}
          />
        </section>
      )}
      <ContactForm contact={contact} typed={typed} errors={errors} />
    </>
  );
}

const standingOf = ({ mostSenior, status, doNotSurvey }: Page): string =>
  [
    mostSenior
      ? "The most senior contact of the account: every round asks this person."
      : "Not marked as the most senior contact. The mark moves here from whoever has it.",
    status === "left" ? "Has left the client and gets no more invitations." : "",
    doNotSurvey
      ? "Marked as not to be surveyed: no survey and no reminder goes to this person."
      : "",
  ]
    .join(" ")
    .trim();

/** Where an open round waits for this person, a page of its own asks once more. */
function Leaving({ contact }: { contact: Page }) {
  if (contact.expecting.length === 0)
    return (
      <Gesture contact={contact} field="status" value="left">
        This person has left
      </Gesture>
    );
  return (
    <a class="button" href={paths.contactLeft(contact.id)}>
      This person has left
    </a>
  );
}

type GestureProps = { contact: Page; field: string; value: string; children: string };

function Gesture({ contact, field, value, children }: GestureProps) {
  return (
    <PostButton action={paths.contact(contact.id)} fields={{ [field]: value }}>
      {children}
    </PostButton>
  );
}

function ContactForm({ contact, typed, errors }: Omit<Props, "saved">) {
  const { firstName, lastName, email, tier, jobTitle, department, locale } = contact;
  const known = { firstName, lastName, email, tier, jobTitle, department, locale };
  const values = { ...known, function: contact.function, ...typed };
  return (
    <form method="post" action={paths.contact(contact.id)}>
      <section>
        <h2>Details</h2>
        <ContactFields values={values} errors={errors} />
      </section>
      <div class="actions">
        <button type="submit" class="primary">
          Save
        </button>
      </div>
    </form>
  );
}
