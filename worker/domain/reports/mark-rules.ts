/**
 * How often each mark was given. Counting keeps figures exact and the same whatever order answers come in,
 * and two groups are merged by adding their counts.
 */
export type Marks = ReadonlyMap<number, number>;

/** n marks: their mean, and the sum of squared deviations from it. */
export type Moments = { n: number; mean: number; squares: number };

/** Counts one more mark. */
export function addMark(marks: Map<number, number>, mark: number): void {
  marks.set(mark, (marks.get(mark) ?? 0) + 1);
}

/** The marks of several groups as of one. */
export function mergeMarks(all: Marks[]): Marks {
  const merged = new Map<number, number>();
  for (const marks of all)
    for (const [mark, count] of marks) merged.set(mark, (merged.get(mark) ?? 0) + count);
  return merged;
}

/** Null when nobody gave a mark. */
export function momentsOf(marks: Marks): Moments | null {
  const counted = [...marks].toSorted(([a], [b]) => a - b);
  const n = counted.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return null;
  const mean = counted.reduce((sum, [mark, count]) => sum + mark * count, 0) / n;
  const squares = counted.reduce((sum, [mark, count]) => sum + (mark - mean) ** 2 * count, 0);
  return { n, mean, squares };
}

/** How many marks there are, and how many of them at or above a limit. */
export function countFrom(marks: Marks, limit: number): { hits: number; all: number } {
  let [hits, all] = [0, 0];
  for (const [mark, count] of marks) {
    all += count;
    if (mark >= limit) hits += count;
  }
  return { hits, all };
}

/** Of at least one value. */
export const meanOf = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** To 1e-9, before a threshold is applied: 3.4999999999999996 is 3.5. */
export const settle = (value: number): number => Math.round(value * 1e9) / 1e9;
