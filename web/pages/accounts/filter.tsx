import type { AccountChoices } from "#worker/domain/account/actions-list.ts";
import {
  firstOrder,
  type AccountFilter,
  type AccountSort,
} from "#worker/domain/account/list-rules.ts";
import { paths } from "../../paths.ts";
import { Checkbox, TextField } from "../../ui/field.tsx";
import { AccountSelects } from "./choices.tsx";

/** What was asked for beyond the order. */
export const isFiltered = ({ q, manager, segment, country, unsurveyed }: AccountFilter): boolean =>
  [q, manager, segment, country].some((field) => field !== "") || unsurveyed;

/** The address of a list under this filter; only what differs from the plain list is named. */
export function listAddress(
  filter: AccountFilter,
  { base = paths.accounts, cursor }: { base?: string; cursor?: string } = {},
): string {
  const { q, manager, segment, country, unsurveyed, sort, order } = filter;
  const query = new URLSearchParams(
    Object.entries({
      q,
      manager,
      segment,
      country,
      unsurveyed: unsurveyed ? "yes" : "",
      sort: sort === "name" ? "" : sort,
      order: order === firstOrder[sort] ? "" : order,
      cursor: cursor ?? "",
    }).filter(([, value]) => value !== ""),
  ).toString();
  return query === "" ? base : `${base}?${query}`;
}

type Props = { filter: AccountFilter; choices: AccountChoices };

/** Which accounts to show, as a plain form above the list. */
export function AccountFilterForm({ filter, choices }: Props) {
  const chosen = { sort: filter.sort, order: filter.order };
  return (
    <form class="filter" method="get" action={paths.accounts} role="search">
      <TextField label="Name contains" name="q" type="search" value={filter.q} maxLength={200} />
      <AccountSelects choices={choices} chosen={filter} />
      <Checkbox label="Not surveyed for 12 months" name="unsurveyed" checked={filter.unsurveyed} />
      {filter.sort !== "name" &&
        Object.entries(chosen).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      <button type="submit">Search</button>
      {isFiltered(filter) && <a href={paths.accounts}>Show all</a>}
    </form>
  );
}

type SortProps = { filter: AccountFilter; sort: AccountSort; num?: boolean; children: string };

/** A heading that sorts by its column; pressed again, the other way round. */
export function SortHeading({ filter, sort, num = false, children }: SortProps) {
  const current = filter.sort === sort;
  const other = filter.order === "asc" ? "desc" : "asc";
  const order = current ? other : firstOrder[sort];
  return (
    <th
      scope="col"
      class={num ? "num" : undefined}
      aria-sort={current ? (filter.order === "asc" ? "ascending" : "descending") : undefined}
    >
      <a href={listAddress({ ...filter, sort, order })}>{children}</a>
    </th>
  );
}
