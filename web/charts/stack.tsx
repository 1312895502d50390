export type StackRow = { label: string; parts: { key: string; share: number }[]; note: string };

const [width, rowHeight, barHeight] = [360, 28, 20];
const [left, right] = [40, 272];
const narrowest = 16;

/**
 * One bar a row, divided into shares of the whole; a part is named by its letter where it fits. The table
 * underneath says the same to screen readers.
 */
export function Stack({ rows }: { rows: StackRow[] }) {
  return (
    <svg
      class="stack"
      viewBox={`0 0 ${width} ${rows.length * rowHeight}`}
      aria-hidden="true"
      focusable="false"
    >
      {rows.map((row, index) => (
        <g key={row.label} transform={`translate(0 ${index * rowHeight + 4})`}>
          <text x="0" y={barHeight / 2}>
            {row.label}
          </text>
          <Bar parts={row.parts} />
          <text class="note" x={right + 10} y={barHeight / 2}>
            {row.note}
          </text>
        </g>
      ))}
    </svg>
  );
}

function Bar({ parts }: Pick<StackRow, "parts">) {
  const ends = parts.map((_, at) =>
    parts.slice(0, at + 1).reduce((sum, { share }) => sum + share, 0),
  );
  const xOf = (share: number) => left + share * (right - left);
  return parts.map(({ key, share }, at) => {
    const from = xOf(ends[at]! - share);
    const size = xOf(ends[at]!) - from;
    if (share === 0) return null;
    return (
      <g key={key} class={`part-${key.toLowerCase()}`}>
        <rect x={from.toFixed(1)} y="0" width={size.toFixed(1)} height={barHeight} />
        {size >= narrowest && (
          <text x={(from + size / 2).toFixed(1)} y={barHeight / 2} text-anchor="middle">
            {key}
          </text>
        )}
      </g>
    );
  });
}
