import type { ValueCounts } from "../questions/base.ts";
import type { Question } from "../questions/index.ts";
import { settle } from "./mark-rules.ts";
import type { Report } from "./schema.ts";

/** How a question was answered by all levels together; `answered` counts who can't say too. */
type Counted = {
  key: string;
  wording: string;
  counts: Record<string, number>;
  n: number;
  unaware: number;
  answered: number;
  asked: number;
};

/** The questions whose key begins so, counted over all levels. Groups that are not shown are not in it. */
export function countedOf({ questions }: Pick<Report, "questions">, begins: string): Counted[] {
  return questions
    .filter(({ key }) => key.startsWith(begins))
    .map(({ key, wording, byTier }) => {
      const cells = Object.values(byTier);
      // Only questions whose type counts values are asked for here.
      const summaries = cells.map(({ summary }) => summary as ValueCounts);
      const total = (of: (summary: ValueCounts) => number) =>
        summaries.reduce((sum, summary) => sum + of(summary), 0);
      const values = new Set(summaries.flatMap(({ counts }) => Object.keys(counts)));
      const counts = [...values].map((value) => [
        value,
        total((summary) => summary.counts[value] ?? 0),
      ]);
      return {
        key,
        wording,
        counts: Object.fromEntries(counts),
        n: total(({ n }) => n),
        unaware: total(({ unaware }) => unaware),
        answered: total(({ n, na, unaware }) => n + na + unaware),
        asked: cells.reduce((sum, { invited }) => sum + invited, 0),
      };
    });
}

/** The services that ask for an action, as a report names them beside its areas. */
export const unknownServices = (
  report: Pick<Report, "questions">,
  asked: Question[],
): Report["suggestions"] =>
  servicesIn(report, asked)
    .filter(({ unknown }) => unknown)
    .map(({ name }) => ({ area: null, service: name, reason: "unaware_service" }));

export type Service = Counted & { name: string; unknown: boolean };

/** Services that were asked about, the least known first; `unknown` when a quarter or more of the answers say so. */
export const servicesIn = (report: Pick<Report, "questions">, asked: Question[]): Service[] =>
  countedOf(report, "awareness.")
    .flatMap((counted) => {
      const question = asked.find(({ key }) => key === counted.key);
      if (question?.type !== "awareness" || counted.answered === 0) return [];
      const share = counted.unaware / counted.answered;
      return [{ ...counted, name: question.service, unknown: settle(share) >= 0.25, share }];
    })
    .toSorted((a, b) => b.share - a.share);
