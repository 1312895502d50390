/** One area over time. `held` marks a point that surely differs from the one before. */
export type Panel = {
  label: string;
  points: {
    at: Date;
    year: number;
    value: number;
    low: number | null;
    high: number | null;
    held: boolean;
  }[];
};

const [width, height] = [176, 92];
const [left, right] = [14, 138];
const [top, bottom] = [10, 70];
const marks = [1, 2, 3, 4, 5];

const yOf = (value: number) => Math.round(bottom - ((value - 1) / 4) * (bottom - top));

/**
 * The same scale again and again, so that what differs is what was said. A change that chance explains is a thin
 * broken line, one that is real a full one. The table underneath says the same to screen readers.
 */
export function SmallMultiples({ panels }: { panels: Panel[] }) {
  const all = panels.flatMap(({ points }) => points);
  const times = all.map(({ at }) => at.getTime());
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const xOf = (at: Date) =>
    end === start
      ? (left + right) / 2
      : Math.round(left + 6 + ((at.getTime() - start) / (end - start)) * (right - left - 12));
  const years = [...new Set(all.map(({ year }) => year))].toSorted((a, b) => a - b);
  return (
    <ul class="multiples" aria-hidden="true">
      {panels.map((panel) => (
        <li key={panel.label}>
          <b>{panel.label}</b>
          <svg viewBox={`0 0 ${width} ${height}`} focusable="false">
            <Scale years={years} />
            <Line panel={panel} xOf={xOf} />
          </svg>
        </li>
      ))}
    </ul>
  );
}

function Scale({ years }: { years: number[] }) {
  const first = years[0];
  const last = years.length > 1 ? years.at(-1) : undefined;
  return (
    <g class="scale">
      {marks.map((mark) => (
        <path key={mark} d={`M${left} ${yOf(mark)}H${right}`} />
      ))}
      <text x="0" y={yOf(5)}>
        5
      </text>
      <text x="0" y={yOf(1)}>
        1
      </text>
      <text
        x={last ? left : (left + right) / 2}
        y={height - 6}
        text-anchor={last ? "start" : "middle"}
      >
        {first}
      </text>
      {last && (
        <text x={right} y={height - 6} text-anchor="end">
          {last}
        </text>
      )}
    </g>
  );
}

function Line({ panel: { points }, xOf }: { panel: Panel; xOf: (at: Date) => number }) {
  const last = points.at(-1)!;
  return (
    <>
      {points.slice(1).map((point, index) => {
        const before = points[index]!;
        return (
          <path
            key={point.at.getTime()}
            class={point.held ? "held" : "between"}
            d={`M${xOf(before.at)} ${yOf(before.value)}L${xOf(point.at)} ${yOf(point.value)}`}
          />
        );
      })}
      {points.map(({ at, value, low, high }) => (
        <g key={at.getTime()}>
          {low !== null && high !== null && (
            <path class="range" d={`M${xOf(at)} ${yOf(low)}V${yOf(high)}`} />
          )}
          <circle cx={xOf(at)} cy={yOf(value)} r="3.5" />
        </g>
      ))}
      <text x={right + 6} y={yOf(last.value)}>
        {last.value.toFixed(2)}
      </text>
    </>
  );
}
