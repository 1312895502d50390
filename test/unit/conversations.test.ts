import { recordedQuestionnaire, topicsOf, topicWords } from "#worker/domain/conversation/rules.ts";
import { questionsOf } from "#worker/domain/survey/rules.ts";
import { expect, test } from "vitest";

const plain = { matter: null, matterObservation: null };

test("a conversation is recorded by the annual review, without the relationship manager and the offer of a call", () => {
  const questions = questionsOf(recordedQuestionnaire(plain));
  const keys = questions.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(["overall-grade", "ease", "plans", "team"]));
  expect(keys).not.toContain("relationship-manager");
  expect(keys).not.toContain("call-me");
  expect(questions.find(({ type }) => type === "grade")).toMatchObject({ required: false });
});

test("it asks about the matter named on the account", () => {
  const asked = { matter: "the move to Leipzig", matterObservation: "You are building there." };
  const plans = questionsOf(recordedQuestionnaire(asked)).find(({ key }) => key === "plans");
  expect(plans!.wording).toBe(
    "You are building there. What are your plans for the move to Leipzig?",
  );
});

test.each<[string[], number[]]>([
  [[], []],
  [["overall-grade"], [1]],
  [
    ["most-valuable-this-year", "improve-one-thing", "whom-else"],
    [2, 3, 4],
  ],
  [["communication-form"], [5]],
  [
    ["plans", "challenges", "judged-by"],
    [6, 7, 8],
  ],
  [["worries"], [9]],
  [["excites", "worries"], [9]],
  [["ease"], [10]],
  [["easier"], [10]],
  [["team", "knows-whom-to-ask", "quality", "overall-grade.comment"], []],
])("answers to %j cover the topics %j", (keys, topics) => {
  expect(topicsOf(keys)).toEqual(topics);
});

test("every topic has words and a question that covers it", () => {
  const keys = questionsOf(recordedQuestionnaire(plain)).map(({ key }) => key);
  expect(topicsOf(keys)).toEqual(topicWords.map((_, at) => at + 1));
});
