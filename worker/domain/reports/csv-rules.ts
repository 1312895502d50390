import { typeOf, type Question } from "../questions/index.ts";
import type { Answers } from "../survey/schema.ts";

const personal = ["name", "title", "tier", "submitted_at"];

const commentKey = ({ key }: Question) => `${key}.comment`;

/** The person, then each question's columns under its key, a closed one with its comment. */
export const csvHeading = (questions: Question[]): string[] => [
  ...personal,
  ...questions.flatMap((question) => {
    const type = typeOf(question);
    return [...type.columns(question), ...(type.closed ? [commentKey(question)] : [])];
  }),
];

/** One response as a line under that heading; `person` in the order of its first four columns. */
export const csvLine = (
  person: [name: string, title: string, tier: string, submittedAt: string],
  questions: Question[],
  answers: Answers,
): string[] => [
  ...person,
  ...questions.flatMap((question) => {
    const type = typeOf(question);
    const comment = answers[commentKey(question)];
    const cells = type.csv(question, answers[question.key]);
    return type.closed ? [...cells, typeof comment === "string" ? comment : ""] : cells;
  }),
];
