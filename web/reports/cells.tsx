import type { Report } from "#worker/domain/reports/schema.ts";
import { cellsTitle, predictionDoubt } from "./sentences.ts";
import { areaNames, cellNames, cellsInOrder, score } from "./words.ts";

/** What each cell means, as exactly as the rule behind it. */
const meanings = {
  blind_spot: "They rate it at least one mark lower than we expected",
  undervalued: "They rate it at least one mark higher than we expected",
  agreed_strength: "Within a mark of what we expected, 3.5 or better",
  agreed_weakness: "Within a mark of what we expected, below 3.5",
};

/** The areas we predicted before the launch, by how our view and theirs meet. Says nothing without predictions. */
export function FourCells({ report }: { report: Report }) {
  const placed = report.areas.filter(({ predicted }) => predicted?.cell);
  if (placed.length === 0) return null;
  return (
    <section>
      <h2>{cellsTitle(report.areas)}</h2>
      <dl class="cells">
        {cellsInOrder.map((cell) => {
          const areas = placed.filter(({ predicted }) => predicted?.cell === cell);
          return (
            <div key={cell} class={areas.length === 0 ? "none" : undefined}>
              <dt>
                {cellNames[cell]} <span class="n">{meanings[cell]}</span>
              </dt>
              {areas.length === 0 && <dd class="n">None</dd>}
              {areas.map((area) => (
                <dd key={area.key}>
                  <Placed area={area} />
                </dd>
              ))}
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function Placed({ area }: { area: Report["areas"][number] }) {
  const { key, mean, predicted, n, invited } = area;
  if (mean === null || !predicted) return null;
  const doubt = predictionDoubt(area);
  return (
    <>
      {areaNames[key]} {score(mean)}{" "}
      <span class="n">
        {n} of {invited}; we expected {score(predicted.mean)}
        {doubt && `; ${doubt}`}
      </span>
    </>
  );
}
