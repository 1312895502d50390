import { paths } from "../../paths.ts";
import { TextField } from "../../ui/field.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";

type Props = { accounts: { id: string; name: string }[]; search: string; more: boolean };

/** The first step of a new round: whose view is wanted. */
export function ChooseAccount({ accounts, search, more }: Props) {
  return (
    <>
      <PageHeader
        title="New round: choose the account"
        lede="A round asks the people of one account. Next you choose whom, what, and by when."
        back={{ href: paths.rounds, label: "Rounds" }}
      />
      <form method="get" action={paths.newRound} class="filter">
        <TextField label="Name contains" name="q" type="search" value={search} />
        <button type="submit">Search</button>
      </form>
      {accounts.length === 0 ? (
        <NoAccounts search={search} />
      ) : (
        <section>
          <h2>{search ? "Accounts found" : "Accounts"}</h2>
          <ul class="register">
            {accounts.map(({ id, name }) => (
              <li key={id}>
                <a href={`${paths.newRound}?account=${encodeURIComponent(id)}`}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
          {more && <p class="hint">There are more. Search for a part of the name.</p>}
        </section>
      )}
    </>
  );
}

const NoAccounts = ({ search }: { search: string }) => (
  <Empty title={search ? "No account of yours has such a name" : "No accounts yet"}>
    <p>
      {search ? (
        <a href={paths.newRound}>See all your accounts</a>
      ) : (
        <a href={paths.imports}>Import contacts; their accounts come with them</a>
      )}
    </p>
  </Empty>
);
