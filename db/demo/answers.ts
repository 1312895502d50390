import type { Question, QuestionOf, QuestionType } from "#worker/domain/questions/index.ts";
import { grades, type Grade } from "#worker/domain/questions/grade.ts";
import type { Answer } from "#worker/domain/questions/base.ts";
import type { Answers } from "#worker/domain/survey/schema.ts";
import { verifyPrefix } from "#worker/domain/survey/verify-rules.ts";
import type { Random } from "./random.ts";
import { accountManagerAdvice, improveOneThing, mostValuable, remarks } from "./words.ts";
import { annualWords } from "./words-annual.ts";

/** How one person answers: the grade they give (null: can't say), their leanings, their own words. */
export type Respondent = {
  grade: Grade | null;
  tilt: Record<string, number>;
  said: Record<string, string>;
  random: Random;
  /** Words that somebody at this account has used already. */
  used: Set<string>;
};

const noAnswer = 0.03;
const cannotSay = 0.04;
const remarkRate = 0.12;

/** A to F as 5 to 1: where a person's ratings lie. */
const level = ({ grade }: Respondent): number => 5 - grades.indexOf(grade ?? "C");

const mark = (person: Respondent, key: string): number => {
  const noise = (person.random.next() + person.random.next() - 1) * 1.3;
  const exact = level(person) * 0.85 + 0.5 + (person.tilt[key] ?? 0) + noise;
  return Math.min(5, Math.max(1, Math.round(exact)));
};

/** Whether a promise made it better: in the story's words, or else as the grade leans. */
function judged(key: string, { grade, said }: Respondent): string {
  if (said[key] !== undefined) return said[key];
  return grade === "A" || grade === "B" ? "better" : "same";
}

type Answering = {
  [T in QuestionType]: (question: QuestionOf<T>, person: Respondent) => Answer | null;
};

const answering: Answering = {
  grade: (_question, { grade }) => grade ?? "na",
  rating: ({ key }, person) => {
    const chance = person.random.next();
    if (chance < noAnswer) return null;
    return chance < noAnswer + cannotSay ? "na" : String(mark(person, key));
  },
  likelihood: ({ key }, person) => String(Math.min(10, mark(person, key) * 2)),
  choice: ({ key, options }, person) =>
    key.startsWith(verifyPrefix) ? judged(key, person) : person.random.pick(options).key,
  choices: ({ key, options }, { random, said }) =>
    key === "call-me" ? (said[key] ? [said[key]] : null) : [random.pick(options).key],
  awareness: (_question, { random }) => random.pick(["use", "use", "know", "unaware"] as const),
  text: ({ key }, person) => person.said[key] ?? words(key, person),
};

/** What is written under an open question by those for whom the story has no words. */
function words(key: string, { grade, random, used }: Respondent): string | null {
  const pools: Record<string, [likely: number, from: string[]]> = {
    "improve-one-thing": [0.5, improveOneThing[grade ?? "C"]],
    "most-valuable": [grade === "A" || grade === "B" ? 0.65 : 0.3, mostValuable],
    "account-manager-advice": [0.25, accountManagerAdvice],
  };
  const [likely, from] = pools[key] ?? [0.85, annualWords[key] ?? []];
  return random.next() < likely ? unused(from, random, used) : null;
}

function unused(from: string[], random: Random, used: Set<string>): string | null {
  const left = from.filter((text) => !used.has(text));
  if (left.length === 0) return null;
  const text = random.pick(left);
  used.add(text);
  return text;
}

/** The word beside a mark that stands out. */
function remark(key: string, answer: Answer, { said, random, used }: Respondent): string | null {
  const own = said[`${key}.comment`];
  if (own !== undefined) return own;
  const pool = remarks[key];
  if (!pool || random.next() > remarkRate) return null;
  if (answer === "5") return unused(pool.good, random, used);
  return answer === "1" || answer === "2" ? unused(pool.poor, random, used) : null;
}

/** One person's answers to these questions, as the survey page would store them. */
export function answersOf(questions: Question[], person: Respondent): Answers {
  const answers: Answers = {};
  for (const question of questions) {
    // The map has one function a type, so the one found fits; the type system cannot see that.
    const answer = (answering[question.type] as Answering["rating"])(question as never, person);
    if (answer === null) continue;
    answers[question.key] = answer;
    const comment = remark(question.key, answer, person);
    if (comment !== null) answers[`${question.key}.comment`] = comment;
  }
  return answers;
}
