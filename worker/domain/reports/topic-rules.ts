import { topicsOf, topicWords } from "../conversation/rules.ts";
import type { Report } from "./schema.ts";

export type Topic = { number: number; title: string; keys: string[] };

/** The ten topics of an annual review with the questions that belong to each; none for another kind of round. */
export const topicsIn = ({ round, wordings }: Pick<Report, "round" | "wordings">): Topic[] => {
  if (round.kind !== "annual_review") return [];
  const topicOfKey = Object.keys(wordings).map((key) => ({ key, number: topicsOf([key])[0] }));
  return topicWords.map((title, at) => ({
    number: at + 1,
    title,
    keys: topicOfKey.filter(({ number }) => number === at + 1).map(({ key }) => key),
  }));
};
