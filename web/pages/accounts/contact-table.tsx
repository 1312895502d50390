import type { AccountPage } from "#worker/domain/account/actions-page.ts";
import { paths } from "../../paths.ts";
import { Pagination } from "../../ui/navigation.tsx";
import { functionWords, fullName, levelWords } from "../contacts/words.ts";

type Props = AccountPage["contacts"] & { accountId: string };

/** The people we know at an account, from the top down; the most senior one is marked. */
export function ContactTable({ accountId, contacts, more, page }: Props) {
  const pageAt = (number: number) => `${paths.account(accountId)}?contacts=${number}`;
  const marked = contacts.some(({ mostSenior }) => mostSenior);
  return (
    <section id="contacts">
      <h2>Contacts</h2>
      {contacts.length === 0 ? (
        <p>
          We know nobody here yet. <a href={paths.imports}>Import contacts</a>
        </p>
      ) : (
        <>
          {!marked && page === 1 && (
            <p>
              Nobody is marked as the most senior contact. A round cannot be launched before: open
              the person’s page and mark them.
            </p>
          )}
          <table class="list">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Level</th>
                <th scope="col">Job title</th>
                <th scope="col">Function</th>
                <th scope="col">Email</th>
              </tr>
            </thead>
            <tbody>
              {contacts.map((contact) => (
                <ContactLine key={contact.id} contact={contact} />
              ))}
            </tbody>
          </table>
          <Pagination
            first={page > 1 ? paths.account(accountId) : null}
            next={more ? pageAt(page + 1) : null}
          />
        </>
      )}
    </section>
  );
}

function ContactLine({ contact }: { contact: Props["contacts"][number] }) {
  return (
    <tr>
      <th scope="row">
        <a href={paths.contact(contact.id)}>
          <bdi>{fullName(contact)}</bdi>
        </a>
        {contact.mostSenior && <span class="n"> most senior</span>}
        {contact.status === "left" && <span class="n"> has left</span>}
      </th>
      <td>{levelWords[contact.tier]}</td>
      <td>{contact.jobTitle && <bdi>{contact.jobTitle}</bdi>}</td>
      <td>{contact.function === "other" ? "" : functionWords[contact.function]}</td>
      <td>{contact.email}</td>
    </tr>
  );
}
