export type CalibrationRow = {
  label: string;
  mean: number;
  low: number | null;
  high: number | null;
  note: string;
};

const [width, rowHeight] = [360, 26];
const [left, right] = [128, 290];
const top = 24;
const longestName = 18;

/**
 * One line a person: the mean gap as a dot, its 95 % interval through it, zero where both sides agree. The
 * table underneath says the same to screen readers.
 */
export function CalibrationStrip({ rows }: { rows: CalibrationRow[] }) {
  const ends = rows.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]);
  const reach = Math.min(4, Math.max(1, Math.ceil(Math.max(...ends.map(Math.abs)))));
  const xOf = (gap: number) => (left + ((gap + reach) / (2 * reach)) * (right - left)).toFixed(1);
  const bottom = top + rows.length * rowHeight;
  return (
    <svg class="strip" viewBox={`0 0 ${width} ${bottom}`} aria-hidden="true" focusable="false">
      <text class="note" x={left} y="8">
        ← too low
      </text>
      <text class="note" x={right} y="8" text-anchor="end">
        too high →
      </text>
      <path class="zero" d={`M${xOf(0)} ${top - 6}V${bottom}`} />
      {rows.map(({ label, mean, low, high, note }, index) => {
        const y = top + (index + 0.5) * rowHeight;
        return (
          <g key={label}>
            <text x="0" y={y}>
              {label.length > longestName ? `${label.slice(0, longestName - 1)}…` : label}
            </text>
            <path class="scale" d={`M${left} ${y}H${right}`} />
            {low !== null && high !== null && (
              <path class="range" d={`M${xOf(low)} ${y}H${xOf(high)}`} />
            )}
            <circle cx={xOf(mean)} cy={y} r="4.5" />
            <text class="note" x={right + 12} y={y}>
              {note}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
