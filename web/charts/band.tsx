type Props = {
  own: number;
  lower: number;
  middle: number;
  upper: number;
  min: number;
  max: number;
};

const [width, height, inset] = [168, 18, 7];

/**
 * One account's figure as a dot, the middle half of all others as a bar with its median. It repeats what the cells
 * beside it say in figures, so screen readers skip it.
 */
export function Band({ own, lower, middle, upper, min, max }: Props) {
  const at = (value: number) =>
    Number((inset + ((value - min) / (max - min)) * (width - 2 * inset)).toFixed(1));
  const half = height / 2;
  return (
    <svg class="band" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <path class="scale" d={`M${at(min)} ${half}H${at(max)}`} />
      <rect x={at(lower)} y="3" width={Math.max(2, at(upper) - at(lower))} height={height - 6} />
      <path class="middle" d={`M${at(middle)} 2V${height - 2}`} />
      <circle cx={at(own)} cy={half} r="4.5" />
    </svg>
  );
}
