import type { AccountOverview } from "#worker/domain/account/actions.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { TextField } from "../../ui/field.tsx";
import { Pagination } from "../../ui/navigation.tsx";
import { Empty } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { ClientGrade } from "./client-grade.tsx";
import { tierOrder, tierWords } from "../rounds/words.ts";

type Props = {
  accounts: AccountOverview[];
  q: string;
  nextCursor: string | null;
  paged: boolean;
  mayImport: boolean;
  timeZone: string;
};

const withQuery = (query: Record<string, string>) =>
  `${paths.accounts}?${new URLSearchParams(query).toString()}`;

/** The accounts within reach by name: who leads each, whom we know there, and how we last did. */
export function AccountList({ accounts, q, nextCursor, paged, mayImport, timeZone }: Props) {
  const searched: Record<string, string> = q ? { q } : {};
  return (
    <>
      <PageHeader title="Accounts">
        {mayImport && (
          <a class="button" href={paths.imports}>
            Import contacts
          </a>
        )}
      </PageHeader>
      {(accounts.length > 0 || q || paged) && (
        <form class="filter" method="get" action={paths.accounts} role="search">
          <TextField label="Name contains" name="q" type="search" value={q} maxLength={200} />
          <button type="submit">Search</button>
          {q && <a href={paths.accounts}>Show all</a>}
        </form>
      )}
      {accounts.length > 0 ? (
        <AccountTable accounts={accounts} timeZone={timeZone} />
      ) : (
        <NoAccounts q={q} mayImport={mayImport} />
      )}
      <Pagination
        first={paged ? withQuery(searched) : null}
        next={nextCursor && withQuery({ ...searched, cursor: nextCursor })}
      />
    </>
  );
}

function AccountTable({ accounts, timeZone }: Pick<Props, "accounts" | "timeZone">) {
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">Account manager</th>
          <th scope="col">Client’s grade</th>
          <th scope="col">Last round</th>
          {tierOrder.map((tier) => (
            <th key={tier} scope="col" class="num">
              {tierWords[tier]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <AccountLine key={account.id} account={account} timeZone={timeZone} />
        ))}
      </tbody>
    </table>
  );
}

function AccountLine({ account, timeZone }: { account: AccountOverview; timeZone: string }) {
  const { report } = account;
  return (
    <tr>
      <th scope="row">
        <a href={paths.account(account.id)}>
          <bdi>{account.name}</bdi>
        </a>
      </th>
      <td>{account.accountManager ? <bdi>{account.accountManager}</bdi> : "none"}</td>
      <td>{report && <ClientGrade points={report.clientPoints} grade={report.grade} />}</td>
      <td data-label="last round">
        {report ? (
          <a href={paths.report(report.roundId)}>
            <Day value={report.closedAt} timeZone={timeZone} />
          </a>
        ) : (
          <span class="n">never</span>
        )}
      </td>
      {tierOrder.map((tier) => (
        <td key={tier} class="num" data-label={tierWords[tier].toLowerCase()}>
          <Count tier={tier} contacts={account.contacts} />
        </td>
      ))}
    </tr>
  );
}

function Count({ tier, contacts }: { tier: Tier; contacts: AccountOverview["contacts"] }) {
  const count = contacts[tier] ?? 0;
  return count > 0 ? <>{count}</> : <span class="n">0</span>;
}

function NoAccounts({ q, mayImport }: Pick<Props, "q" | "mayImport">) {
  if (q)
    return (
      <Empty title={`No account’s name contains “${q}”`}>
        <p>
          <a href={paths.accounts}>Show all accounts</a>
        </p>
      </Empty>
    );
  return (
    <Empty title="No accounts yet">
      <p>
        {mayImport
          ? "Accounts are made from the companies in your list of contacts. Export it from your CRM as CSV and import it here."
          : "Your role sees the rounds assigned to you, not the accounts."}
      </p>
      {mayImport && (
        <p>
          <a class="button primary" href={paths.imports}>
            Import contacts
          </a>
        </p>
      )}
    </Empty>
  );
}
