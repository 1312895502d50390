import type { AccountChoices, AccountOverview } from "#worker/domain/account/actions-list.ts";
import type { AccountFilter } from "#worker/domain/account/list-rules.ts";
import { gapOf, letterOf } from "#worker/domain/reports/grade-rules.ts";
import { paths } from "../../paths.ts";
import { signed } from "../../reports/words.ts";
import { Day } from "../../ui/date.tsx";
import { GradeBadge } from "../../ui/grade.tsx";
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
            <a href={paths.references}>References</a>
            {accounts.length > 0 && (
              <a href={listAddress(filter, { base: paths.accountsCsv })}>Save as CSV</a>
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
          <th scope="col">We said</th>
          <SortHeading filter={filter} sort="surveyed">
            Last surveyed
          </SortHeading>
          <th scope="col" class="num spare">
            People
          </th>
          <th scope="col" class="spare">
            Meeting
          </th>
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
      <td data-label="client’s grade">
        {last && <ClientGrade points={last.clientPoints} grade={last.grade} />}
      </td>
      <td data-label="we said">{last && <Ours last={last} />}</td>
      <td data-label="last surveyed">
        {last ? (
          <a href={paths.report(last.roundId)}>
            <Day value={last.closedAt} timeZone={timeZone} />
          </a>
        ) : (
          <span class="n">never</span>
        )}
      </td>
      <td class="num spare" data-label="people">
        <People contacts={account.contacts} />
      </td>
      <td class="spare">
        {last ? (
          <a href={paths.brief(last.roundId)}>
            Brief<span class="visually-hidden"> for {account.name}</span>
          </a>
        ) : (
          <a href={paths.accountReview(account.id)}>
            Review<span class="visually-hidden"> of {account.name}</span>
          </a>
        )}
      </td>
    </tr>
  );
}

/** Our own grade of that round; how far it lies from the client's where both gave one. */
function Ours({ last }: { last: NonNullable<AccountOverview["last"]> }) {
  const gap = gapOf(last.selfPoints, last.clientPoints);
  return (
    <>
      <GradeBadge letter={last.selfPoints === null ? null : letterOf(last.selfPoints)} />{" "}
      {gap && <span class="n">{signed(gap.points)}</span>}
    </>
  );
}

/** Whom we know there; a level nobody is known from is named, since no round can hear it. */
function People({ contacts }: Pick<AccountOverview, "contacts">) {
  const all = tierOrder.reduce((sum, tier) => sum + (contacts[tier] ?? 0), 0);
  const missing = tierOrder.filter((tier) => !contacts[tier]);
  const named = missing.map((tier) => tierWords[tier].toLowerCase());
  return (
    <>
      {all} {all > 0 && named.length > 0 && <span class="n">no {named.join(", no ")}</span>}
    </>
  );
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
