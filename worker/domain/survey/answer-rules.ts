import { freeText } from "../questions/text.ts";
import { typeOf, type Question } from "../questions/index.ts";
import type { Answer } from "../questions/base.ts";
import type { Answers } from "./schema.ts";

type AnswerError = { key: string; message: string };
type Read = { ok: true; answers: Answers } | { ok: false; answers: Answers; errors: AnswerError[] };

/** Fields of the form that are not answers. */
const others = new Set(["intent", "sitting", "once"]);
const commentSuffix = ".comment";

/**
 * What was sent, as answers to these questions. An empty field is no answer. Every valid answer is kept even
 * when others are refused; an error names the key it belongs to in words for the person who answered.
 */
export function readAnswers(
  questions: Question[],
  sent: { get(key: string): string[] | undefined; keys(): Iterable<string> },
): Read {
  const answers: Answers = {};
  const errors: AnswerError[] = [];
  const take = (key: string, subject: string, read: Reader) => {
    const values = sent.get(key)?.filter((value) => value !== "") ?? [];
    if (values.length === 0) return;
    const result = read(values);
    if (result.error !== undefined) errors.push({ key, message: inWords(subject, result.error) });
    else if (result.answer !== "") answers[key] = result.answer;
  };
  const refused = (key: string) => errors.some((error) => error.key === key);
  for (const question of questions) {
    take(question.key, "Your answer", (values) => readOne(question, values));
    if (typeOf(question).closed) take(question.key + commentSuffix, "Your comment", readComment);
    if (isRequired(question) && !(question.key in answers) && !refused(question.key))
      errors.push({ key: question.key, message: missing });
  }
  const unknown = unknownKeys(questions, sent.keys());
  if (unknown.length > 0) errors.push({ key: unknown[0]!, message: notAsked(unknown) });
  return errors.length === 0 ? { ok: true, answers } : { ok: false, answers, errors };
}

type Reader = (values: string[]) => { answer: Answer; error?: undefined } | { error: string };

const readOne = (question: Question, values: string[]): ReturnType<Reader> => {
  const sent = values.length === 1 ? values[0] : values;
  const result = typeOf(question).answer(question).safeParse(sent);
  return result.success ? { answer: result.data } : { error: result.error.issues[0]!.message };
};

const readComment: Reader = (values) => {
  const result = freeText.safeParse(values.length === 1 ? values[0] : values);
  return result.success ? { answer: result.data } : { error: result.error.issues[0]!.message };
};

const isRequired = (question: Question): boolean =>
  "required" in question && question.required === true;
const missing = "Please choose a grade, or say that you can't. It is the one answer we need.";

/** Messages of the schemas go on after a subject ("is longer than …") or ask for something ("choose …"). */
const inWords = (subject: string, message: string): string =>
  /^(is|contains|must) /.test(message)
    ? `${subject} ${message}.`
    : `${message[0]!.toUpperCase()}${message.slice(1)}.`;

function unknownKeys(questions: Question[], sent: Iterable<string>): string[] {
  const known = new Set(others);
  for (const question of questions) {
    known.add(question.key);
    if (typeOf(question).closed) known.add(question.key + commentSuffix);
  }
  return [...sent].filter((key) => !known.has(key));
}

const named = 5;
const notAsked = (keys: string[]): string => {
  const names = keys.slice(0, named).map((key) => `“${key.slice(0, 80)}”`);
  const more = keys.length > named ? ` and ${keys.length - named} more` : "";
  return `This survey does not ask for ${names.join(", ")}${more}.`;
};
