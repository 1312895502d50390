import type { Portfolio } from "#worker/domain/portfolio/schema.ts";
import { fewestForPercent, percent } from "../../reports/words.ts";
import { TableRegion } from "../../ui/table-region.tsx";
import { responseTitle } from "./sentences.ts";
import { TableHead } from "../../ui/table-head.tsx";

type Props = { years: Portfolio["years"] };

/** Who answered, of people and of accounts. */
export function ResponseByYear({ years }: Props) {
  const asked = years.filter(({ accounts }) => accounts.asked > 0);
  const rate = (value: number | null, all: number) =>
    value === null || all < fewestForPercent ? "–" : percent(value);
  return (
    <section>
      <h2>{responseTitle(years)}</h2>
      {asked.length > 0 && (
        <TableRegion label="Response by year">
          <table>
            <caption>
              Contacts over every round that closed in the year; an account answered when anybody
              there did.
            </caption>
            <TableHead
              columns={[
                "Year",
                { num: "Contacts" },
                { num: "Rate" },
                { num: "Accounts" },
                { num: "Rate" },
              ]}
            />
            <tbody>
              {asked.map(({ year, contacts, accounts }) => (
                <tr key={year}>
                  <th scope="row">{year}</th>
                  <td class="num">
                    {contacts.completed} <span class="n">of {contacts.invited}</span>
                  </td>
                  <td class="num">{rate(contacts.rate, contacts.invited)}</td>
                  <td class="num">
                    {accounts.answered} <span class="n">of {accounts.asked}</span>
                  </td>
                  <td class="num">{rate(accounts.rate, accounts.asked)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableRegion>
      )}
    </section>
  );
}
