import type { AccountChoices, AccountOverview } from "#worker/domain/account/actions-list.ts";
import type { AccountFilter } from "#worker/domain/account/list-rules.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Pagination } from "../../ui/navigation.tsx";
import { Empty } from "../../ui/notice.tsx";
import { spellNumber } from "../../ui/number.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { tierOrder, tierWords } from "../rounds/words.ts";
import { ClientGrade } from "./client-grade.tsx";
import { AccountFilterForm, isFiltered, listAddress, SortHeading } from "./filter.tsx";

type Props = {
  accounts: AccountOverview[];
  filter: AccountFilter;
  choices: AccountChoices;
  nextCursor: string | null;
  paged: boolean;
  mayAdd: boolean;
  timeZone: string;
};

/** The accounts within reach: who leads each, whom we know there, and how we last did. */
export function AccountList(props: Props) {
  const { accounts, filter, choices, nextCursor, paged, mayAdd, timeZone } = props;
  const searched = isFiltered(filter) || paged;
  return (
    <>
      <PageHeader title="Accounts">
        {mayAdd && (
          <>
            <a class="button" href={paths.imports}>
              Import contacts
            </a>
            <a class="button" href={paths.newAccount}>
              Add an account
            </a>
            <a class="button" href={paths.references}>
              References
            </a>
            {accounts.length > 0 && (
              <a class="button" href={listAddress(filter, { base: paths.accountsCsv })}>
                Save as CSV
              </a>
            )}
          </>
        )}
      </PageHeader>
      {(accounts.length > 0 || searched) && <AccountFilterForm filter={filter} choices={choices} />}
      {accounts.length > 0 ? (
        <AccountTable accounts={accounts} filter={filter} timeZone={timeZone} />
      ) : (
        <NoAccounts filter={filter} searched={searched} mayAdd={mayAdd} />
      )}
      <Pagination
        first={paged ? listAddress(filter) : null}
        next={nextCursor && listAddress(filter, { cursor: nextCursor })}
      />
    </>
  );
}

function AccountTable({
  accounts,
  filter,
  timeZone,
}: Pick<Props, "accounts" | "filter" | "timeZone">) {
  return (
    <table class="list wide">
      <thead>
        <tr>
          <SortHeading filter={filter} sort="name">
            Account
          </SortHeading>
          <th scope="col">Account manager</th>
          <SortHeading filter={filter} sort="revenue" num>
            Revenue
          </SortHeading>
          <SortHeading filter={filter} sort="grade">
            Client’s grade
          </SortHeading>
          <SortHeading filter={filter} sort="surveyed">
            Last surveyed
          </SortHeading>
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
  const { last, annualRevenue, currency } = account;
  return (
    <tr>
      <th scope="row">
        <a href={paths.account(account.id)}>
          <bdi>{account.name}</bdi>
        </a>
      </th>
      <td>{account.accountManager ? <bdi>{account.accountManager}</bdi> : "none"}</td>
      <td class="num" data-label="revenue">
        {annualRevenue !== null && (
          <>
            {spellNumber(annualRevenue)} <span class="n">{currency}</span>
          </>
        )}
      </td>
      <td>{last && <ClientGrade points={last.clientPoints} grade={last.grade} />}</td>
      <td data-label="last surveyed">
        {last ? (
          <a href={paths.report(last.roundId)}>
            <Day value={last.closedAt} timeZone={timeZone} />
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

type NoneProps = { filter: AccountFilter; searched: boolean; mayAdd: boolean };

function NoAccounts({ filter, searched, mayAdd }: NoneProps) {
  if (searched) {
    const onlyNamed = !isFiltered({ ...filter, q: "" });
    const title =
      filter.q && onlyNamed
        ? `No account’s name contains “${filter.q}”`
        : "No account matches this filter";
    return (
      <Empty title={title}>
        <p>
          <a href={paths.accounts}>Show all accounts</a>
        </p>
      </Empty>
    );
  }
  return (
    <Empty title="No accounts yet">
      <p>
        {mayAdd
          ? "Accounts are made from the companies in your list of contacts. Export it from your CRM as CSV and import it here."
          : "Your role sees the rounds assigned to you, not the accounts."}
      </p>
      {mayAdd && (
        <p>
          <a class="button primary" href={paths.imports}>
            Import contacts
          </a>
        </p>
      )}
    </Empty>
  );
}
