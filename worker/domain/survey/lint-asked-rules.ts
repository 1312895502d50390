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
  suggestion: string;
};

/** A question as its reader sees it. `closed`: answered by choosing one of `labels`. */
export type Asked = {
  key: string;
  wording: string;
  hint: string;
  labels: string[];
  closed: boolean;
};

/** What a careful editor would say of these words. Nothing here needs the question types, so a browser can ask too. */
export function lintAsked(asked: Asked): Finding[] {
  const { key, wording, hint, labels } = asked;
  const answers = Object.fromEntries(labels.map((label, at) => [`answer ${at + 1}`, label]));
  const words = { wording, hint };
  return [
    ...search(key, "leading", leading, words),
    ...search(key, "cliche", cliches, { ...words, ...answers }),
    ...search(key, "agree_disagree", agreement, words),
    ...search(key, "agree_disagree", [agreementLabel], answers).slice(0, 1),
    ...search(key, "absolute", absolutes, { wording }),
    ...search(key, "jargon", jargon, { ...words, ...answers }),
    ...lintStatement(asked),
    ...lintDoubleBarrel(key, wording),
    ...lintLength(key, wording),
    ...lintScale(asked),
  ];
}

/** Each of these phrases that stands in one of these places. */
export const search = (
  key: string,
  rule: LintRule,
  phrases: Phrase[],
  places: Record<string, string>,
): Finding[] =>
  Object.entries(places).flatMap(([place, words]) =>
    phrases.flatMap(({ pattern, why, suggestion }) => {
      const found = pattern.exec(words)?.[0];
      if (found === undefined) return [];
      return [{ key, rule, where: `${place}: “${found}”`, why, suggestion }];
    }),
  );

function lintStatement({ key, wording, closed }: Asked): Finding[] {
  if (!closed || wording.trim().endsWith("?")) return [];
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
  const suggestion = "Keep the question, and leave out what explains it.";
  return [{ key, rule: "too_long", where: `wording: ${words} words`, why, suggestion }];
}

/** A label that is only a number or a dash says nothing; two equal ones cannot be told apart. */
function lintScale({ key, labels }: Asked): Finding[] {
  const suggestion = "Say in words what each answer means.";
  return labels.flatMap((label, at) => {
    const words = label.trim().toLowerCase();
    const empty = !/\p{L}{2,}/u.test(words) || /^(rating|level|option|answer) ?\d+$/.test(words);
    const twin = labels.slice(0, at).some((other) => other.trim().toLowerCase() === words);
    if (!empty && !twin) return [];
    const why = empty ? "this answer is not labelled" : "another answer has the same label";
    const where = `answer ${at + 1}: “${label}”`;
    return [{ key, rule: "unlabelled_scale" as const, where, why, suggestion }];
  });
}
