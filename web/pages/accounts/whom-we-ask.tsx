import type { AccountPage as Page } from "#worker/domain/account/actions-page.ts";
import type { ContactFunction, Tier } from "#worker/domain/contact/schema.ts";
import { listed } from "../../reports/words.ts";
import { functionWords } from "../contacts/words.ts";
import { tierOrder, tierWords } from "../rounds/words.ts";

type Coverage = Page["coverage"];
type Props = { coverage: Coverage };

const functions = Object.keys(functionWords) as ContactFunction[];

/** How far over levels and functions our questions reached in the last twelve months. */
export function WhomWeAsk({ coverage }: Props) {
  if (coverage.length === 0) return null;
  const rows = functions.filter((one) => coverage.some((cell) => cell.function === one));
  return (
    <section>
      <h2>Whom we ask</h2>
      <p>{findingOf(coverage)}</p>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Asked in the last 12 months, of those we know</th>
            {tierOrder.map((tier) => (
              <th key={tier} scope="col" class="num">
                {tierWords[tier]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{functionWords[row]}</th>
              {tierOrder.map((tier) => (
                <td key={tier} class="num" data-label={tierWords[tier].toLowerCase()}>
                  <Cell {...sumOf(coverage, tier, row)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ known, asked }: { known: number; asked: number }) {
  if (known === 0) return <span class="n">nobody known</span>;
  return (
    <>
      {asked} <span class="n">of {known}</span>
    </>
  );
}

function sumOf(coverage: Coverage, tier?: Tier, role?: ContactFunction) {
  const cells = coverage.filter(
    (cell) =>
      (tier === undefined || cell.tier === tier) && (role === undefined || cell.function === role),
  );
  const sum = (key: "known" | "asked") => cells.reduce((total, cell) => total + cell[key], 0);
  return { known: sum("known"), asked: sum("asked") };
}

/** How many were asked, and which level was left out altogether. */
function findingOf(coverage: Coverage): string {
  const { known, asked } = sumOf(coverage);
  const people = `In the last 12 months we asked ${asked} of the ${known} people we know here`;
  if (asked === 0) return `${people}.`;
  const levels = (wanted: "unknown" | "unasked") =>
    tierOrder.flatMap((tier) => {
      const sum = sumOf(coverage, tier);
      const is = wanted === "unknown" ? sum.known === 0 : sum.known > 0 && sum.asked === 0;
      return is ? levelPlaces[tier] : [];
    });
  const [unasked, unknown] = [levels("unasked"), levels("unknown")];
  return [
    unasked.length > 0 ? `${people}, but nobody ${listed(unasked)}.` : `${people}.`,
    unknown.length > 0 ? `We know nobody ${listed(unknown)}.` : "",
  ]
    .join(" ")
    .trim();
}

const levelPlaces: Record<Tier, string> = {
  board: "on the board",
  manager: "among the managers",
  user: "among the users",
};
