import * as z from "zod";

export const areas = [
  "relationship",
  "deliverables",
  "teamwork",
  "responsiveness",
  "understanding",
  "culture",
  "initiative",
  "value",
  "capability",
  "standing",
  "account-manager",
  "communication",
  "ease",
] as const;
export const Area = z.enum(areas);
export type Area = z.infer<typeof Area>;

/** A dot stands only after `awareness`, `competition`, `own` or `verify`, so that `KEY.comment` is never a key. */
const questionKey =
  /^(verify\.[\w-]{1,64}|((awareness|competition|own)\.)?[a-z0-9]+(-[a-z0-9]+)*)$/;

/** What every question has. A key never changes meaning: wording that does gets a new key. */
export const questionBase = () => ({
  key: z.string().regex(questionKey),
  wording: z.string().min(1),
  hint: z.string().optional(),
  area: Area.optional(),
  /** Asked only of contacts with one of these functions. */
  functions: z
    .array(z.enum(["purchasing", "legal", "hr", "finance", "it", "operations", "other"]))
    .optional(),
});

/** The value as sent ("4", "B", "na", an option's key), or a list where several may be chosen. */
export type Answer = string | string[];

/** Counts answers one by one, so that a round of any size is read in pages. */
export type Tally<Summary> = { add(answer: Answer): void; summary(): Summary };

/**
 * The domain half of a question type.
 * `answer(question)` accepts what a form or an API sent for one key (a string, or a list where several
 * may be chosen), and gives what is stored. `csv` gives one cell a column, in the order of `columns`.
 */
export type QuestionType<Question, Summary> = {
  /** Made when it is first asked for: to take an answer nobody looks at how a question is written down. */
  question: z.ZodType<Question>;
  /** Seconds it takes to answer: 10 when closed, 40 when open. */
  seconds: 10 | 40;
  /** Closed questions can carry a comment. */
  closed: boolean;
  answer(question: Question): z.ZodType<Answer>;
  tally(question: Question): Tally<Summary>;
  columns(question: Question): string[];
  csv(question: Question, answer: Answer | undefined): string[];
  /** The mark, 1 to 5, that an answer adds to its area's mean; null when it is none (`na`, `unaware`). */
  mark?(answer: Answer): number | null;
};

/** How many gave each value; `n` leaves `na` and `unaware` out, as every mean does. */
export type ValueCounts = {
  n: number;
  na: number;
  unaware: number;
  counts: Record<string, number>;
};

/** Counts each of these values, and apart from them who could not say and who did not know. */
export const countValues = (values: readonly string[]): Tally<ValueCounts> => {
  const state: ValueCounts = {
    n: 0,
    na: 0,
    unaware: 0,
    counts: Object.fromEntries(values.map((v) => [v, 0])),
  };
  return {
    add(answer) {
      if (answer === "na") state.na++;
      else if (answer === "unaware") state.unaware++;
      else {
        state.n++;
        for (const value of [answer].flat()) state.counts[value] = (state.counts[value] ?? 0) + 1;
      }
    },
    summary: () => state,
  };
};

/** An answer as one cell of a CSV; several choices with semicolons between. */
export const oneCell = (answer: Answer | undefined): string[] => [
  answer === undefined ? "" : Array.isArray(answer) ? answer.join("; ") : answer,
];
