import type { ContactView } from "#worker/domain/contact/actions-standing.ts";
import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";

type Props = { contact: ContactView; timeZone: string };

/** The open rounds that wait for this person. */
export function Expecting({ contact: { expecting }, timeZone }: Props) {
  if (expecting.length === 0) return null;
  return (
    <>
      <p>This person is invited to a round that is still open:</p>
      <ul>
        {expecting.map(({ id, name, closesAt }) => (
          <li key={id}>
            <a href={paths.round(id)}>{name}</a>, until <Day value={closesAt} timeZone={timeZone} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Asks once more before somebody whose answer an open round waits for is marked as having left. */
export function ContactLeftPage({ contact, timeZone }: Props) {
  return (
    <>
      <PageHeader
        title={
          <>
            Has <bdi>{nameOrAddress(contact)}</bdi> left?
          </>
        }
        back={{ href: paths.contact(contact.id), label: nameOrAddress(contact) }}
      />
      <section>
        <h2>What it means</h2>
        <Expecting contact={contact} timeZone={timeZone} />
        <p>
          No more reminders go to this person, and no later round asks them. Answers that were given
          stay. You can take it back on the person’s page.
        </p>
        {contact.mostSenior && (
          <p>
            This is the most senior contact of the account: before the next round, mark somebody
            else.
          </p>
        )}
        <div class="actions">
          <PostButton action={paths.contact(contact.id)} fields={{ status: "left" }} kind="danger">
            This person has left
          </PostButton>
          <a href={paths.contact(contact.id)}>Leave it as it is</a>
        </div>
      </section>
    </>
  );
}
