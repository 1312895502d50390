type SlopeEnd = { label: string; letter: string; points: number };
type Props = { from: SlopeEnd; to: SlopeEnd[] };

const width = 360;
const height = 208;
const top = 18;
const [left, right] = [100, 204];
const lineHeight = 17;
const letters = ["A", "B", "C", "D", "F"];

const at = (points: number) => top + ((4 - points) / 4) * (height - 2 * top);

/** Keeps labels a line apart, from the top down, and then the last ones above the lower edge. */
function spread(wanted: number[], lowest: number): number[] {
  const down: number[] = [];
  for (const y of wanted) down.push(Math.max(y, (down.at(-1) ?? -Infinity) + lineHeight));
  let floor = lowest;
  const up = down.toReversed().map((y) => {
    const place = Math.min(y, floor);
    floor = place - lineHeight;
    return place;
  });
  return up.toReversed();
}

/**
 * Our own grade on the left, what each level of the client gave on the right. The table underneath says the
 * same to screen readers.
 */
export function Slope({ from, to }: Props) {
  const ends = to.toSorted((a, b) => b.points - a.points);
  const places = spread(
    ends.map(({ points }) => at(points)),
    height - 4,
  );
  return (
    <svg class="slope" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {letters.map((letter, index) => (
        <g key={letter} class="scale">
          <path d={`M16 ${at(4 - index)}H${right}`} />
          <text x="0" y={at(4 - index)}>
            {letter}
          </text>
        </g>
      ))}
      {ends.map(({ label, points }) => (
        <path key={label} class="line" d={`M${left} ${at(from.points)}L${right} ${at(points)}`} />
      ))}
      <circle class="ours" cx={left} cy={at(from.points)} r="5" />
      <text class="ours" x={left - 12} y={at(from.points) - 10} text-anchor="end">
        {from.label} {from.letter}
      </text>
      {ends.map(({ label, letter, points }, index) => (
        <g key={label}>
          <circle cx={right} cy={at(points)} r="4.5" />
          <text x={right + 12} y={places[index]}>
            {label} <tspan class="letter">{letter}</tspan>
          </text>
        </g>
      ))}
    </svg>
  );
}
