import type { MoveChoice } from "#worker/domain/contact/actions-standing.ts";
import { nameOrAddress } from "#worker/domain/contact/rules.ts";
import { paths } from "../../paths.ts";
import { TextField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { Expecting } from "./left.tsx";

type Props = {
  choice: MoveChoice;
  /** Why nobody was moved, and the contact that is there already. */
  refused: { message: string; there: string | undefined } | null;
  timeZone: string;
};

/** Where a person works now, and what ends where they worked before. */
export function ContactMovePage({ choice, refused, timeZone }: Props) {
  const { contact, search, accounts, more } = choice;
  const action = paths.contactMove(contact.id);
  return (
    <>
      <PageHeader
        title={
          <>
            Where does <bdi>{nameOrAddress(contact)}</bdi> work now?
          </>
        }
        back={{ href: paths.contact(contact.id), label: nameOrAddress(contact) }}
      />
      {refused && (
        <Notice kind="bad">
          {refused.message}{" "}
          {refused.there && <a href={paths.contact(refused.there)}>See that contact</a>}
        </Notice>
      )}
      <section>
        <h2>What it means</h2>
        <Expecting contact={contact} timeZone={timeZone} />
        <p>
          At <bdi>{contact.accountName}</bdi> this person is asked nothing more: open invitations
          end, and so do links to its reports. Mail that has not left stays here. What was answered
          there stays there.
        </p>
        {contact.mostSenior && (
          <p>
            The mark as the most senior contact stays behind, on nobody: before the next round, mark
            somebody else.
          </p>
        )}
      </section>
      <section>
        <h2>The account</h2>
        <form method="get" action={action} class="filter">
          <TextField label="Name contains" name="q" type="search" value={search} />
          <button type="submit">Search</button>
        </form>
        {accounts.length === 0 ? (
          <p>No other account of yours has such a name.</p>
        ) : (
          <ul class="register">
            {accounts.map(({ id, name }) => (
              <li key={id}>
                <PostButton action={action} fields={{ accountId: id, q: search }}>
                  At <bdi>{name}</bdi>
                </PostButton>
              </li>
            ))}
          </ul>
        )}
        {more && <p class="hint">There are more. Search for a part of the name.</p>}
      </section>
    </>
  );
}
