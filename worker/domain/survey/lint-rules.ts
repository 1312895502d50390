import { typeOf, type Question } from "../questions/index.ts";
import { lintAsked, search, type Finding } from "./lint-asked-rules.ts";
import { cliches, jargon } from "./lint-phrase-rules.ts";
import { questionsOf, secondsOf } from "./rules.ts";
import type { Section, Template } from "./schema.ts";

/** What a careful editor would say of one question. */
export const lintQuestion = (question: Question): Finding[] =>
  lintAsked({
    key: question.key,
    wording: question.wording,
    hint: question.hint ?? "",
    labels: labelsOf(question),
    closed: typeOf(question).closed,
  });

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

const labelsOf = (question: Question): string[] => {
  if ("labels" in question) return question.labels;
  return "options" in question ? question.options.map(({ label }) => label) : [];
};

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
