import { gapOf } from "#worker/domain/reports/grade-rules.ts";
import { signed } from "../../reports/words.ts";

const verdictWords = {
  aligned: "we agree",
  slight: "slightly apart",
  blind_spot: "blind spot",
  undervalued: "undervalued",
};

type Props = { selfPoints: number | null; clientPoints: number | null };

/** Our grade less the client's, and what it amounts to; nothing where one of them is missing. */
export function Gap({ selfPoints, clientPoints }: Props) {
  const gap = gapOf(selfPoints, clientPoints);
  if (!gap) return null;
  return (
    <>
      {signed(gap.points)} <span class="n">{verdictWords[gap.verdict]}</span>
    </>
  );
}
