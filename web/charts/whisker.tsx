const width = 132;
const height = 16;
const inset = 6;

type Props = { mean: number; low: number | null; high: number | null; min?: number; max?: number };

/**
 * A mean as a dot on its scale, its 95 % interval as a thin line through it. It repeats what the cells beside it
 * say in figures, so screen readers skip it.
 */
export function Whisker({ mean, low, high, min = 1, max = 5 }: Props) {
  const at = (value: number) =>
    (inset + ((value - min) / (max - min)) * (width - 2 * inset)).toFixed(1);
  const marks = Array.from({ length: max - min + 1 }, (_, step) => min + step);
  const middle = height / 2;
  return (
    <svg class="whisker" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <path class="scale" d={marks.map((mark) => `M${at(mark)} ${middle - 3}v6`).join("")} />
      <path class="scale" d={`M${at(min)} ${middle}H${at(max)}`} />
      {low !== null && high !== null && (
        <path class="range" d={`M${at(low)} ${middle}H${at(high)}`} />
      )}
      <circle cx={at(mean)} cy={middle} r="3.5" />
    </svg>
  );
}
