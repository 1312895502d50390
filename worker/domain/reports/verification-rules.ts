import { tiers } from "../contact/schema.ts";
import type { ValueCounts } from "../questions/base.ts";
import type { Area } from "../survey/schema.ts";
import { verifyPrefix } from "../survey/verify-rules.ts";
import type { Figures, Verification } from "./figures.ts";
import { askedIn, sum, type Frame } from "./frame-rules.ts";
import { questionsAcross, type Questionnaires } from "./tally-rules.ts";

/** An action that a round asked about, as it stands in the plan. */
export type AskedAction = {
  id: string;
  title: string;
  heard: string | null;
  done: string;
  area: Area | null;
  target: number | null;
};

/** Ids of the actions that these questionnaires ask about. */
export const actionsAskedIn = (questionnaires: Questionnaires): string[] =>
  questionsAcross(questionnaires)
    .filter(({ key }) => key.startsWith(verifyPrefix))
    .map(({ key }) => key.slice(verifyPrefix.length));

/**
 * Verified if and only if more people say better than same and worse together. Undecided, to be asked once more,
 * when nobody is able to say, or fewer than five in a confidential round (`floor` 5).
 */
function verdictOf(
  { better, same, worse }: { better: number; same: number; worse: number },
  floor: number,
): Verification["verdict"] {
  const able = better + same + worse;
  if (able === 0 || able < floor) return "undecided";
  return better > same + worse ? "verified" : "not_improved";
}

/**
 * What the people of a round say of each promise, counted in people over all levels that were asked. Beside it the
 * mean of its area in this round, which never decides. A confidential round keeps the verdict and how many were
 * able to say, no counts.
 */
export function verificationsIn(
  frame: Frame,
  { areas }: Figures,
  actions: AskedAction[],
): Verification[] {
  const confidential = frame.floor > 0;
  return actions.map(({ id, ...action }) => {
    const key = `${verifyPrefix}${id}`;
    const counted = tiers.flatMap(
      (tier) =>
        // Only `choice` questions have such a key, and theirs is this summary.
        (frame.tally.tiers[tier].questions.get(key)?.answers.summary() as ValueCounts) ?? [],
    );
    const of = (value: string) => sum(counted.map(({ counts }) => counts[value] ?? 0));
    const counts = { better: of("better"), same: of("same"), worse: of("worse") };
    const able = counts.better + counts.same + counts.worse;
    return {
      actionId: id,
      ...action,
      score: areas.find((area) => area.key === action.area)?.mean ?? null,
      invited: askedIn(frame, [...tiers], (question) => question.key === key),
      n: confidential && able < frame.floor ? null : able,
      counts: confidential ? null : { ...counts, cantSay: sum(counted.map(({ na }) => na)) },
      verdict: verdictOf(counts, frame.floor),
    };
  });
}
