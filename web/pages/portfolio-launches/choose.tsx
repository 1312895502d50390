import type { AccountChoices } from "#worker/domain/account/actions-list.ts";
import type { LaunchChoice } from "#worker/domain/portfolio-launch/actions-new.ts";
import type { LaunchFilter } from "#worker/domain/portfolio-launch/schema.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Checkbox, FieldGroup, TextField } from "../../ui/field.tsx";
import { AccountSelects } from "../accounts/choices.tsx";

type FilterProps = { filter: LaunchFilter; choices: AccountChoices };

/** Which accounts are offered. What is typed below it is lost: it says so and comes first. */
export function LaunchFilterForm({ filter, choices }: FilterProps) {
  return (
    <form class="filter" method="get" action={paths.newPortfolioLaunch} role="search">
      <TextField label="Name contains" name="q" type="search" value={filter.q} maxLength={200} />
      <AccountSelects choices={choices} chosen={filter} />
      <TextField
        label="Not surveyed for so many months"
        name="months"
        type="number"
        min={1}
        max={99}
        value={filter.months}
      />
      <button type="submit">Show these accounts</button>
      {Object.values(filter).some((value) => value !== "") && (
        <a href={paths.newPortfolioLaunch}>Show all</a>
      )}
    </form>
  );
}

type Props = {
  accounts: LaunchChoice[];
  /** Ids of those ticked; null: all that can be. */
  chosen: Set<string> | null;
  error: string | undefined;
  timeZone: string;
};

/** The accounts to tick. Where a round is open, there is nothing to launch. */
export function AccountPicker({ accounts, chosen, error, timeZone }: Props) {
  return (
    <FieldGroup name="accountIds" legend="Accounts" legendShown={false} error={error}>
      {accounts.map(({ id, name, ...account }) =>
        account.open ? (
          <p key={id} class="hint">
            <bdi>{name}</bdi>: a round is open there.
          </p>
        ) : (
          <Checkbox
            key={id}
            name="accountIds"
            value={id}
            label={<bdi>{name}</bdi>}
            hint={
              <>
                {account.accountManager ? (
                  <bdi>{account.accountManager}</bdi>
                ) : (
                  "no account manager"
                )}
                , {account.surveyedAt ? "last surveyed " : "never surveyed"}
                {account.surveyedAt && <Day value={account.surveyedAt} timeZone={timeZone} />}
                {account.draftId && (
                  <>
                    , <a href={paths.round(account.draftId)}>its draft</a> is used
                  </>
                )}
              </>
            }
            checked={chosen === null || chosen.has(id)}
          />
        ),
      )}
    </FieldGroup>
  );
}
