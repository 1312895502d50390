import type { AccountPage } from "#worker/domain/account/actions-page.ts";
import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Pagination } from "../../ui/navigation.tsx";
import { functionWords, levelWords } from "../contacts/words.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Props = AccountPage["contacts"] & { accountId: string; timeZone: string };

/** The people we know at an account, from the top down; the most senior one is marked. */
export function ContactTable({ accountId, contacts, more, page, timeZone }: Props) {
  const pageAt = (number: number) => `${paths.account(accountId)}?contacts=${number}`;
  const marked = contacts.some(({ mostSenior }) => mostSenior);
  return (
    <section id="contacts">
      <h2>Contacts</h2>
      {contacts.length === 0 ? (
        <p>
          We know nobody here yet. <a href={paths.imports}>Import contacts</a> or{" "}
          <a href={paths.contactNew(accountId)}>add the first by hand</a>.
        </p>
      ) : (
        <>
          {!marked && page === 1 && (
            <p>
              Nobody is marked as the most senior contact. A round cannot be launched before: open
              the person’s page and mark them.
            </p>
          )}
          <table class="list wide people">
            <TableHead
              columns={["Name", "Level", "Job title", "Function", "Last asked", "Last answered"]}
            />
            <tbody>
              {contacts.map((contact) => (
                <ContactLine key={contact.id} contact={contact} timeZone={timeZone} />
              ))}
            </tbody>
          </table>
          <div class="actions">
            <a class="button" href={paths.contactNew(accountId)}>
              Add a contact
            </a>
            <a href={paths.accountContactsCsv(accountId)}>Save the contacts as CSV</a>
          </div>
          <Pagination
            first={page > 1 ? paths.account(accountId) : null}
            next={more ? pageAt(page + 1) : null}
          />
        </>
      )}
    </section>
  );
}

type LineProps = { contact: Props["contacts"][number]; timeZone: string };

function ContactLine({ contact, timeZone }: LineProps) {
  const { lastAskedAt, lastAnsweredAt } = contact;
  const marks = [
    contact.mostSenior && "most senior",
    contact.status === "left" && "has left",
    contact.doNotSurvey && "do not survey",
    contact.optedOut && "wants no mail",
  ].filter((mark) => mark !== false);
  return (
    <tr>
      <th scope="row">
        <a href={paths.contact(contact.id)}>
          <bdi>{nameOrAddress(contact)}</bdi>
        </a>
        {marks.length > 0 && <span class="n"> {marks.join(", ")}</span>}
        <span class="n email">{contact.email}</span>
      </th>
      <td>{levelWords[contact.tier]}</td>
      <td>{contact.jobTitle && <bdi>{contact.jobTitle}</bdi>}</td>
      <td>{contact.function === "other" ? "" : functionWords[contact.function]}</td>
      <td data-label="last asked">
        {lastAskedAt ? (
          <Day value={lastAskedAt} timeZone={timeZone} />
        ) : (
          <span class="n">never</span>
        )}
      </td>
      <td data-label={lastAnsweredAt ? "last answered" : undefined}>
        {lastAnsweredAt && <Day value={lastAnsweredAt} timeZone={timeZone} />}
      </td>
    </tr>
  );
}
