import { grades, type Grade } from "../questions/grade.ts";
import type { Gap } from "./figures.ts";
import { settle } from "./mark-rules.ts";

/** A B C D F = 4 3 2 1 0. */
export const pointsOf = (letter: Grade): number => grades.length - 1 - grades.indexOf(letter);

/** The nearest letter; an exact half goes to the worse one. */
export const letterOf = (points: number): Grade =>
  grades[grades.length - 1 - Math.ceil(settle(points - 0.5))]!;

/** Self less client. Below half a grade they agree; from a whole grade on it has a name. */
export function gapOf(selfPoints: number | null, clientPoints: number | null): Gap | null {
  if (selfPoints === null || clientPoints === null) return null;
  const points = selfPoints - clientPoints;
  const size = settle(Math.abs(points));
  if (size < 0.5) return { points, verdict: "aligned" };
  if (size < 1) return { points, verdict: "slight" };
  return { points, verdict: points > 0 ? "blind_spot" : "undervalued" };
}
