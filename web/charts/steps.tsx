/** Several values over time on the scale from A to F; each stands until the next. */
type StepLine = { label: string; ours: boolean; steps: { at: Date; points: number }[] };
type Props = { lines: StepLine[]; years: { at: Date; label: string }[] };

const [width, height] = [360, 184];
const [left, right] = [28, 262];
const [top, bottom] = [14, height - 34];
const letters = ["A", "B", "C", "D", "F"];
const [lineHeight, yearWidth] = [16, 38];

const yOf = (points: number) => top + ((4 - points) / 4) * (bottom - top);

/** Where the labels at the right end go: beside their lines, at least a line apart. */
function placesOf(lines: StepLine[]): number[] {
  const ends = lines.map(({ steps }) => yOf(steps.at(-1)!.points));
  const order = ends.map((_, index) => index).toSorted((a, b) => ends[a]! - ends[b]!);
  const places = [...ends];
  for (const [rank, index] of order.entries()) {
    const above = order[rank - 1];
    if (above !== undefined) places[index] = Math.max(places[index]!, places[above]! + lineHeight);
  }
  return places;
}

/** The table beside it says the same to screen readers. */
export function Steps({ lines, years }: Props) {
  const times = lines.flatMap(({ steps }) => steps.map(({ at }) => at.getTime()));
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const xOf = (at: Date) =>
    Math.round(left + ((at.getTime() - start) / Math.max(1, end - start)) * (right - left));
  const places = placesOf(lines);
  const shown = years.filter(
    ({ at }, index) => index === 0 || xOf(at) - xOf(years[index - 1]!.at) >= yearWidth,
  );
  return (
    <svg class="steps" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {letters.map((letter, index) => (
        <g key={letter} class="scale">
          <path d={`M16 ${yOf(4 - index)}H${right}`} />
          <text x="0" y={yOf(4 - index)}>
            {letter}
          </text>
        </g>
      ))}
      {shown.map(({ at, label }) => (
        <text key={label} class="year" x={xOf(at)} y={height - 10} text-anchor="middle">
          {label}
        </text>
      ))}
      {lines.map(({ label, ours, steps }, index) => (
        <g key={label} class={ours ? "ours" : "theirs"}>
          <path class="line" d={pathOf(steps, xOf)} />
          {steps.map(({ at, points }) => (
            <circle key={at.getTime()} cx={xOf(at)} cy={yOf(points)} r="4" />
          ))}
          <text x={right + 12} y={places[index]}>
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}

const pathOf = (steps: StepLine["steps"], xOf: (at: Date) => number): string =>
  steps
    .map(({ at, points }, index) =>
      index === 0 ? `M${xOf(at)} ${yOf(points)}` : `H${xOf(at)}V${yOf(points)}`,
    )
    .join("");
