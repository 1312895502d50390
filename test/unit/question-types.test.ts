import { questionTypes, Question, typeOf } from "#worker/domain/questions/index.ts";
import type { Answer } from "#worker/domain/questions/base.ts";
import { describe, expect, test } from "vitest";

const base = { key: "asked", wording: "How is it?" };
const labels = ["Bad", "Poor", "Fair", "Good", "Best"] as [string, string, string, string, string];
const options = [
  { key: "phone", label: "Phone" },
  { key: "email", label: "Email" },
];

type Case = { question: Question; taken: Answer[]; refused: unknown[] };

/** One question of each type. `satisfies` makes a new type without a line here fail to compile. */
const cases = {
  rating: {
    question: { ...base, type: "rating", labels },
    taken: ["1", "5", "na"],
    refused: ["0", "6", "4.5", " 4", "unaware", "A", ["4"], ["3", "4"], 4, null],
  },
  grade: {
    question: { ...base, type: "grade" },
    taken: ["A", "B", "C", "D", "F", "na"],
    refused: ["E", "a", "A+", "unaware", "4", ["A", "B"]],
  },
  likelihood: {
    question: { ...base, type: "likelihood", labels: ["Not at all", "Perhaps", "Certain"] },
    taken: ["0", "7", "10", "na"],
    refused: ["11", "-1", "07", "1.5", "unaware"],
  },
  choice: {
    question: { ...base, type: "choice", options },
    taken: ["phone", "na"],
    refused: ["Phone", "fax", "unaware", ["phone", "email"], "constructor"],
  },
  choices: {
    question: { ...base, type: "choices", options },
    taken: [["phone"], ["email", "phone"], "na"],
    refused: [["fax"], ["phone", "fax"], [], ["na", "phone"]],
  },
  text: {
    question: { ...base, type: "text" },
    taken: ["Fine.", "x".repeat(5000), "two\nlines", "<b>bold</b>", "👍"],
    refused: ["x".repeat(5001), "a\0b", "\uD800", ["a", "b"]],
  },
  awareness: {
    question: { ...base, type: "awareness", service: "Payroll" },
    taken: ["use", "know", "more", "unaware", "na"],
    refused: ["yes", "", ["use", "know"]],
  },
} satisfies Record<keyof typeof questionTypes, Case>;

const all = Object.entries(cases) as [keyof typeof cases, Case][];

describe.each(all)("%s", (name, { question, taken, refused }) => {
  const type = typeOf(question);
  const read = (value: unknown) => type.answer(question).safeParse(value);

  test("its question is valid as data", () => expect(Question.parse(question)).toEqual(question));

  test.each(taken.map((value) => [value]))("takes %j", (value) => {
    expect(read(value)).toMatchObject({ success: true, data: value });
  });

  test.each(refused.map((value) => [value]))("refuses %j", (value) => {
    expect(read(value).success).toBe(false);
  });

  test("takes 40 seconds when open and 10 when closed", () => {
    expect(type.seconds).toBe(type.closed ? 10 : 40);
    expect(type.closed).toBe(name !== "text");
  });

  test("gives the export one cell a column, also for no answer", () => {
    for (const value of [undefined, ...taken])
      expect(type.csv(question, value)).toHaveLength(type.columns(question).length);
    expect(type.csv(question, undefined).join("")).toBe("");
  });
});

test("several choices are taken from one field as from many, and each once", () => {
  const read = (value: unknown) =>
    questionTypes.choices.answer(cases.choices.question).parse(value);
  expect(read("phone")).toEqual(["phone"]);
  expect(read(["phone", "phone", "email"])).toEqual(["phone", "email"]);
});

test("who ticks answers and “I can't say” is asked which of the two is meant", () => {
  const { question } = cases.choices;
  const read = questionTypes.choices.answer(question).safeParse(["na", "phone"]);
  expect(read.error!.issues[0]!.message).toBe(
    "choose either among the answers or “I can't say”, not both",
  );
  expect(questionTypes.choices.answer(question).parse(["na"])).toBe("na");
});

test("the offer of a call is no question, so nobody can be unable to answer it", () => {
  const offer = { ...cases.choices.question, key: "call-me" };
  expect(questionTypes.choices.answer(offer).safeParse("na").success).toBe(false);
});

test("a rating of a named service may be answered with “I didn't know you did this”", () => {
  const question = { ...cases.rating.question, service: "Payroll" };
  expect(typeOf(question).answer(question).safeParse("unaware").success).toBe(true);
});

test("“na” and “unaware” are counted and stay out of n", () => {
  const tally = questionTypes.awareness.tally(cases.awareness.question);
  for (const value of ["use", "use", "more", "unaware", "na", "na"]) tally.add(value);
  expect(tally.summary()).toEqual({
    n: 3,
    na: 2,
    unaware: 1,
    counts: { use: 2, know: 0, more: 1 },
  });
});

test("among several choices n counts people", () => {
  const tally = questionTypes.choices.tally(cases.choices.question);
  tally.add(["phone", "email"]);
  tally.add(["phone"]);
  expect(tally.summary()).toMatchObject({ n: 2, counts: { phone: 2, email: 1 } });
});

test("several choices share a cell", () => {
  expect(questionTypes.choices.csv(cases.choices.question, ["phone", "email"])).toEqual([
    "phone; email",
  ]);
});

describe("keys", () => {
  const withKey = (key: string) => Question.safeParse({ ...base, type: "text", key }).success;
  test.each([
    "quality",
    "value-for-money",
    "awareness.3d-print",
    "competition.acme",
    "verify.aB_9-x",
  ])("%s is one", (key) => expect(withKey(key)).toBe(true));
  test.each([
    "",
    "Quality",
    "a b",
    "quality.comment",
    "verify.",
    "a..b",
    "-a",
    "a-",
    "__proto__",
    "a/b",
  ])("%j is none", (key) => expect(withKey(key)).toBe(false));
});
