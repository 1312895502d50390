import type { PortfolioChoices } from "#worker/domain/portfolio/actions.ts";
import type { PortfolioFilter } from "#worker/domain/portfolio/frame-rules.ts";
import { kindWords } from "#worker/domain/round/rules.ts";
import { paths } from "../../paths.ts";
import { Checkbox, Select, TextField } from "../../ui/field.tsx";
import { choicesOf } from "../../ui/form.ts";
import { AccountSelects, managersIn } from "../accounts/choices.tsx";

type Props = { filter: PortfolioFilter; choices: PortfolioChoices };

/** The address of the same figures somewhere else; only what was chosen is named. */
export function addressOf(filter: PortfolioFilter, base: string): string {
  const { from, to, weighted, ...rest } = filter;
  const chosen = { from: String(from), to: String(to), ...rest, weighted: weighted ? "yes" : "" };
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value !== ""));
  return `${base}?${query.toString()}`;
}

/** What is looked at, in words: the years, and each filter that is set. */
function chosenWords({ filter, choices }: Props): string {
  const { from, to, manager, segment, country, kind, weighted } = filter;
  const words = [
    from === to ? `Year ${to}` : `${from} to ${to}`,
    manager && (managersIn(choices).find(({ value }) => value === manager)?.label ?? "Unknown"),
    segment,
    country,
    kind && kindWords[kind],
    manager === "" && segment === "" && country === "" && "all accounts",
    weighted && "weighted by revenue",
  ];
  return words.filter(Boolean).join(" · ");
}

/** Which accounts and years, folded until it is needed: the page opens with what it found. */
export function PortfolioFilterForm({ filter, choices }: Props) {
  const kinds = choicesOf(kindWords);
  return (
    <details>
      <summary>{chosenWords({ filter, choices })}</summary>
      <form class="filter" method="get" action={paths.portfolio} role="search">
        <TextField label="From year" name="from" type="number" value={filter.from} />
        <TextField label="To year" name="to" type="number" value={filter.to} />
        <AccountSelects choices={choices} chosen={filter} />
        <Select
          label="Kind of round"
          name="kind"
          value={filter.kind}
          options={kinds}
          empty="Both"
        />
        {(choices.priced || filter.weighted) && (
          <Checkbox label="Weight by annual revenue" name="weighted" checked={filter.weighted} />
        )}
        <button type="submit">Show</button>
        <a href={paths.portfolio}>Show all</a>
      </form>
    </details>
  );
}
