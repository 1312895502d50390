import type { Portfolio } from "#worker/domain/portfolio/schema.ts";
import { GradeBadge } from "../../ui/grade.tsx";
import { TableRegion } from "../../ui/table-region.tsx";
import { headline, shareOf } from "./sentences.ts";

const letters = ["A", "B", "C", "D", "F"] as const;
type Cell = Portfolio["agreement"]["A"]["A"];

/** What the page opens with: of those we graded A, how many agree, and every other pair of grades. */
export function Agreement({ portfolio }: { portfolio: Portfolio }) {
  const cells = letters.flatMap((own) => Object.values(portfolio.agreement[own]));
  const all = cells.reduce((sum, { n }) => sum + n, 0);
  return (
    <section>
      <h2>{headline(portfolio)}</h2>
      {all > 0 && (
        <>
          <p class="hint">
            Our own grade down, the client’s across: each account’s last round in which both sides
            gave one, {all} in all. Left of the outlined cells the client thinks more of us than we
            do, right of them less.
          </p>
          <TableRegion label="Our grade against the client’s">
            <table class="agreement">
              <thead>
                <tr>
                  <td />
                  <th scope="colgroup" colSpan={letters.length}>
                    The client says
                  </th>
                </tr>
                <tr>
                  <th scope="col">We said</th>
                  {letters.map((letter) => (
                    <th key={letter} scope="col">
                      <span class="visually-hidden">Client says </span>
                      <GradeBadge letter={letter} />
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {letters.map((own) => (
                  <tr key={own}>
                    <th scope="row">
                      <GradeBadge letter={own} />
                    </th>
                    {letters.map((client) => (
                      <Pair
                        key={client}
                        cell={portfolio.agreement[own][client]}
                        all={all}
                        same={own === client}
                      />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableRegion>
        </>
      )}
    </section>
  );
}

const shades = 3;

function Pair({ cell, all, same }: { cell: Cell; all: number; same: boolean }) {
  const share = shareOf(cell, all);
  const shade = cell.n === 0 ? 0 : Math.min(shades, 1 + Math.floor((cell.share ?? 0) * 10));
  return (
    <td class={`shade-${shade}${same ? " same" : ""}`}>
      {cell.n === 0 ? <span class="n">0</span> : cell.n}
      {cell.n > 0 && share && <span class="n share"> {share}</span>}
    </td>
  );
}
