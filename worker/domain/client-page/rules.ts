import type { Grade } from "../questions/grade.ts";
import type { Report } from "../reports/schema.ts";
import type { Area } from "../survey/schema.ts";

/** One area as a client is told of it. `weak`: it meets the rule by which we owe an action. */
export type HeardArea = { key: Area; mean: number; n: number; invited: number; weak: boolean };

/** What a client may be told of a round: figures over groups, nobody named, nobody quoted. */
export type Heard = {
  invited: number;
  completed: number;
  grade: { letter: Grade; n: number } | null;
  /** The best first. */
  areas: HeardArea[];
};

/** Fewer answers than this point at somebody. */
const fewest = 5;

/** From the client's view of a report; null when it has no figure that may be shown: then we only thank. */
export function heardIn({ response, grade, areas, suggestions }: Report): Heard | null {
  const { invited, completed } = response;
  if (completed < fewest) return null;
  const weak = new Set(suggestions.map(({ area }) => area));
  const told = areas.flatMap(({ key, mean, n, invited }) =>
    mean === null || n === null ? [] : [{ key, mean, n, invited, weak: weak.has(key) }],
  );
  const { letter, n } = grade.client;
  return {
    invited,
    completed,
    grade: letter === null || n === null ? null : { letter, n },
    areas: told.toSorted((a, b) => b.mean - a.mean),
  };
}
