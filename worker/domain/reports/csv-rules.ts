import { typeOf, type Question } from "../questions/index.ts";
import type { Answers } from "../survey/schema.ts";

const personal = ["name", "title", "tier", "submitted_at"];

const commentKey = ({ key }: Question) => `${key}.comment`;

const record = "recorded_by";

/** The person, each question's columns under its key, a closed one with its comment, and who wrote it down. */
export const csvHeading = (questions: Question[]): string[] => [
  ...personal,
  ...questions.flatMap((question) => {
    const type = typeOf(question);
    return [...type.columns(question), ...(type.closed ? [commentKey(question)] : [])];
  }),
  record,
];

/**
 * One response as a line under that heading; `person` in the order of its first four columns. `recordedBy`: of ours,
 * whose record of a conversation the person confirmed; null when they answered themselves.
 */
export const csvLine = (
  person: [name: string, title: string, tier: string, submittedAt: string],
  questions: Question[],
  answers: Answers,
  recordedBy: string | null,
): string[] => [
  ...person,
  ...questions.flatMap((question) => {
    const type = typeOf(question);
    const comment = answers[commentKey(question)];
    const cells = type.csv(question, answers[question.key]);
    return type.closed ? [...cells, typeof comment === "string" ? comment : ""] : cells;
  }),
  recordedBy ?? "",
];
