import type { Answer } from "#worker/domain/questions/base.ts";
import type { VNode } from "preact";

/** What a field holds: nothing, what was typed before, or what was just sent and refused. */
export type Filled = (name: string) => readonly string[];

type InputProps<Question> = {
  question: Question;
  filled: Filled;
  error?: string | undefined;
};

/** The view half of a question type. */
export type QuestionView<Question, Summary> = {
  /** The question as respondents see it. Fields are named by the question's key. */
  Input: (props: InputProps<Question>) => VNode;
  /** How the answers to it are spread, for a report. */
  Result: (props: { question: Question; summary: Summary }) => VNode;
  /** One answer in the words of the page; what is no answer to this question comes back as it is. */
  words: (question: Question, answer: Answer) => string;
};
