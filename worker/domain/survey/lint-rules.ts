import { typeOf, type Question } from "../questions/index.ts";
import {
  absolutes,
  agreement,
  agreementLabel,
  cliches,
  jargon,
  leading,
  onePair,
  type Phrase,
} from "./lint-phrase-rules.ts";
import { questionsOf, secondsOf } from "./rules.ts";
import type { Section, Template } from "./schema.ts";

export type LintRule =
  | "leading"
  | "double_barrelled"
  | "cliche"
  | "agree_disagree"
  | "absolute"
  | "jargon"
  | "too_long"
  | "unlabelled_scale"
  | "over_budget"
  | "key_reused";

/** What is wrong, in which question, where in it (with the words found), why, and what to do about it. */
export type Finding = {
  key: string;
  rule: LintRule;
  where: string;
  why: string;
  suggestion?: string;
};

/** What a careful editor would say of one question. */
export function lintQuestion(question: Question): Finding[] {
  const { key, wording, hint = "" } = question;
  const labels = labelsOf(question);
  const answers = Object.fromEntries(labels.map((label, at) => [`answer ${at + 1}`, label]));
  const asked = { wording, hint };
  return [
    ...search(key, "leading", leading, asked),
    ...search(key, "cliche", cliches, { ...asked, ...answers }),
    ...search(key, "agree_disagree", agreement, asked),
    ...search(key, "agree_disagree", [agreementLabel], answers).slice(0, 1),
    ...search(key, "absolute", absolutes, { wording }),
    ...search(key, "jargon", jargon, { ...asked, ...answers }),
    ...lintStatement(question),
    ...lintDoubleBarrel(key, wording),
    ...lintLength(key, wording),
    ...lintScale(question),
  ];
}

/** Every question, the words around them, and the time of the whole (of each sitting) against its budget. */
export const lintTemplate = (template: Template): Finding[] => [
  ...template.sections.flatMap(lintSection),
  ...lintBudget(template),
];

/** The questions of a section, its title and its intro. */
export const lintSection = ({ key, title = "", intro = "", questions }: Section): Finding[] => [
  ...search(key, "cliche", cliches, { title, intro }),
  ...search(key, "jargon", jargon, { title, intro }),
  ...questions.flatMap(lintQuestion),
];

/** A key must mean the same wherever it is asked, or trends would join unlike things. */
export function lintKeys(sets: { slug: string; sections: Section[] }[]): Finding[] {
  const first = new Map<string, { slug: string; meaning: string }>();
  return sets.flatMap(({ slug, sections }) =>
    sections
      .flatMap(({ questions }) => questions)
      .flatMap((question) => {
        const meaning = meaningOf(question);
        const known = first.get(question.key);
        if (!known) first.set(question.key, { slug, meaning });
        return !known || known.meaning === meaning ? [] : [reused(question.key, known.slug, slug)];
      }),
  );
}

/** All that may not change under a key; a hint may. */
const meaningOf = (question: Question): string =>
  JSON.stringify([question.type, question.wording, question.area, labelsOf(question)]);

const reused = (key: string, first: string, second: string): Finding => ({
  key,
  rule: "key_reused",
  where: `${first} and ${second}`,
  why: "one key with two wordings, types, areas or sets of answers joins unlike things in a trend",
  suggestion: "Share one question between the files, or give the new wording a new key.",
});

const search = (
  key: string,
  rule: LintRule,
  phrases: Phrase[],
  places: Record<string, string>,
): Finding[] =>
  Object.entries(places).flatMap(([place, words]) =>
    phrases.flatMap(({ pattern, why, suggestion }) => {
      const found = pattern.exec(words)?.[0];
      if (found === undefined) return [];
      return [{ key, rule, where: `${place}: “${found}”`, why, ...(suggestion && { suggestion }) }];
    }),
  );

const labelsOf = (question: Question): string[] => {
  if ("labels" in question) return question.labels;
  return "options" in question ? question.options.map(({ label }) => label) : [];
};

function lintStatement(question: Question): Finding[] {
  const { key, wording } = question;
  if (!typeOf(question).closed || wording.trim().endsWith("?")) return [];
  const why = "it is a statement, so its answers can only agree or disagree with it";
  const suggestion = "Ask for the thing itself, with answers in its own words.";
  return [{ key, rule: "agree_disagree", where: `wording: “${wording}”`, why, suggestion }];
}

function lintDoubleBarrel(key: string, wording: string): Finding[] {
  const plain = wording.replaceAll(/“[^”]*”|"[^"]*"/g, "it").replaceAll(onePair, " ");
  const found =
    /(\S+ )?\b(and\/or|and|or|as well as)\b( \S+)?|\p{L}+\/\p{L}+/iu.exec(plain)?.[0] ??
    /\?.*\?/s.exec(plain)?.[0];
  if (found === undefined) return [];
  const why = "it asks two things at once, and the answer does not say which one it is about";
  const suggestion = "Ask two questions, or keep the one that matters.";
  return [{ key, rule: "double_barrelled", where: `wording: “${found}”`, why, suggestion }];
}

const mostWords = 25;

function lintLength(key: string, wording: string): Finding[] {
  const words = wording.split(/\s+/).length;
  if (words <= mostWords) return [];
  const why = `it is longer than a reader in a hurry takes in at once (${mostWords} words)`;
  return [{ key, rule: "too_long", where: `wording: ${words} words`, why }];
}

/** A label that is only a number or a dash says nothing; two equal ones cannot be told apart. */
function lintScale(question: Question): Finding[] {
  const labels = labelsOf(question);
  const suggestion = "Say in words what each answer means.";
  return labels.flatMap((label, at) => {
    const words = label.trim().toLowerCase();
    const empty = !/\p{L}{2,}/u.test(words) || /^(rating|level|option|answer) ?\d+$/.test(words);
    const twin = labels.slice(0, at).some((other) => other.trim().toLowerCase() === words);
    if (!empty && !twin) return [];
    const why = empty ? "this answer is not labelled" : "another answer has the same label";
    const where = `answer ${at + 1}: “${label}”`;
    return [{ key: question.key, rule: "unlabelled_scale" as const, where, why, suggestion }];
  });
}

function lintBudget(template: Template): Finding[] {
  const sittings = template.sections.some(({ sitting }) => sitting)
    ? ([1, 2] as const)
    : [undefined];
  return sittings.flatMap((sitting) => {
    const seconds = secondsOf(questionsOf(template, sitting && { sitting }));
    if (seconds <= template.budgetSeconds) return [];
    const where = `${sitting ? `sitting ${sitting}` : "the whole set"}: ${seconds} s`;
    const why = `it takes longer than the ${template.budgetSeconds} s promised`;
    const suggestion = "Leave out the question nobody would act on.";
    return [{ key: template.slug, rule: "over_budget" as const, where, why, suggestion }];
  });
}
