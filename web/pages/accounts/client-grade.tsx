import type { ClientGrade as Figures } from "#worker/domain/reports/figures.ts";
import { letterOf } from "#worker/domain/reports/grade-rules.ts";
import { GradeBadge } from "../../ui/grade.tsx";
import { tierOrder, tierWords } from "../rounds/words.ts";

type Props = {
  points: number | null;
  grade: Pick<Figures, "n" | "invited" | "missingTiers"> | null;
};

/** The client's grade of one round with how many of whom it speaks for, and whose view it leaves out. */
export function ClientGrade({ points, grade }: Props) {
  const missing = tierOrder
    .filter((tier) => grade?.missingTiers.includes(tier))
    .map((tier) => tierWords[tier].toLowerCase());
  return (
    <>
      <GradeBadge letter={points === null ? null : letterOf(points)} />{" "}
      {points !== null && grade && (
        <span class="n">
          {grade.n} of {grade.invited}
          {missing.length > 0 && (
            <>
              , <span class="without">without {missing.join(" and ")}</span>
            </>
          )}
        </span>
      )}
    </>
  );
}
