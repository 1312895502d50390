import { templates } from "#templates/index.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import { readAnswers } from "#worker/domain/survey/answer-rules.ts";
import { questionsOf } from "#worker/domain/survey/rules.ts";
import { describe, expect, test } from "vitest";

const managers = questionsOf(templates.managers);
const read = (fields: Record<string, string | string[]>, questions: Question[] = managers) =>
  readAnswers(
    questions,
    new Map(Object.entries(fields).map(([key, value]) => [key, [value].flat()])),
  );
const errorsOf = (fields: Record<string, string | string[]>) => {
  const result = read({ "overall-grade": "B", ...fields });
  return result.ok ? [] : result.errors;
};

test("answers, comments and free text are stored as sent; empty fields are no answers", () => {
  const result = read({
    intent: "submit",
    sitting: "1",
    "overall-grade": "B",
    quality: "4",
    "quality.comment": "Better than last year.\r\nThank you.",
    responsiveness: "na",
    "responsiveness.comment": "",
    reliability: "",
    "improve-one-thing": "  Call before Friday.  ",
    "most-valuable": "   ",
    "call-me": ["someone_else", ""],
  });
  expect(result).toEqual({
    ok: true,
    answers: {
      "overall-grade": "B",
      quality: "4",
      "quality.comment": "Better than last year.\nThank you.",
      responsiveness: "na",
      "improve-one-thing": "Call before Friday.",
      "call-me": ["someone_else"],
    },
  });
});

test("a comment may stand beside a question that was not answered", () => {
  const result = read({ "overall-grade": "A", "skills.comment": "Too early to say." });
  expect(result.answers["skills.comment"]).toBe("Too early to say.");
});

test("“I can't say” is an answer to the one required question", () => {
  expect(read({ "overall-grade": "na" })).toEqual({ ok: true, answers: { "overall-grade": "na" } });
});

test("a missing grade is asked for in a sentence, and the other answers are kept", () => {
  expect(read({ quality: "4" })).toEqual({
    ok: false,
    answers: { quality: "4" },
    errors: [
      {
        key: "overall-grade",
        message: "Please choose a grade, or say that you can't. It is the one answer we need.",
      },
    ],
  });
});

test("a refused grade is told once, as refused and not as missing", () => {
  const result = read({ "overall-grade": "E" });
  expect(result).toMatchObject({ ok: false, errors: [{ key: "overall-grade" }] });
});

describe("what does not belong is refused by its key, in a sentence", () => {
  const offWord = "Choose one of the five answers, or say that you can't.";
  test.each<[string, Record<string, string | string[]>, string, string]>([
    ["a rating of 6", { quality: "6" }, "quality", offWord],
    ["a rating of 04", { quality: "04" }, "quality", offWord],
    ["unaware where no service is named", { quality: "unaware" }, "quality", offWord],
    ["two ratings", { quality: ["3", "4"] }, "quality", offWord],
    [
      "an option that is not there",
      { "call-me": ["account_manager", "nobody"] },
      "call-me",
      "Choose among the answers shown.",
    ],
    [
      "5,001 characters",
      { "improve-one-thing": "x".repeat(5001) },
      "improve-one-thing",
      "Your answer is longer than 5000 characters.",
    ],
    [
      "a comment of 5,001 characters",
      { "quality.comment": "x".repeat(5001) },
      "quality.comment",
      "Your comment is longer than 5000 characters.",
    ],
    [
      "a NUL",
      { "improve-one-thing": "a\0b" },
      "improve-one-thing",
      "Your answer contains characters that cannot be stored.",
    ],
    [
      "a lone surrogate",
      { "quality.comment": "a\uD800b" },
      "quality.comment",
      "Your comment contains characters that cannot be stored.",
    ],
    [
      "a text sent twice",
      { "improve-one-thing": ["one", "two"] },
      "improve-one-thing",
      "Your answer must be a single text.",
    ],
    [
      "a comment beside an open question",
      { "improve-one-thing.comment": "x" },
      "improve-one-thing.comment",
      "This survey does not ask for “improve-one-thing.comment”.",
    ],
    ["an unknown key", { shoe: "4" }, "shoe", "This survey does not ask for “shoe”."],
    [
      "a name of the language",
      { ["__proto__"]: "4" },
      "__proto__",
      "This survey does not ask for “__proto__”.",
    ],
    [
      "another one",
      { constructor: "4" },
      "constructor",
      "This survey does not ask for “constructor”.",
    ],
  ])("%s", (_case, fields, key, message) => {
    expect(errorsOf(fields)).toEqual([{ key, message }]);
  });

  test("exactly 5,000 characters are taken", () => {
    expect(errorsOf({ "improve-one-thing": "x".repeat(5000) })).toEqual([]);
  });

  test("a thousand unknown keys make one short message", () => {
    const fields = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`k${at}`, "1"]));
    expect(errorsOf(fields)).toEqual([
      {
        key: "k0",
        message: "This survey does not ask for “k0”, “k1”, “k2”, “k3”, “k4” and 995 more.",
      },
    ]);
  });
});

test("every valid answer survives beside the refused ones", () => {
  const result = read({ "overall-grade": "D", quality: "9", skills: "5", nonsense: "1" });
  expect(result.answers).toEqual({ "overall-grade": "D", skills: "5" });
});

test("a question for another function is unknown to who was not asked", () => {
  const forLegal: Question = { type: "text", key: "terms", wording: "Why?", functions: ["legal"] };
  const set = { ...templates.users, sections: [{ key: "s", questions: [managers[0]!, forLegal] }] };
  const sent = { "overall-grade": "A", terms: "Clear." };
  expect(read(sent, questionsOf(set, { function: "legal" })).ok).toBe(true);
  expect(read(sent, questionsOf(set, { function: "it" })).ok).toBe(false);
});

test("the second sitting asks for its own answers and no grade", () => {
  const second = questionsOf(templates["annual-review"], { sitting: 2 });
  expect(read({ ease: "4", "call-me": "account_manager" }, second).ok).toBe(true);
  expect(read({ "overall-grade": "A" }, second).ok).toBe(false);
});
