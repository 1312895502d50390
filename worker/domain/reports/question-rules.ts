import { tiers } from "../contact/schema.ts";
import type { ValueCounts } from "../questions/base.ts";
import { typeOf, type Question } from "../questions/index.ts";
import { favourableFrom } from "./area-rules.ts";
import type { QuestionCell, QuestionFigures, Recommendation } from "./figures.ts";
import { askedIn, sum, type Frame } from "./frame-rules.ts";
import { proportionInterval, recommendationInterval } from "./interval-rules.ts";
import { countFrom, type Marks } from "./mark-rules.ts";

/** The closed questions, each as its type sums it up; what was written stands among the comments. */
export function questionIn(frame: Frame, question: Question): QuestionFigures | null {
  if (!typeOf(question).closed) return null;
  const cells = frame.groups.flatMap(({ key, tiers }) => {
    const counted = frame.tally.tiers[key].questions.get(question.key);
    const invited = askedIn(frame, tiers, (other) => other.key === question.key);
    if (!counted || invited === 0) return [];
    const summary = counted.answers.summary();
    return [[key, { invited, summary, favourable: favourableShare(counted.marks) }] as const];
  });
  const { key, wording, area = null } = question;
  return { key, wording, area, byTier: Object.fromEntries(cells) };
}

/** One mark a person, so a plain proportion: its share of 4 and 5, with its own interval. */
function favourableShare(marks: Marks): QuestionCell["favourable"] {
  const { hits, all } = countFrom(marks, favourableFrom);
  return all === 0 ? null : { share: hits / all, ...proportionInterval(hits, all) };
}

const promoting = ["9", "10"];
const detracting = ["0", "1", "2", "3", "4", "5", "6"];

/** Over everyone who was asked: recommending is counted in people, not in tiers. */
export function recommendationIn(frame: Frame): Recommendation | null {
  const group = frame.groups.flatMap((group) => group.tiers);
  const counted = group.flatMap(
    (tier) =>
      (frame.tally.tiers[tier].questions.get("recommend")?.answers.summary() as
        | ValueCounts
        | undefined) ?? [],
  );
  const n = sum(counted.map((counts) => counts.n));
  if (n === 0 || n < frame.floor) return null;
  const count = (values: string[]) =>
    sum(counted.flatMap(({ counts }) => values.map((value) => counts[value] ?? 0)));
  const promoters = count(promoting);
  const detractors = count(detracting);
  return {
    ...recommendationInterval(promoters, detractors, n),
    promoters,
    detractors,
    n,
    invited: askedIn(frame, [...tiers], ({ key }) => key === "recommend"),
  };
}
